import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { IsolationMeasure, VictimMeasure } from '../../model/isolation.ts'
import type { Reason } from '../../model/measures.ts'
import { formatPercent } from '../../model/percent.ts'
import { failed, inconclusive, passed } from '../verdict/rule.ts'
import { MACHINE_ADVICE } from './load-rules.ts'

/** Whether the neighbours were served as quickly and as well as before, as far as that is claimed, and when it was quiet again. */
export function neighboursServed(isolation: IsolationMeasure): readonly Reason[] {
  const { loads, victims, targets } = isolation
  if (loads.length === 0) return []
  if (victims.length === 0) {
    const text = 'Nobody knows how the neighbours fared: no journey is asked with the key of another tenant.'
    return [inconclusive(text, 'Add a journey of another tenant to the platform file.')]
  }
  const judged = [
    ...(targets.p99Ratio === null ? [] : victims.map(victim => asQuick(victim, targets.p99Ratio ?? 0))),
    ...(targets.errorsRatio === null ? [] : victims.map(victim => asRight(victim, targets.errorsRatio ?? 0))),
  ]
  const told = [...judged, ...pace(isolation, judged)]
  return loads.some(({ starved }) => starved) ? told.map(unlessItWasUs) : told
}

/** Where all of this machine lacked time, whatever of the platform is on it may have been slow because of us. */
function unlessItWasUs(reason: Reason): Reason {
  if (reason.verdict !== 'failed') return reason
  const text = `${reason.text} That may have been this machine, which could not keep up with the load.`
  return inconclusive(text, MACHINE_ADVICE)
}

// Of fewer samples the slowest one is the p99, and one slow answer would decide.
const ENOUGH = 100

function asQuick(victim: VictimMeasure, target: number): Reason {
  const { tenant, before, during, p99Ratio, p99Range } = victim
  const who = nameOf(victim)
  if (p99Ratio === null || p99Range === null || before.samples < ENOUGH || during.samples < ENOUGH) {
    const text = `How much slower journey ${who} became cannot be told from ${before.samples} samples before and ${during.samples} during the load.`
    return inconclusive(
      text,
      `Let the baseline and the load last for at least ${ENOUGH} samples of every journey, and answers come in at all.`,
    )
  }
  const figure = `p99 ${formatDuration(during.p99Ms ?? 0)} during the load, ${formatDuration(before.p99Ms ?? 0)} before`
  const became = `Journey ${who} became ${times(p99Ratio)} slower: ${figure}`
  if (p99Ratio <= target)
    return passed(`Journey ${who} kept its pace: ${figure} (${times(p99Ratio)}; ${times(target)} is allowed).`)
  const [least] = p99Range
  if (least > target) {
    const advice = `Give ${tenant} a share of the platform that nobody else can use up.`
    return failed(`${became}; ${times(target)} is allowed.`, advice)
  }
  const [why, advice] = isOurLateness(during)
    ? [`this machine was up to ${formatDuration(during.maxLateMs)} late itself, so`, MACHINE_ADVICE]
    : ['with so few samples', 'Let the baseline and the load last longer.']
  return inconclusive(`${became}; ${why} it may as well be ${times(least)}, and ${times(target)} is allowed.`, advice)
}

// A tenth of what was felt is not what made it slow.
const NOT_WORTH_A_WORD = 0.1

function isOurLateness({ maxLateMs, p99Ms }: VictimMeasure['during']): boolean {
  return maxLateMs > (p99Ms ?? 0) * NOT_WORTH_A_WORD
}

function asRight(victim: VictimMeasure, target: number): Reason {
  const { tenant, before, during, errorsDelta } = victim
  const who = nameOf(victim)
  if (errorsDelta === null)
    return inconclusive(`Journey ${who} was not asked during the load.`, 'Let the load last longer.')
  const figure = `${during.bad} of ${during.samples} answers were bad during the load, ${formatPercent(before.errorRatio ?? 0)} before`
  const allowed = (before.errorRatio ?? 0) + target
  if (errorsDelta <= target) return passed(`Journey ${who} was answered as ever: ${figure}.`)
  const text = `Journey ${who} was not answered as ever: ${figure}; ${formatPercent(allowed)} is allowed`
  // One bad answer among a few hundred is more than one in a thousand, but no evidence of it; nor is what we blurred ourselves.
  if (chanceOf(during.bad - during.blurred, during.samples, allowed) < 0.05) {
    const advice = `Keep what ${tenant} needs out of reach of the others: limits, queues and pools of its own.`
    return failed(`${text}.`, advice)
  }
  return during.blurred > 0
    ? inconclusive(
        `${text}, and ${during.blurred} of the bad ones may have been this machine, which was late itself.`,
        MACHINE_ADVICE,
      )
    : inconclusive(`${text}, and so few samples cannot tell.`, 'Let the load last longer.')
}

/** How likely so many bad ones or more are among so many samples, if no more than the allowed share of all is bad. */
function chanceOf(bad: number, samples: number, ratio: number): number {
  if (ratio <= 0) return bad > 0 ? 0 : 1
  let term = (1 - ratio) ** samples
  let fewer = 0
  for (let n = 0; n < bad; n++) {
    fewer += term
    term *= ((samples - n) / (n + 1)) * (ratio / (1 - ratio))
  }
  return 1 - fewer
}

/** `ask of acme`, whatever the file calls it. */
function nameOf({ journey, tenant }: VictimMeasure): string {
  return `${journey.endsWith(`@${tenant}`) ? journey.slice(0, -tenant.length - 1) : journey} of ${tenant}`
}

/** When it was quiet again: told, and only judged where nothing else is claimed. */
function pace(
  { isolateMs, recoverMs, precisionMs, loads }: IsolationMeasure,
  judged: readonly Reason[],
): readonly Reason[] {
  if (loads.every(load => load.stoppedMs === null)) return []
  const text = `${isolatedInWords(isolateMs, precisionMs)}${recoveredInWords(recoverMs, precisionMs)}`
  // Where nothing is claimed of their pace, other damage may be all that disturbed them.
  if (isolateMs !== null || judged.length === 0) return [passed(text)]
  const advice = 'Limit what one tenant can take, so that the others are left in peace while it lasts.'
  return [judged.some(({ verdict }) => verdict === 'failed') ? failed(text, advice) : inconclusive(text, advice)]
}

function isolatedInWords(isolateMs: number | null, precisionMs: number): string {
  if (isolateMs === 0) return 'No second of the load disturbed a neighbour.'
  if (isolateMs === null) return 'The neighbours were disturbed until the load ended.'
  return `The neighbours were in peace again ${formatMeasured(isolateMs, precisionMs)} after the load began.`
}

function recoveredInWords(recoverMs: number | null, precisionMs: number): string {
  if (recoverMs === 0) return ''
  if (recoverMs === null) return ' Whether they were in peace after its end was not seen.'
  return ` After its end that took ${formatMeasured(recoverMs, precisionMs)} more.`
}

function times(ratio: number): string {
  return `${Number(ratio.toFixed(2))}x`
}
