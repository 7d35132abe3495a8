import type { WindowMeasure } from '../../model/isolation.ts'
import type { Sample } from '../../model/sample.ts'
import { isBlurred } from '../is-blurred.ts'
import { latencyHistogram } from '../latency-histogram.ts'

/** One stretch of time as one journey saw it. */
export interface WindowFold {
  see(sample: Sample): void
  measure(): WindowMeasure
  /** Without what we were late ourselves: no slower than this was the platform. */
  ownPercentileMs(percent: number): number | null
  /** Between what the truth of a percentile lies, nine times of ten, with so many samples, some of which we were late for ourselves. */
  rangeMs(percent: number): readonly [number, number] | null
}

// A quick refusal is no quick answer: it counts as an error, not as a latency.
const NO_LATENCY: readonly (Sample['bad'] | undefined)[] = ['shed', 'refused', 'reset', 'unreachable', 'status']
// 1.64 standard errors on either side hold nine of ten.
const SPREAD = 1.64

export function windowFold(journey: { everyMs: number; good: { withinMs: number } }): WindowFold {
  const latency = latencyHistogram()
  const own = latencyHistogram()
  const counts = { samples: 0, bad: 0, blurred: 0, maxLateMs: 0 }
  const percentileMs = (percent: number) => latency.percentileMs(percent)
  const ownPercentileMs = (percent: number) => own.percentileMs(percent)
  return {
    see(sample) {
      counts.samples++
      if (sample.bad !== undefined) counts.bad++
      if (isBlurred(sample, journey)) counts.blurred++
      counts.maxLateMs = Math.max(counts.maxLateMs, sample.lateMs)
      if (NO_LATENCY.includes(sample.bad)) return
      latency.record(sample.tookMs)
      own.record(sample.tookMs - sample.lateMs)
    },
    ownPercentileMs,
    rangeMs(percent) {
      const count = latency.count()
      if (count === 0) return null
      const share = percent / 100
      const error = 100 * SPREAD * Math.sqrt((share * (1 - share)) / count)
      const [low, high] = [ownPercentileMs(Math.max(0, percent - error)), percentileMs(Math.min(100, percent + error))]
      return [low ?? 0, high ?? 0]
    },
    measure() {
      const { samples, bad } = counts
      return {
        ...counts,
        errorRatio: samples === 0 ? null : bad / samples,
        // Asked evenly, so many samples are so much time.
        goodPerSecond: samples === 0 ? null : ((samples - bad) / (samples * journey.everyMs)) * 1000,
        p50Ms: percentileMs(50),
        p95Ms: percentileMs(95),
        p99Ms: percentileMs(99),
      }
    },
  }
}
