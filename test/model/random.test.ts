import { expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'

test('the same seed repeats, another does not', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed))
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

test('a seed draws the same numbers for ever: old drills repeat with new versions', () => {
  expect(Array.from({ length: 3 }, seededRandom(42))).toMatchInlineSnapshot(`
    [
      0.6011037519201636,
      0.44829055899754167,
      0.8524657934904099,
    ]
  `)
})

test('every tenth gets about a tenth of the numbers', () => {
  const random = seededRandom(1)
  const tenths = Array<number>(10).fill(0)
  for (let n = 0; n < 100_000; n++) {
    const tenth = Math.floor(random() * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  expect(Math.min(...tenths)).toBeGreaterThan(9500)
  expect(Math.max(...tenths)).toBeLessThan(10_500)
})
