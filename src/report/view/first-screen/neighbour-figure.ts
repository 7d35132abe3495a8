import { greatest } from 'd3-array'
import { formatDuration, formatMeasured } from '../../../model/duration.ts'
import type { IsolationMeasure, VictimMeasure } from '../../../model/isolation.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import { counted } from '../words.ts'

/** How the tenant that suffered most fared while another asked for too much, for the first screen. */
export interface NeighbourFigure {
  /** `1.04 times`. */
  readonly value: string
  readonly against: string
  readonly note: string
  readonly met: 'yes' | 'no' | 'unknown'
  /** How long its slowest answers took. */
  readonly bars: readonly NeighbourBar[]
  /** The longest that is allowed while the load lasts. */
  readonly limitMs: number | undefined
}

export interface NeighbourBar {
  readonly label: string
  readonly ms: number
}

/** Undefined where no tenant misbehaved, or nobody watched the others. */
export function neighbourFigure({ isolation }: DrillMeasures): NeighbourFigure | undefined {
  if (isolation === null || isolation.loads.length === 0) return undefined
  const worst = greatest(isolation.victims, victim => victim.p99Ratio ?? victim.errorsDelta ?? 0)
  if (worst === undefined) return undefined
  const { p99Ratio } = isolation.targets
  const beforeMs = worst.before.p99Ms
  return {
    value: worst.p99Ratio === null ? 'not measured' : `${Number(worst.p99Ratio.toFixed(2))} times`,
    against: `as long for ${worst.tenant}’s slowest answers (p99)${p99Ratio === null ? '' : `, ${p99Ratio} times allowed`}`,
    note: noteWords(worst, isolation),
    met: metOf(worst, isolation),
    bars: [
      ...barOf('before', worst.before.p99Ms),
      ...barOf('under load', worst.during.p99Ms),
      ...barOf('after', worst.after.p99Ms),
    ],
    limitMs: p99Ratio === null || beforeMs === null ? undefined : beforeMs * p99Ratio,
  }
}

function barOf(label: string, ms: number | null): readonly NeighbourBar[] {
  return ms === null ? [] : [{ label, ms }]
}

function noteWords({ during, tenant, turnedAway }: VictimMeasure, { canaries }: IsolationMeasure): string {
  const waited = turnedAway === 0 ? '' : `, ${turnedAway} of them told to wait`
  const bad = `Under the load ${during.bad} of ${counted(during.samples, 'answer')} to ${tenant} were bad${waited}.`
  if (canaries.planted === 0) return bad
  return canaries.seen === 0
    ? `${bad} Nobody was told what belongs to another.`
    : `${bad} ${counted(canaries.seen, 'time')} somebody was told what belongs to another.`
}

/** As the judgement has it: beyond the target only where all that the samples allow for is, and our machine is not to blame. */
function metOf({ p99Ratio, p99Range, errorsDelta }: VictimMeasure, { targets, loads }: IsolationMeasure) {
  const [least] = p99Range ?? [0]
  const slow = targets.p99Ratio === null || p99Ratio === null ? undefined : p99Ratio > targets.p99Ratio
  const wrong = targets.errorsRatio === null || errorsDelta === null ? undefined : errorsDelta > targets.errorsRatio
  if (loads.some(({ starved }) => starved)) return slow === false && wrong !== true ? 'yes' : 'unknown'
  if (wrong === true || (slow === true && least > (targets.p99Ratio ?? 0))) return 'no'
  return slow === undefined || slow ? 'unknown' : 'yes'
}

/** The one sentence of a drill about neighbours. */
export function neighboursInWords({ isolation, verdict, faults }: DrillMeasures): string | undefined {
  if (isolation === null) return undefined
  // What did not pass is told by its reason, once.
  if (isolation.loads.length === 0) return verdict === 'passed' ? thievesInWords(isolation) : undefined
  const { p99Ratio, errorsDelta, canaries, loads, targets } = isolation
  const culprits = [...new Set(loads.map(load => load.tenant))].join(' and ')
  const beside = faults.some(({ kind }) => kind !== 'load.tenant') ? ' beside the other damage' : ''
  const bad = `${badWords(errorsDelta)}${allowed(errorsDelta, targets.errorsRatio, ratio => Number((ratio * 100).toFixed(2)))}`
  const slow =
    p99Ratio === null
      ? ''
      : ` and their slowest answers (p99) ${paceWords(p99Ratio)}${allowed(p99Ratio, targets.p99Ratio)}`
  const seen = canaries.seen === 0 ? 'nothing of theirs was told to another' : counted(canaries.seen, 'leak')
  const leaks = canaries.planted === 0 ? '' : `; ${seen}`
  return `While ${culprits} asked for far too much${beside}, the other tenants got ${bad}${slow}${leaks}.`
}

/** Whether what is said of the neighbours is itself why the drill failed. */
export function neighboursSuffered({ isolation }: DrillMeasures): boolean {
  if (isolation === null) return false
  const { p99Ratio, errorsDelta, targets, canaries } = isolation
  return canaries.seen === 0 && (isBeyond(p99Ratio, targets.p99Ratio) || isBeyond(errorsDelta, targets.errorsRatio))
}

function isBeyond(seen: number | null, target: number | null): boolean {
  return seen !== null && target !== null && seen > target
}

/** Only where it was more: ` (3 allowed)`. */
function allowed(seen: number | null, target: number | null, shown = (value: number) => value): string {
  return isBeyond(seen, target) ? ` (${shown(target ?? 0)} allowed)` : ''
}

/** How long stolen keys opened doors, where that is all that was asked. */
function thievesInWords({ leakedKeys, canaries, targets }: IsolationMeasure): string | undefined {
  if (leakedKeys.length === 0) return undefined
  const target = targets.refusalMs === null ? '' : `; the target was ${formatDuration(targets.refusalMs)}`
  const keys = leakedKeys.map(({ tenant, refusalMs, precisionMs }) => {
    const after = formatMeasured(refusalMs ?? 0, precisionMs)
    return `The stolen key of ${tenant} was refused ${after} after its leak was declared${target}`
  })
  const leaks = canaries.planted > 0 && canaries.seen === 0 ? ' Nobody was told what belongs to another tenant.' : ''
  return `${keys.join('. ')}.${leaks}`
}

function badWords(errorsDelta: number | null): string {
  if (errorsDelta === null) return 'answers that nobody counted'
  return errorsDelta <= 0
    ? 'no more bad answers than before'
    : `${Number((errorsDelta * 100).toFixed(1)) || 'hardly any'} more bad answers in every hundred`
}

function paceWords(p99Ratio: number): string {
  return p99Ratio <= 1.1 ? 'were as quick as before' : `took ${Number(p99Ratio.toFixed(2))} times as long`
}
