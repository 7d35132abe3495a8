import { expect, test } from 'vitest'
import { draws } from '../../../src/proxy/stream/draw.ts'

test('the same words give the same numbers, other words others', () => {
  const take = (...words: (string | number)[]) => {
    const next = draws(42, ...words)
    return [next(), next(), next()]
  }
  expect(take('openai', 1, 2)).toEqual(take('openai', 1, 2))
  const different = [
    take('openai', 1, 2),
    take('openai', 12),
    take('openai', 1, 3),
    take('openaj', 1, 2),
    take('o', 'penai', 1, 2),
  ]
  expect(new Set(different.map(numbers => numbers.join())).size).toBe(different.length)
  expect(draws(42, 'a')()).not.toBe(draws(43, 'a')())
})

test('first draws of neighbouring connections are spread evenly', () => {
  const counts = new Array<number>(10).fill(0)
  for (let connection = 1; connection <= 10_000; connection++) {
    const slot = Math.floor(draws(1, 'proxy', 1, connection)() * 10)
    counts[slot] = (counts[slot] ?? 0) + 1
  }
  for (const count of counts) {
    // Five standard deviations around 1000.
    expect(count).toBeGreaterThan(850)
    expect(count).toBeLessThan(1150)
  }
})

test('later draws are spread evenly too, and stay below 1', () => {
  const next = draws(7, 'x')
  const numbers = Array.from({ length: 10_000 }, next)
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
})
