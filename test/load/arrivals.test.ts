import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalTimes } from '../../src/load/arrivals.ts'
import type { Arrivals } from '../../src/model/load.ts'

function first(count: number, arrivals: Arrivals, seed = 1): readonly number[] {
  const times: number[] = []
  for (const ms of arrivalTimes(arrivals, seed)) {
    times.push(Math.round(ms * 1000) / 1000)
    if (times.length === count) break
  }
  return times
}

/** How many are due from one time up to, but not including, another. */
function between(fromMs: number, toMs: number, arrivals: Arrivals, seed = 1): number {
  let count = 0
  for (const ms of arrivalTimes(arrivals, seed)) {
    if (ms >= toMs) break
    if (ms >= fromMs) count++
  }
  return count
}

describe('when requests are due, worked out by hand', () => {
  test('constant: every so often, from the start', () => {
    expect(first(4, { kind: 'constant', perSecond: 8 })).toEqual([0, 125, 250, 375])
  })
  test('constant: the thousandth is not a hair off, though a third has no end', () => {
    expect(first(3001, { kind: 'constant', perSecond: 3 }).at(-1)).toBe(1_000_000)
  })
  test('ramp from nothing: the n-th is due when the area under the rate is n', () => {
    // 0 to 10 a second over 10 s: n(t) = t²/2 with t in seconds.
    expect(first(4, { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, overMs: 10_000 })).toEqual([
      0, 1414.214, 2000, 2449.49,
    ])
  })
  test('ramp: half of 0 to 10 a second for 10 s is 50, then 10 every second', () => {
    const ramp = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, overMs: 10_000 } as const
    expect(between(0, 10_000, ramp)).toBe(50)
    expect(between(10_000, 12_000, ramp)).toBe(20)
  })
  test('ramp downwards', () => {
    const ramp = { kind: 'ramp', fromPerSecond: 10, toPerSecond: 0.001, overMs: 10_000 } as const
    expect(between(0, 10_000, ramp)).toBe(51)
  })
  test('spike: base, peak, base', () => {
    const spike = { kind: 'spike', perSecond: 2, peakPerSecond: 100, peakAtMs: 1000, peakForMs: 500 } as const
    expect(first(5, spike)).toEqual([0, 500, 1000, 1010, 1020])
    expect(between(1000, 1500, spike)).toBe(50)
    expect(between(1500, 3500, spike)).toBe(4)
  })
  test('step: a little more every so often', () => {
    const step = { kind: 'step', fromPerSecond: 1, byPerSecond: 2, everyMs: 2000 } as const
    expect([between(0, 2000, step), between(2000, 4000, step), between(4000, 6000, step)]).toEqual([2, 6, 10])
  })
  test('replay: as it once happened, then nothing more', () => {
    expect(first(9, { kind: 'replay', timesMs: [0, 3, 3, 900] })).toEqual([0, 3, 3, 900])
  })
})

describe('by chance', () => {
  const poisson = { kind: 'poisson', perSecond: 100 } as const

  test('the same seed gives the same times, another seed others', () => {
    expect(first(100, poisson, 7)).toEqual(first(100, poisson, 7))
    expect(first(100, poisson, 7)).not.toEqual(first(100, poisson, 8))
  })
  test('as many as asked for on average, and as unevenly as independent users', () => {
    const seconds = Array.from({ length: 400 }, () => 0)
    for (const ms of arrivalTimes(poisson, 3)) {
      if (ms >= 400_000) break
      seconds[Math.floor(ms / 1000)] = (seconds[Math.floor(ms / 1000)] ?? 0) + 1
    }
    const mean = seconds.reduce((sum, n) => sum + n, 0) / 400
    const variance = seconds.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 400
    // The mean of 40,000 arrivals is within 3 of its standard errors of 0.5; the variance is the mean.
    expect(mean).toBeGreaterThan(98.5)
    expect(mean).toBeLessThan(101.5)
    expect(variance / mean).toBeGreaterThan(0.8)
    expect(variance / mean).toBeLessThan(1.2)
  })
})

test('whatever the schedule: times never go backwards, and their number is the area under the rate', () => {
  const rate = fc.integer({ min: 1, max: 200 })
  fc.assert(
    fc.property(rate, rate, fc.integer({ min: 100, max: 5000 }), (fromPerSecond, toPerSecond, overMs) => {
      const ramp = { kind: 'ramp', fromPerSecond, toPerSecond, overMs } as const
      const times: number[] = []
      for (const ms of arrivalTimes(ramp, 1)) {
        if (ms >= overMs) break
        times.push(ms)
      }
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(Math.abs(times.length - ((fromPerSecond + toPerSecond) / 2) * (overMs / 1000))).toBeLessThanOrEqual(1.001)
    }),
  )
})
