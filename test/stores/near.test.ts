import { expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'
import { isNear, isSameSketch, sketchOf } from '../../src/stores/near.ts'

const random = seededRandom(5)
const vector = Array.from({ length: 384 }, () => Math.fround(random() * 2 - 1))
const changed = (change: (number: number, i: number) => number) => vector.map(change)
const isLike = (other: readonly number[]) => [isNear(vector, other), isSameSketch(sketchOf(vector), sketchOf(other))]

test('a vector whose last digits are others is the same', () => {
  expect(isLike(changed((number, i) => number * (1 + (i % 2 === 0 ? 1 : -1) * 1e-7)))).toEqual([true, true])
})

test.for([
  ['of nothing', changed(() => 0)],
  ['turned round', changed(number => -number)],
  ['of the same length that points elsewhere', vector.toReversed()],
  ['with one number of another', changed((number, i) => (i === 7 ? number + 0.1 : number))],
  ['half as long', vector.slice(0, 192)],
  ['twice as far', changed(number => 2 * number)],
] as const)('a vector %s is another', ([, other]) => {
  expect(isLike(other)).toEqual([false, false])
})

test('none is none', () => {
  expect([isNear(undefined, undefined), isNear(undefined, vector)]).toEqual([true, false])
  expect([isSameSketch(undefined, undefined), isSameSketch(undefined, sketchOf(vector))]).toEqual([true, false])
})
