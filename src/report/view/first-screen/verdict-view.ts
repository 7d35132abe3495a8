import { formatDuration } from '../../../model/duration.ts'
import { journalLine } from '../../../model/journal-line.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { VERDICT_WORDS } from '../words.ts'
import { neighboursInWords, neighboursSuffered } from './neighbour-figure.ts'
import { type RtoView, rtoView } from './rto-view.ts'

/** The verdict, and the one sentence that a reader takes away. */
export interface VerdictView {
  readonly verdict: Verdict
  readonly word: string
  readonly headline: string
}

/** One sentence that explains the verdict. */
export interface ReasonView {
  readonly verdict: Verdict
  readonly word: string
  readonly text: string
  /** The event of the journal that it rests on. */
  readonly event: string | undefined
}

/** The reasons that made the verdict: what a first screen has room for. */
export interface WhyView {
  readonly reasons: readonly ReasonView[]
  readonly more: string | undefined
}

const MOST_WHY = 4

/** The verdict in words. What could not be judged says why before anything else. */
export function verdictView(measures: DrillMeasures): VerdictView {
  const { verdict } = measures
  return { verdict, word: VERDICT_WORDS[verdict], headline: headline(measures) }
}

/** The reasons, those that made the verdict first. */
export function reasonViews({ reasons, verdict }: DrillMeasures): readonly ReasonView[] {
  const decisive = reasons.filter(reason => reason.verdict === verdict)
  const others = reasons.filter(reason => reason.verdict !== verdict)
  return [...decisive, ...others].map(reason => ({
    verdict: reason.verdict,
    word: VERDICT_WORDS[reason.verdict],
    text: reason.text,
    event: reason.seq === null ? undefined : `journal line ${journalLine(reason.seq)}`,
  }))
}

/** Of a failed drill what failed, and what could not be judged; of a passed one what passed. */
export function whyView(measures: DrillMeasures): WhyView {
  const all = reasonViews(measures).filter(reason => measures.verdict === 'passed' || reason.verdict !== 'passed')
  const hidden = all.length - MOST_WHY
  return {
    reasons: all.slice(0, MOST_WHY),
    more: hidden > 0 ? `${hidden} more below, under “Every judgement”.` : undefined,
  }
}

function headline(measures: DrillMeasures): string {
  const { outcome, verdict } = measures
  switch (outcome) {
    case 'unhealthy-baseline':
      return `Nothing was broken: ${measures.platform} was not healthy before the drill began${sickness(measures)}.`
    case 'aborted-by-guard':
      return `A guard stopped the drill: ${measures.because}. ${soFar(measures)}`
    case 'interrupted':
      return `The drill was interrupted before it was over. ${soFar(measures)}`
    case 'broken-off':
      return `The drill broke off: ${measures.because ?? brokenOffAt(measures)}. ${soFar(measures)}`
    case 'completed':
      return verdict === 'inconclusive' ? `We cannot tell: ${whyFirst(measures)}` : recovered(measures)
    default:
      return outcome satisfies never
  }
}

/** The first thing that was wrong with it; the reasons have them all. */
function sickness({ because }: DrillMeasures): string {
  const [first] = because?.split('; ') ?? []
  return first === undefined ? '' : `: ${first}`
}

/** Nobody could say why: what is left of the journal does not. */
function brokenOffAt({ endedMs }: DrillMeasures): string {
  return `its journal ends after ${formatDuration(endedMs)} without a last line`
}

function soFar(measures: DrillMeasures): string {
  const rto = rtoView(measures)
  switch (rto.state) {
    case 'not-measured':
      return measures.t0 === null ? 'Nothing had been broken.' : 'No recovery was seen.'
    case 'still-down':
      return `${measures.platform} was still down after ${formatDuration(measures.rto.achievedMs ?? 0)}.`
    default:
      return backSentence(measures, rto)
  }
}

function recovered(measures: DrillMeasures): string {
  const rto = rtoView(measures)
  const missed = rto.met !== 'yes' && measures.rto.targetMs !== null
  if (rto.state === 'restored' && rto.picture.achievedMs === undefined)
    return `${measures.platform} answered, but was not proven whole: ${whyFirst(measures)}`
  if (measures.verdict === 'passed' || missed) return withNeighbours(backSentence(measures, rto), measures, rto)
  // Of what a tenant did to the others their recovery is not the point, unless it was claimed.
  const neighbours = measures.rto.targetMs === null ? neighboursInWords(measures) : undefined
  if (neighbours !== undefined) return neighboursSuffered(measures) ? neighbours : `${neighbours} ${whyFirst(measures)}`
  // Where nobody claimed anything of it and nothing was down, there is nothing to say of the recovery.
  if (measures.rto.targetMs === null && rto.state === 'never-down') return whyFirst(measures)
  return `${backSentence(measures, rto)} Even so: ${whyFirst(measures)}`
}

/** A drill that floods a platform beside other damage is about both. */
function withNeighbours(sentence: string, measures: DrillMeasures, { state }: RtoView): string {
  if (state !== 'restored' || (measures.isolation?.loads.length ?? 0) === 0) return sentence
  return `${sentence} ${neighboursInWords(measures)}`
}

function backSentence(measures: DrillMeasures, rto: RtoView): string {
  const {
    platform,
    rto: { targetMs },
  } = measures
  const target = targetMs === null ? 'no target was set' : `the target was ${rto.target}`
  switch (rto.state) {
    case 'never-down':
      return neighboursInWords(measures) ?? `${platform} was never down; ${target}.`
    case 'still-down':
      return `${platform} did not come back: still down after ${rto.value.replace('> ', '')}; ${target}.`
    case 'restored':
      if (rto.picture.achievedMs === undefined)
        return `${platform} answered again, but that was not verified; ${target}.`
      return `${platform} was back after ${rto.value}; ${target}.`
    case 'not-measured':
      return `No recovery could be timed; ${target}.`
    default:
      return rto.state satisfies never
  }
}

function whyFirst({ reasons, verdict }: DrillMeasures): string {
  return (reasons.find(reason => reason.verdict === verdict) ?? reasons[0])?.text ?? 'no reason was recorded.'
}
