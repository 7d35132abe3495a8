import type { Bounds, SteadyMeasure } from '../../model/journey-measure.ts'
import type { Sample } from '../../model/sample.ts'
import { quantileRanks } from '../bounds.ts'
import { latencies } from '../latencies.ts'
import { servedFold } from './served-fold.ts'

/** Follows how quickly, and how much, a journey is served while nothing happens to it. */
export interface SteadyFold {
  see(sample: Sample): void
  /** Forgets everything: what was before has nothing to do with what comes. */
  startOver(): void
  measure(): SteadyMeasure | null
}

export function steadyFold(everyMs: number): SteadyFold {
  const served = servedFold(everyMs)
  let times = latencies()
  // Without what we were late ourselves: no slower than this was the platform.
  let own = latencies()
  let first = latencies()
  const boundsOf = (quantile: number, good: number): Bounds => {
    const { low, high } = quantileRanks(quantile, good)
    return {
      low: low === null ? null : own.percentile((low / good) * 100),
      high: high === null ? null : times.percentile((high / good) * 100),
    }
  }
  return {
    see(sample) {
      served.see(sample)
      if (sample.bad !== undefined) return
      times.record(sample.tookMs)
      own.record(sample.tookMs - sample.lateMs)
      if (sample.firstMs !== undefined) first.record(sample.firstMs)
    },
    startOver() {
      served.startOver()
      times = latencies()
      own = latencies()
      first = latencies()
    },
    measure() {
      const all = served.measure()
      if (all === null) return null
      return {
        ...all,
        p50Ms: times.percentile(50),
        p95Ms: times.percentile(95),
        p99Ms: times.percentile(99),
        firstPieceP50Ms: first.percentile(50),
        p50Bounds: boundsOf(0.5, all.good),
        p95Bounds: boundsOf(0.95, all.good),
        p99Bounds: boundsOf(0.99, all.good),
      }
    },
  }
}
