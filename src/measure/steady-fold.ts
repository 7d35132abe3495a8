import type { SteadyMeasure } from '../model/measures.ts'
import type { Sample } from '../model/sample.ts'
import { latencies } from './latencies.ts'

/** Follows how quickly, and how much, a journey is served while nothing happens to it. */
export interface SteadyFold {
  see(sample: Sample): void
  /** Forgets everything: what was before has nothing to do with what comes. */
  startOver(): void
  measure(): SteadyMeasure | null
}

export function steadyFold(everyMs: number): SteadyFold {
  let times = latencies()
  let first = latencies()
  let counts = { samples: 0, good: 0, firstMs: 0, lastMs: 0 }
  return {
    see(sample) {
      const isGood = sample.bad === undefined
      // In place: there may be millions of samples.
      if (counts.samples === 0) counts.firstMs = sample.dueMs
      counts.samples += 1
      if (isGood) counts.good += 1
      counts.lastMs = sample.dueMs
      if (isGood) times.record(sample.tookMs)
      if (isGood && sample.firstMs !== undefined) first.record(sample.firstMs)
    },
    startOver() {
      times = latencies()
      first = latencies()
      counts = { samples: 0, good: 0, firstMs: 0, lastMs: 0 }
    },
    measure() {
      if (counts.samples === 0) return null
      const forMs = counts.lastMs - counts.firstMs + everyMs
      return {
        samples: counts.samples,
        forMs,
        goodPerSecond: (counts.good * 1000) / forMs,
        p50Ms: times.percentile(50),
        p99Ms: times.percentile(99),
        firstPieceP50Ms: first.percentile(50),
      }
    },
  }
}
