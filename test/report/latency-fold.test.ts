import { describe, expect, test } from 'vitest'
import type { Sample } from '../../src/model/sample.ts'
import { latencyFold } from '../../src/report/chronicle/latency-fold.ts'

const good: Sample = {
  journey: 'ask',
  dueMs: 0,
  tookMs: 40,
  lateMs: 0,
  bad: undefined,
  detail: undefined,
  mode: undefined,
}

describe('answer times over time', () => {
  test('a short drill keeps every sample apart', () => {
    const fold = latencyFold(100)
    for (let i = 0; i < 3; i++) fold.see({ ...good, dueMs: i * 100, tookMs: 40 + i })
    expect(fold.series()).toEqual({
      bucketMs: 100,
      buckets: [0, 1, 2].map(i => ({
        fromMs: i * 100,
        count: 1,
        bad: {},
        latency: { minMs: 40 + i, p50Ms: 40 + i, p99Ms: 40 + i, maxMs: 40 + i },
      })),
    })
  })

  test('more than 600 buckets become half as many, twice as wide', () => {
    const fold = latencyFold(100)
    for (let i = 0; i < 600; i++) fold.see({ ...good, dueMs: i * 100 })
    expect(fold.series().bucketMs).toBe(100)
    fold.see({ ...good, dueMs: 60_000 })
    const { bucketMs, buckets } = fold.series()
    expect({ bucketMs, count: buckets.length, first: buckets[0]?.count, last: buckets.at(-1) }).toEqual({
      bucketMs: 200,
      count: 301,
      first: 2,
      last: { fromMs: 60_000, count: 1, bad: {}, latency: { minMs: 40, p50Ms: 40, p99Ms: 40, maxMs: 40 } },
    })
  })

  test('however often buckets are joined, no sample and no bad one is lost', () => {
    const fold = latencyFold(100)
    for (let i = 0; i < 100_000; i++) fold.see({ ...good, dueMs: i * 100, bad: i % 7 === 0 ? 'timeout' : undefined })
    const { buckets } = fold.series()
    expect(buckets.length).toBeLessThanOrEqual(600)
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(100_000)
    expect(buckets.reduce((sum, bucket) => sum + (bucket.bad.timeout ?? 0), 0)).toBe(14_286)
  })

  test('the percentiles of a crowded bucket are good to about a twentieth', () => {
    const fold = latencyFold(1_000_000)
    for (let i = 1; i <= 1000; i++) fold.see({ ...good, tookMs: i })
    const latency = fold.series().buckets[0]?.latency
    expect(latency?.minMs).toBe(1)
    expect(latency?.maxMs).toBe(1000)
    expect(Math.abs((latency?.p50Ms ?? 0) / 500 - 1)).toBeLessThan(0.06)
    expect(Math.abs((latency?.p99Ms ?? 0) / 990 - 1)).toBeLessThan(0.06)
  })

  test('a refused connection is counted as bad, but is not a fast answer', () => {
    const fold = latencyFold(1000)
    fold.see({ ...good, tookMs: 50 })
    fold.see({ ...good, dueMs: 100, tookMs: 1, bad: 'refused' })
    fold.see({ ...good, dueMs: 200, tookMs: 900, bad: 'slow' })
    expect(fold.series().buckets).toEqual([
      {
        fromMs: 0,
        count: 3,
        bad: { refused: 1, slow: 1 },
        latency: expect.objectContaining({ minMs: 50, maxMs: 900 }),
      },
    ])
  })

  test('a stretch without a whole answer has no latency at all', () => {
    const fold = latencyFold(100)
    fold.see({ ...good, bad: 'timeout', tookMs: 2000 })
    expect(fold.series().buckets).toEqual([{ fromMs: 0, count: 1, bad: { timeout: 1 }, latency: undefined }])
  })

  test('an answer in no time at all is still a number', () => {
    const fold = latencyFold(100)
    fold.see({ ...good, tookMs: 0 })
    expect(fold.series().buckets[0]?.latency).toEqual({ minMs: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 })
  })

  test('buckets in which nothing was asked are left out', () => {
    const fold = latencyFold(100)
    fold.see(good)
    fold.see({ ...good, dueMs: 5000 })
    expect(fold.series().buckets.map(bucket => bucket.fromMs)).toEqual([0, 5000])
  })
})
