import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { measuredPercent } from '../../model/percent.ts'
import type { RtoMeasure } from '../../model/recovery.ts'
import { VERDICT_WORDS, wallWords } from './words.ts'

/** This drill beside the one before it of the same scenario. */
export interface ComparisonView {
  readonly drill: string
  readonly started: string
  /** Whether the two can be compared at all. */
  readonly note: string
  readonly rows: readonly ComparisonRow[]
  readonly sentence: string
}

export interface ComparisonRow {
  readonly what: string
  readonly before: string
  readonly now: string
  readonly change: Change
  readonly words: string
}

/** `same` is no difference beyond what the precision of both allows to tell. */
export type Change = 'better' | 'worse' | 'same' | 'unknown'

/** What got better or worse, beyond its precision. Undefined where there is no drill to compare with. */
export function comparisonView(now: DrillMeasures, previous: DrillMeasures | undefined): ComparisonView | undefined {
  if (previous === undefined) return undefined
  const rows = [
    verdictRow(previous, now),
    rtoRow(previous, now),
    rpoRow(previous, now),
    ...qualityRows(previous, now),
    ...now.journeys.flatMap(journey => journeyRows(previous, now, journey.name)),
  ]
  return {
    drill: previous.drill,
    started: wallWords(previous.startedAt),
    note: noteWords(previous, now),
    rows,
    sentence: sentence(rows, wallWords(previous.startedAt)),
  }
}

function noteWords(previous: DrillMeasures, now: DrillMeasures): string {
  if (previous.platform !== now.platform || previous.environment !== now.environment)
    return `That drill was of ${previous.platform}, environment ${previous.environment}: what differs may be that.`
  if (previous.scenarioHash === undefined || now.scenarioHash === undefined) return ''
  return previous.scenarioHash === now.scenarioHash
    ? 'The scenario was exactly the same.'
    : 'The scenario has been changed between the two: what differs may be that.'
}

function verdictRow(previous: DrillMeasures, now: DrillMeasures): ComparisonRow {
  const rank = { failed: 0, inconclusive: 1, passed: 2 } as const
  const step = rank[now.verdict] - rank[previous.verdict]
  return row('Verdict', VERDICT_WORDS[previous.verdict], VERDICT_WORDS[now.verdict], changeOf(step))
}

function rtoRow({ rto: before }: DrillMeasures, { rto: now }: DrillMeasures): ComparisonRow {
  const change = intervalChange(rtoInterval(before), rtoInterval(now))
  return row('RTO achieved', rtoWords(before), rtoWords(now), change)
}

/** Where the truth lies. What had not come back lies anywhere above. */
function rtoInterval({ achievedMs, precisionMs, state }: RtoMeasure): Interval | undefined {
  if (achievedMs === null || state === 'not-measured') return undefined
  if (state === 'still-down') return [achievedMs, Number.POSITIVE_INFINITY]
  return state === 'never-down' ? [0, precisionMs ?? 0] : [Math.max(0, achievedMs - (precisionMs ?? 0)), achievedMs]
}

function rtoWords({ achievedMs, precisionMs, state }: RtoMeasure): string {
  if (state === 'never-down') return 'never down'
  if (achievedMs === null) return 'not measured'
  if (state === 'still-down') return `> ${formatDuration(achievedMs)}`
  return precisionMs === null ? formatDuration(achievedMs) : formatMeasured(achievedMs, precisionMs)
}

function rpoRow({ rpo: before }: DrillMeasures, { rpo: now }: DrillMeasures): ComparisonRow {
  const interval = ({ achievedMs, precisionMs }: DrillMeasures['rpo']): Interval | undefined =>
    achievedMs === null ? undefined : [achievedMs, achievedMs + (precisionMs ?? 0)]
  const words = ({ achievedMs, lost }: DrillMeasures['rpo']) =>
    achievedMs === null ? 'not measured' : lost === 0 ? 'nothing lost' : `${formatDuration(achievedMs)}, ${lost} writes`
  return row('Data lost', words(before), words(now), intervalChange(interval(before), interval(now)))
}

function qualityRows({ quality: before }: DrillMeasures, { quality: now }: DrillMeasures): readonly ComparisonRow[] {
  const score = (quality: DrillMeasures['quality']) => quality?.after?.scoreRatio ?? null
  const words = (ratio: number | null) => (ratio === null ? 'not measured' : measuredPercent(ratio))
  if (score(now) === null) return []
  // Two drills ask at different times; without pairs no interval can be given, so no judgement either.
  return [row('Quality after', words(score(before)), words(score(now)), 'unknown')]
}

function journeyRows(previous: DrillMeasures, now: DrillMeasures, name: string): readonly ComparisonRow[] {
  const before = previous.journeys.find(journey => journey.name === name)
  const after = now.journeys.find(journey => journey.name === name)
  if (before === undefined || after === undefined) return []
  const latency = (ms: number | null) => (ms === null ? 'not observed' : formatDuration(ms))
  const share = (ratio: number | null) => (ratio === null ? 'not observed' : measuredPercent(ratio))
  return [
    row(
      `Availability of ${name}`,
      share(before.availabilityRatio),
      share(after.availabilityRatio),
      intervalChange(badInterval(before), badInterval(after)),
    ),
    row(`p99 of ${name}, good answers`, latency(before.p99Ms), latency(after.p99Ms), 'unknown'),
  ]
}

/** The share of bad samples, give or take two standard errors of so many samples. */
function badInterval({ samples, bad }: DrillMeasures['journeys'][number]): Interval | undefined {
  if (samples === 0) return undefined
  const ratio = bad / samples
  const error = 2 * Math.sqrt((ratio * (1 - ratio)) / samples) + 1 / samples
  return [Math.max(0, ratio - error), Math.min(1, ratio + error)]
}

type Interval = readonly [least: number, most: number]

/** Smaller is better. Where the two overlap nobody can tell. */
function intervalChange(before: Interval | undefined, now: Interval | undefined): Change {
  if (before === undefined || now === undefined) return 'unknown'
  if (now[1] < before[0]) return 'better'
  return now[0] > before[1] ? 'worse' : 'same'
}

function changeOf(step: number): Change {
  return step > 0 ? 'better' : step < 0 ? 'worse' : 'same'
}

function row(what: string, before: string, now: string, change: Change): ComparisonRow {
  return { what, before, now, change, words: CHANGE_WORDS[change] }
}

const CHANGE_WORDS = {
  better: 'better',
  worse: 'worse',
  same: 'no difference beyond the precision',
  unknown: 'not judged',
} as const satisfies Record<Change, string>

function sentence(rows: readonly ComparisonRow[], started: string): string {
  const of = (change: Change) => rows.filter(each => each.change === change).map(each => each.what)
  const parts = [
    ...(of('worse').length > 0 ? [`worse: ${of('worse').join(', ')}`] : []),
    ...(of('better').length > 0 ? [`better: ${of('better').join(', ')}`] : []),
  ]
  const changed = parts.length === 0 ? 'nothing changed beyond the precision' : parts.join('; ')
  return `Against the drill of ${started}, ${changed}.`
}
