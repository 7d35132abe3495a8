import type { SeriesMeasure, VictimMeasure, VictimStep } from '../../model/isolation.ts'
import type { Sample } from '../../model/sample.ts'
import { isBlurred } from '../is-blurred.ts'
import type { Blast, Part } from './blast.ts'
import { series } from './series.ts'
import { type WindowFold, windowFold } from './window-fold.ts'

/** Follows one journey of a tenant that did nothing wrong: before, during and after the load of another. */
export interface VictimFold {
  see(sample: Sample): void
  /** Nothing more will be known. */
  settle(): void
  measure(): VictimMeasure
  /** Seconds of the load, and after it, in which it was disturbed. */
  disturbed(part: 'during' | 'after'): readonly number[]
  /** The last second in which anybody looked. */
  lastSecond(part: 'during' | 'after'): number
}

export interface Victim {
  readonly id: string
  readonly tenant: string
  readonly everyMs: number
  readonly good: { readonly withinMs: number }
  /** Whether it has a quota and our journeys ask for much less. */
  readonly isWithinQuota: boolean
}

// Slower than anybody was before, by more than a busy machine explains.
const SLOWER_RATIO = 1.5
const SLOWER_MS = 25
// One sample in five within a second: a single slow one is no disturbance.
const DISTURBED_RATIO = 0.2
const MOST_WAITING = 20_000

export function victimFold(victim: Victim, blast: Blast): VictimFold {
  const windows: Record<Part, WindowFold> = {
    before: windowFold(victim),
    during: windowFold(victim),
    after: windowFold(victim),
  }
  const seconds: Record<'during' | 'after', Map<number, { samples: number; disturbed: number }>> = {
    during: new Map(),
    after: new Map(),
  }
  const overTime = series(together)
  let waiting: Sample[] = []
  let turnedAway = 0
  let askedTooOften = 0
  let slowMs: number | undefined

  const put = (sample: Sample, part: Part | 'aside'): void => {
    if (part === 'aside') return
    windows[part].see(sample)
    if (part === 'before') return
    if (sample.bad === 'status' && /^(429|503)\b/.test(sample.detail ?? '')) turnedAway++
    // Where we were late ourselves, several were asked at once.
    if (part === 'during' && isAskedTooOften(sample) && sample.lateMs < victim.everyMs) askedTooOften++
    slowMs ??= slowerThan(windows.before.ownPercentileMs(99))
    const sinceMs = (part === 'during' ? blast.startedMs() : blast.stoppedMs()) ?? 0
    const second = Math.max(0, Math.floor((sample.dueMs - sinceMs) / 1000))
    const counts = seconds[part].get(second) ?? { samples: 0, disturbed: 0 }
    counts.samples++
    if (isDisturbed(sample, slowMs)) counts.disturbed++
    seconds[part].set(second, counts)
  }
  /** By the platform: what we were late ourselves disturbs nobody but us. */
  const isDisturbed = (sample: Sample, slowMs: number): boolean =>
    (sample.bad !== undefined && sample.bad !== 'shed' && !isBlurred(sample, victim)) ||
    sample.tookMs - sample.lateMs > slowMs
  const settleKnown = (last: Part | undefined): void => {
    if (waiting.length === 0) return
    const left: Sample[] = []
    for (const sample of waiting) {
      const part = blast.partOf(sample.dueMs) ?? last
      if (part === undefined) left.push(sample)
      else put(sample, part)
    }
    waiting = left
  }
  return {
    see(sample) {
      waiting.push(sample)
      const { bad, tookMs } = sample
      overTime.see(sample.dueMs, { samples: 1, bad: bad === undefined ? 0 : 1, meanMs: tookMs, maxMs: tookMs })
      settleKnown(waiting.length > MOST_WAITING ? 'during' : undefined)
    },
    settle: () => settleKnown('during'),
    disturbed: part =>
      [...seconds[part]]
        .filter(([, { samples, disturbed }]) => disturbed >= 2 && disturbed / samples >= DISTURBED_RATIO)
        .map(([second]) => second),
    lastSecond: part => Math.max(-1, ...seconds[part].keys()),
    measure() {
      const [before, during, after] = [windows.before.measure(), windows.during.measure(), windows.after.measure()]
      return {
        tenant: victim.tenant,
        journey: victim.id,
        before,
        during,
        after,
        p50Ratio: ratio(during.p50Ms, before.p50Ms),
        p95Ratio: ratio(during.p95Ms, before.p95Ms),
        p99Ratio: ratio(during.p99Ms, before.p99Ms),
        p99Range: rangeOf(windows.during.rangeMs(99), windows.before.rangeMs(99)),
        errorsDelta:
          during.errorRatio === null || before.errorRatio === null ? null : during.errorRatio - before.errorRatio,
        throughputRatio: ratio(during.goodPerSecond, before.goodPerSecond),
        turnedAway,
        underQuota: victim.isWithinQuota ? askedTooOften : null,
        series: rounded(overTime.measure()),
      }
    },
  }
}

function isAskedTooOften({ bad, detail }: Sample): boolean {
  return bad === 'status' && /^429\b/.test(detail ?? '')
}

function rounded({ everyMs, steps }: SeriesMeasure<VictimStep>): SeriesMeasure<VictimStep> {
  return { everyMs, steps: steps.map(step => ({ ...step, meanMs: Math.round(step.meanMs * 1000) / 1000 })) }
}

function together(one: VictimStep, other: VictimStep): VictimStep {
  const samples = one.samples + other.samples
  return {
    samples,
    bad: one.bad + other.bad,
    meanMs: (one.meanMs * one.samples + other.meanMs * other.samples) / samples,
    maxMs: Math.max(one.maxMs, other.maxMs),
  }
}

function slowerThan(usualMs: number | null): number {
  return usualMs === null ? Number.POSITIVE_INFINITY : Math.max(usualMs * SLOWER_RATIO, usualMs + SLOWER_MS)
}

function ratio(during: number | null, before: number | null): number | null {
  return during === null || before === null || before === 0 ? null : during / before
}

function rangeOf(
  during: readonly [number, number] | null,
  before: readonly [number, number] | null,
): readonly [number, number] | null {
  if (during === null || before === null || before[0] === 0) return null
  return [during[0] / before[1], during[1] / before[0]]
}
