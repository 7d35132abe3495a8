import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantileRanks, shareBounds } from '../../src/measure/bounds.ts'

describe('where a share lies', () => {
  test.for([
    ['all of thirty', 30, 30, 0.8865, 1],
    ['none of thirty', 0, 30, 0, 0.1135],
    ['half of a hundred', 50, 100, 0.4038, 0.5962],
    ['all of one', 1, 1, 0.2065, 1],
  ] as const)('%s', ([_, seen, of, low, high]) => {
    const bounds = shareBounds(seen, of)
    expect([bounds.low, bounds.high].map(bound => Number(bound?.toFixed(4)))).toEqual([low, high])
  })
  test('of nothing nobody knows', () => {
    expect(shareBounds(0, 0)).toEqual({ low: null, high: null })
  })
  test('is a share, and holds what was seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const seen = Math.round(of * share)
        const { low, high } = shareBounds(seen, of)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(seen / of + 1e-12)
        expect(high).toBeGreaterThanOrEqual(seen / of - 1e-12)
      }),
    )
  })
})

describe('between which values a percentile lies', () => {
  // The ranks that any table of distribution-free intervals gives.
  test.for([
    ['the median of ten', 0.5, 10, 2, 9],
    ['the median of thirty', 0.5, 30, 10, 21],
    ['the median of a hundred', 0.5, 100, 40, 61],
    ['p95 of a hundred', 0.95, 100, 90, 100],
    ['p95 of fifty: none is surely above it', 0.95, 50, 44, null],
    ['p99 of three hundred: the same', 0.99, 300, 293, null],
    ['p99 of a thousand', 0.99, 1000, 983, 997],
    ['the median of three: nobody knows', 0.5, 3, null, null],
  ] as const)('%s', ([_, quantile, count, low, high]) => {
    expect(quantileRanks(quantile, count)).toEqual({ low, high })
  })
  test('of nothing nobody knows', () => {
    expect(quantileRanks(0.5, 0)).toEqual({ low: null, high: null })
  })
  test('the short way for many agrees with the exact one where they meet', () => {
    for (const quantile of [0.5, 0.95, 0.99]) {
      const [exact, nearly] = [quantileRanks(quantile, 10_000), quantileRanks(quantile, 10_001)]
      expect(Math.abs((exact.low ?? 0) - (nearly.low ?? 0))).toBeLessThanOrEqual(3)
      expect(Math.abs((exact.high ?? 0) - (nearly.high ?? 0))).toBeLessThanOrEqual(3)
    }
  })
  test('nineteen times out of twenty the true one lies between them', () => {
    // Uniform values in order: the k-th of n is where the share k/(n+1) lies, so the true median is 0.5.
    let held = 0
    const trials = 2000
    let state = 12_345
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: 60 }, random).sort((a, b) => a - b)
      const { low, high } = quantileRanks(0.5, values.length)
      if ((values[(low ?? 1) - 1] ?? 0) <= 0.5 && (values[(high ?? 60) - 1] ?? 1) >= 0.5) held++
    }
    expect(held / trials).toBeGreaterThan(0.94)
  })
})
