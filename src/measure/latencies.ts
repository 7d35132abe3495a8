import { build } from 'hdr-histogram-js'

/** Counts durations in bounded memory and knows their percentiles, to three digits. */
export interface Latencies {
  record(ms: number): void
  percentile(percent: number): number | null
}

// The histogram counts whole numbers; tenths of a millisecond are fine enough for a network.
const TICKS_PER_MS = 10

export function latencies(): Latencies {
  const histogram = build({
    bitBucketSize: 32,
    autoResize: true,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  })
  return {
    record: ms => histogram.recordValue(Math.max(0, Math.round(ms * TICKS_PER_MS))),
    percentile: percent => (histogram.totalCount === 0 ? null : histogram.getValueAtPercentile(percent) / TICKS_PER_MS),
  }
}
