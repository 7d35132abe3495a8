import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { SteadyMeasure } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { RtoPart } from '../../model/recovery.ts'

/** How one journey, component or tenant came back, and how a journey was served before and after. */
export interface PartView {
  readonly of: string
  readonly name: string
  readonly back: string
  readonly verdict: 'passed' | 'inconclusive' | 'failed'
  readonly word: string
  readonly before: string
  readonly after: string
}

/** The parts in words. */
export function partViews({ rto, journeys }: DrillMeasures): readonly PartView[] {
  return rto.parts.map(part => ({
    of: part.of,
    name: part.name,
    back: backWords(part),
    ...judged(part),
    ...served(part, journeys),
  }))
}

/** Of several journeys together nobody is served: each of them has a row of its own. */
function served(
  { of, journeys: shown }: RtoPart,
  journeys: DrillMeasures['journeys'],
): Pick<PartView, 'before' | 'after'> {
  if (of !== 'journey' || shown.length !== 1) return { before: 'see its journeys', after: 'see its journeys' }
  const journey = journeys.find(({ name }) => name === shown[0])
  return { before: servedWords(journey?.before ?? null), after: servedWords(journey?.after ?? null) }
}

function backWords({ state, achievedMs, precisionMs }: RtoPart): string {
  switch (state) {
    case 'never-down':
      return 'never down'
    case 'restored':
      return formatMeasured(achievedMs ?? 0, precisionMs ?? 0)
    case 'still-down':
      return `still down after ${formatDuration(achievedMs ?? 0)}`
    case 'not-measured':
      return 'not measured'
    default:
      return state satisfies never
  }
}

function judged({ met, targetMs, state }: RtoPart): Pick<PartView, 'verdict' | 'word'> {
  const target = `its target of ${formatDuration(targetMs ?? 0)}`
  if (met === true) return { verdict: 'passed', word: `Within ${target}` }
  if (met === false) return { verdict: 'failed', word: `Over ${target}` }
  if (targetMs !== null || state === 'not-measured') return { verdict: 'inconclusive', word: 'Cannot be judged' }
  return state === 'still-down'
    ? { verdict: 'failed', word: 'Did not come back' }
    : { verdict: 'passed', word: 'No target set' }
}

/** `9.8 good answers a second, half within 41 ms, all but 1 % within 80 ms`. */
function servedWords(steady: SteadyMeasure | null): string {
  if (steady === null) return 'not seen'
  const { goodPerSecond, p50Ms, p99Ms, firstPieceP50Ms } = steady
  const rate = `${goodPerSecond.toLocaleString('en-US', { maximumFractionDigits: 1 })} good answers a second`
  const first = firstPieceP50Ms === null ? '' : `, half begun within ${formatDuration(firstPieceP50Ms)}`
  if (p50Ms === null || p99Ms === null) return rate
  return `${rate}${first}, half within ${formatDuration(p50Ms)}, 99 % within ${formatDuration(p99Ms)}`
}
