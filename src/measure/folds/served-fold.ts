import type { ServedMeasure } from '../../model/journey-measure.ts'
import { shareBounds } from '../bounds.ts'

/** Follows how much a journey is served. */
export interface ServedFold {
  see(sample: { readonly dueMs: number; readonly bad: unknown }): void
  startOver(): void
  measure(): ServedMeasure | null
}

export function servedFold(everyMs: number): ServedFold {
  const counts = { samples: 0, good: 0, firstMs: 0, lastMs: 0 }
  return {
    see({ dueMs, bad }) {
      // In place: there may be millions of samples.
      if (counts.samples === 0) counts.firstMs = dueMs
      counts.samples += 1
      if (bad === undefined) counts.good += 1
      counts.lastMs = dueMs
    },
    startOver() {
      counts.samples = 0
      counts.good = 0
    },
    measure() {
      const { samples, good, firstMs, lastMs } = counts
      if (samples === 0) return null
      const forMs = lastMs - firstMs + everyMs
      return {
        samples,
        forMs,
        good,
        goodRatio: good / samples,
        goodBounds: shareBounds(good, samples),
        goodPerSecond: (good * 1000) / forMs,
      }
    },
  }
}
