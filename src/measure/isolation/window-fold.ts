import type { WindowMeasure } from '../../model/isolation.ts'
import type { Sample } from '../../model/sample.ts'
import { latencyHistogram } from '../latency-histogram.ts'

/** One stretch of time as one journey saw it. */
export interface WindowFold {
  see(sample: Sample): void
  measure(): WindowMeasure
  percentileMs(percent: number): number | null
  /** Between what the truth of a percentile lies, nine times of ten, with so many samples. */
  rangeMs(percent: number): readonly [number, number] | null
}

// A quick refusal is no quick answer: it counts as an error, not as a latency.
const NO_LATENCY: readonly (Sample['bad'] | undefined)[] = ['shed', 'refused', 'reset', 'unreachable', 'status']
// 1.64 standard errors on either side hold nine of ten.
const SPREAD = 1.64

export function windowFold(everyMs: number): WindowFold {
  const latency = latencyHistogram()
  let samples = 0
  let bad = 0
  const percentileMs = (percent: number) => latency.percentileMs(percent)
  return {
    see(sample) {
      samples++
      if (sample.bad !== undefined) bad++
      if (!NO_LATENCY.includes(sample.bad)) latency.record(sample.tookMs)
    },
    percentileMs,
    rangeMs(percent) {
      const count = latency.count()
      if (count === 0) return null
      const share = percent / 100
      const error = 100 * SPREAD * Math.sqrt((share * (1 - share)) / count)
      const [low, high] = [Math.max(0, percent - error), Math.min(100, percent + error)].map(percentileMs)
      return [low ?? 0, high ?? 0]
    },
    measure: () => ({
      samples,
      bad,
      errorRatio: samples === 0 ? null : bad / samples,
      // Asked evenly, so many samples are so much time.
      goodPerSecond: samples === 0 ? null : ((samples - bad) / (samples * everyMs)) * 1000,
      p50Ms: percentileMs(50),
      p95Ms: percentileMs(95),
      p99Ms: percentileMs(99),
    }),
  }
}
