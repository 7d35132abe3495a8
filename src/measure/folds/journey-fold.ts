import type { JourneyMeasure, Outage } from '../../model/journey-measure.ts'
import type { BadReason, Sample } from '../../model/sample.ts'
import { isBlurred } from '../is-blurred.ts'
import { latencies } from '../latencies.ts'
import { servedFold } from './served-fold.ts'
import { steadyFold } from './steady-fold.ts'

/** Follows one journey's samples, in the order they were due, in memory that does not grow with their number. */
export interface JourneyFold {
  see(sample: Sample): void
  /** From now on samples no longer count as baseline. */
  endBaseline(t0Ms: number): void
  /** Outages so far; the last one may still be open. */
  outages(): readonly MeasuredOutage[]
  measure(): JourneyMeasure
}

/** An outage and how sharply its end is known. */
export interface MeasuredOutage extends Outage {
  /**
   * When the last sample was due that proves the platform away: it came back after this and before `toMs`. What we shed, or
   * blurred ourselves, proves nothing; if there was nothing else this is minus infinity.
   */
  readonly lastBadMs: number
}

export function journeyFold(journey: {
  id: string
  everyMs: number
  stable: number
  good: { withinMs: number }
}): JourneyFold {
  const all = latencies()
  const baseline = latencies()
  const before = steadyFold(journey.everyMs)
  const after = steadyFold(journey.everyMs)
  const back = servedFold(journey.everyMs)
  const ended: MeasuredOutage[] = []
  let open: OpenOutage | undefined
  let t0Ms: number | undefined
  /** Whether one has come to its end since t0. */
  let hadOutage = false
  const counts = { samples: 0, bad: 0, shed: 0, blurred: 0, sinceT0: 0, maxLateMs: 0 }

  const see = (sample: Sample): void => {
    const isBad = sample.bad !== undefined
    const blurred = isBlurred(sample, journey)
    // In place: there may be millions of samples.
    counts.samples += 1
    if (isBad) counts.bad += 1
    if (sample.bad === 'shed') counts.shed += 1
    if (blurred) counts.blurred += 1
    if (t0Ms !== undefined && sample.dueMs >= t0Ms) counts.sinceT0 += 1
    counts.maxLateMs = Math.max(counts.maxLateMs, sample.lateMs)
    if (!isBad) all.record(sample.tookMs)
    if (!isBad && t0Ms === undefined) baseline.record(sample.tookMs)
    if (t0Ms === undefined) before.see(sample)
    else {
      if (open === undefined && !isBad) after.see(sample)
      // What the first outage began with is not yet what it came back as.
      if (isBad && !hadOutage) back.startOver()
      if (hadOutage || (open === undefined && !isBad)) back.see(sample)
    }
    open = next(open, sample, isBad && sample.bad !== 'shed' && !blurred)
    if (open !== undefined && open.goodInARow >= journey.stable) {
      ended.push(closed(open))
      open = undefined
      after.startOver()
      hadOutage ||= t0Ms !== undefined
    }
  }
  const outages = () => (open === undefined ? ended : [...ended, stillOpen(open)])
  return {
    see,
    endBaseline(ms) {
      t0Ms = ms
    },
    outages,
    measure: () => ({
      name: journey.id,
      everyMs: journey.everyMs,
      samples: counts.samples,
      bad: counts.bad,
      shed: counts.shed,
      blurred: counts.blurred,
      sinceT0: counts.sinceT0,
      outages: outages().map(({ lastBadMs: _, ...outage }) => outage),
      availabilityRatio: counts.samples === 0 ? null : 1 - counts.bad / counts.samples,
      baselineP50Ms: baseline.percentile(50),
      p50Ms: all.percentile(50),
      p99Ms: all.percentile(99),
      maxLateMs: counts.maxLateMs,
      before: before.measure(),
      after: open === undefined ? after.measure() : null,
      back: hadOutage || open === undefined ? back.measure() : null,
    }),
  }
}

interface OpenOutage {
  readonly fromMs: number
  readonly lastBadMs: number
  readonly samples: number
  readonly reasons: Readonly<Partial<Record<BadReason, number>>>
  readonly detail: string | null
  readonly goodInARow: number
  /** When the first good answer of the present good run had come in. */
  readonly answeredMs: number | undefined
}

/** What one more sample makes of the outage we are in, if we are in one. */
function next(open: OpenOutage | undefined, sample: Sample, proves: boolean): OpenOutage | undefined {
  if (sample.bad !== undefined) {
    return {
      fromMs: open?.fromMs ?? sample.dueMs,
      lastBadMs: proves ? sample.dueMs : (open?.lastBadMs ?? Number.NEGATIVE_INFINITY),
      samples: (open?.samples ?? 0) + 1,
      reasons: { ...open?.reasons, [sample.bad]: (open?.reasons[sample.bad] ?? 0) + 1 },
      detail: open?.detail ?? sample.detail ?? null,
      goodInARow: 0,
      answeredMs: undefined,
    }
  }
  if (open === undefined) return undefined
  return { ...open, goodInARow: open.goodInARow + 1, answeredMs: open.answeredMs ?? sample.dueMs + sample.tookMs }
}

/** An outage ends when the first good sample of the stable run was answered: before that nobody could know. */
function closed(open: OpenOutage): MeasuredOutage {
  return { ...stillOpen(open), toMs: open.answeredMs ?? null }
}

function stillOpen({ fromMs, lastBadMs, samples, reasons, detail }: OpenOutage): MeasuredOutage {
  return { fromMs, toMs: null, samples, reasons, detail, lastBadMs }
}
