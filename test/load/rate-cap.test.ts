import { describe, expect, test } from 'vitest'
import { rateCap } from '../../src/load/rate-cap.ts'

describe('no more than so many in any second', () => {
  test('what is asked evenly at the cap all gets through', () => {
    const lets = rateCap(10)
    expect(Array.from({ length: 50 }, (_, n) => lets(n * 100)).every(Boolean)).toBe(true)
  })
  test('of a burst only as many as the cap, and the next a second after the first', () => {
    const lets = rateCap(3)
    expect([0, 1, 2, 3, 999, 1000, 1001, 1001.5].map(lets)).toEqual([true, true, true, false, false, true, true, false])
  })
  test('no second anywhere holds more, whatever comes', () => {
    const lets = rateCap(20)
    const passed = Array.from({ length: 5000 }, (_, n) => n * 3.7).filter(lets)
    for (const start of passed)
      expect(passed.filter(ms => ms >= start && ms < start + 1000).length).toBeLessThanOrEqual(20)
  })
  test('less than one a second', () => {
    const lets = rateCap(0.5)
    expect([0, 1000, 1999, 2000].map(lets)).toEqual([true, false, false, true])
  })
})
