import { expect, test } from 'vitest'
import { COMPARISONS, compares } from '../../src/model/comparison.ts'

test.for([
  [1, ['<', '<=', '!=']],
  [2, ['<=', '=', '>=']],
  [3, ['!=', '>=', '>']],
] as const)('%i stands so to 2: %s', ([value, ways]) => {
  expect(COMPARISONS.filter(by => compares(value, by, 2))).toEqual(ways)
})

test('what is no number stands in no way to any', () => {
  expect(COMPARISONS.filter(by => compares(Number.NaN, by, 2))).toEqual([])
})
