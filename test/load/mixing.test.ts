import { expect, test } from 'vitest'
import { mixing } from '../../src/load/mixing.ts'

test('each part comes as often as its weight says', () => {
  const next = mixing(
    [
      { name: 'ask', weight: 8 },
      { name: 'upload', weight: 2 },
    ],
    5,
  )
  const chosen = Array.from({ length: 10_000 }, () => next().name)
  const uploads = chosen.filter(name => name === 'upload').length
  expect(uploads).toBeGreaterThan(1880)
  expect(uploads).toBeLessThan(2120)
})
test('the same seed gives the same order', () => {
  const order = (seed: number) => {
    const next = mixing(
      [{ weight: 1 }, { weight: 1 }].map((part, name) => ({ ...part, name })),
      seed,
    )
    return Array.from({ length: 50 }, () => next().name).join('')
  }
  expect(order(4)).toBe(order(4))
  expect(order(4)).not.toBe(order(5))
})
test('nothing to choose from is said at once', () => {
  expect(() => mixing([], 1)).toThrow('nothing to choose from')
})
