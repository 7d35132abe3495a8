import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js'

/** Durations in whole microseconds, to three digits, up to an hour; written the way every HDR histogram tool reads. */
export interface LatencyHistogram {
  record(ms: number): void
  add(encoded: string): void
  count(): number
  percentileMs(percent: number): number | null
  maxMs(): number | null
  encode(): string
  reset(): void
}

const PER_MS = 1000
const LONGEST_US = 3_600_000_000

export function latencyHistogram(): LatencyHistogram {
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  })
  return {
    record: ms => histogram.recordValue(Math.min(LONGEST_US, Math.max(0, Math.round(ms * PER_MS)))),
    add(encoded) {
      if (encoded !== '') histogram.add(decodeFromCompressedBase64(encoded))
    },
    count: () => histogram.totalCount,
    percentileMs: percent => (histogram.totalCount === 0 ? null : histogram.getValueAtPercentile(percent) / PER_MS),
    maxMs: () => (histogram.totalCount === 0 ? null : histogram.maxValue / PER_MS),
    encode: () => (histogram.totalCount === 0 ? '' : encodeIntoCompressedBase64(histogram)),
    reset: () => histogram.reset(),
  }
}
