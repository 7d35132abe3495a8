import { bisectLeft, cumsum } from 'd3-array'
import type { BadReason, Sample } from '../../model/sample.ts'
import type { BucketLatency, LatencyBucket, LatencySeries } from './picture.ts'

const MOST_BUCKETS = 600
// Each step of the histogram is a tenth larger than the one before.
const STEP = Math.log(1.1)
// Answers that came whole. The time a refused connection took says nothing about how fast answers are.
const ANSWERED: readonly (BadReason | undefined)[] = [undefined, 'slow', 'wrong']

/** Collects the answer times of one journey. */
export interface LatencyFold {
  see(sample: Sample): void
  series(): LatencySeries
}

/** Buckets of one sample each at first; twice as wide whenever there would be too many. */
export function latencyFold(everyMs: number): LatencyFold {
  let bucketMs = Math.max(1, everyMs)
  let buckets = new Map<number, Bucket>()

  function see(sample: Sample): void {
    const index = Math.floor(sample.dueMs / bucketMs)
    const bucket = buckets.get(index) ?? emptyBucket()
    buckets.set(index, bucket)
    add(bucket, sample)
    if (buckets.size > MOST_BUCKETS) widen()
  }

  function widen(): void {
    const wider = new Map<number, Bucket>()
    for (const [index, bucket] of buckets) {
      const into = wider.get(Math.floor(index / 2))
      if (into === undefined) wider.set(Math.floor(index / 2), bucket)
      else merge(into, bucket)
    }
    buckets = wider
    bucketMs *= 2
  }

  function series(): LatencySeries {
    const inOrder = [...buckets].sort(([a], [b]) => a - b)
    return { bucketMs, buckets: inOrder.map(([index, bucket]) => bucketOf(index * bucketMs, bucket)) }
  }

  return { see, series }
}

interface Bucket {
  count: number
  readonly bad: Partial<Record<BadReason, number>>
  minMs: number
  maxMs: number
  readonly histogram: Map<number, number>
}

function emptyBucket(): Bucket {
  return { count: 0, bad: {}, minMs: Number.POSITIVE_INFINITY, maxMs: 0, histogram: new Map() }
}

function add(bucket: Bucket, { bad, tookMs }: Sample): void {
  bucket.count += 1
  if (bad !== undefined) bucket.bad[bad] = (bucket.bad[bad] ?? 0) + 1
  if (!ANSWERED.includes(bad)) return
  bucket.minMs = Math.min(bucket.minMs, tookMs)
  bucket.maxMs = Math.max(bucket.maxMs, tookMs)
  const step = Math.round(Math.log(tookMs + 1) / STEP)
  bucket.histogram.set(step, (bucket.histogram.get(step) ?? 0) + 1)
}

function merge(into: Bucket, from: Bucket): void {
  into.count += from.count
  for (const [reason, count] of Object.entries(from.bad) as [BadReason, number][]) {
    into.bad[reason] = (into.bad[reason] ?? 0) + count
  }
  into.minMs = Math.min(into.minMs, from.minMs)
  into.maxMs = Math.max(into.maxMs, from.maxMs)
  for (const [step, count] of from.histogram) into.histogram.set(step, (into.histogram.get(step) ?? 0) + count)
}

function bucketOf(fromMs: number, bucket: Bucket): LatencyBucket {
  return { fromMs, count: bucket.count, bad: { ...bucket.bad }, latency: latencyOf(bucket) }
}

function latencyOf(bucket: Bucket): BucketLatency | undefined {
  if (bucket.histogram.size === 0) return undefined
  const { minMs, maxMs } = bucket
  return { minMs, p50Ms: quantile(bucket, 0.5), p99Ms: quantile(bucket, 0.99), maxMs }
}

function quantile({ histogram, minMs, maxMs }: Bucket, ratio: number): number {
  const steps = [...histogram].sort(([a], [b]) => a - b)
  const counts = cumsum(steps, ([, count]) => count)
  const found = steps[bisectLeft(counts, ratio * (counts.at(-1) ?? 0))]
  const ms = Math.exp((found?.[0] ?? 0) * STEP) - 1
  return Math.min(Math.max(ms, minMs), maxMs)
}
