import { expect, test } from 'vitest'
import { series } from '../../../src/measure/isolation/series.ts'

const sums = () => series<{ readonly count: number }>((one, other) => ({ count: one.count + other.count }))

test('a second is a step, whatever order things come in, and nothing is no step', () => {
  const counts = sums()
  for (const atMs of [2500, 100, 900, 2000, 7999]) counts.see(atMs, { count: 1 })
  expect(counts.measure()).toEqual({
    everyMs: 1000,
    steps: [
      { fromMs: 0, count: 2 },
      { fromMs: 2000, count: 2 },
      { fromMs: 7000, count: 1 },
    ],
  })
})

test('four minutes are told by the second; of more, steps are wider, and nothing is lost', () => {
  const counts = sums()
  for (let second = 0; second < 240; second++) counts.see(second * 1000, { count: 1 })
  expect([counts.measure().everyMs, counts.measure().steps.length]).toEqual([1000, 240])
  for (let second = 240; second < 36_000; second++) counts.see(second * 1000, { count: 1 })
  const { everyMs, steps } = counts.measure()
  expect([everyMs, steps.length, steps.reduce((sum, { count }) => sum + count, 0)]).toEqual([256_000, 141, 36_000])
  expect(steps.slice(0, 2)).toEqual([
    { fromMs: 0, count: 256 },
    { fromMs: 256_000, count: 256 },
  ])
})
