import { expect, test } from 'vitest'
import { seededRandom } from '../../src/model/random.ts'
import { isNear, textOf, vectorIn } from '../../src/stores/near.ts'
import { asDirectionAndLength, offBy } from '../support/last-digits.ts'

const random = seededRandom(5)
const drawn = (count: number, reach: number) =>
  Array.from({ length: count }, () => Math.fround((random() * 2 - 1) * reach))
const vector = drawn(384, 1)
const withLast = (steps: number) => vector.with(7, offBy(vector[7] ?? 0, steps))

test('a vector with another last digit is another', () => {
  expect([isNear(vector, [...vector]), isNear(vector, withLast(1)), isNear(vector, withLast(-1))]).toEqual([
    true,
    false,
    false,
  ])
})

test('what is beyond single precision is not compared', () => {
  expect(isNear([0.1], [Math.fround(0.1)])).toBe(true)
})

test.for([
  [1, 3],
  [2, 6],
])(
  'where a store rounds, what was written %i times may be %i last digits off and no more',
  ([writings = 0, most = 0]) => {
    expect([-most, most].map(steps => isNear(vector, withLast(steps), writings))).toEqual([true, true])
    expect([-most - 1, most + 1].map(steps => isNear(vector, withLast(steps), writings))).toEqual([false, false])
  },
)

test('a direction and a length lose no more of any number than that, however long a vector is and however far it reaches', () => {
  let changed = 0
  for (const [count, reach] of [4, 384, 1536].flatMap(count => [1e-3, 1, 1e3].map(reach => [count, reach] as const))) {
    for (let i = 0; i < 50; i++) {
      const given = drawn(count, reach)
      const once = asDirectionAndLength(given)
      const twice = asDirectionAndLength(once)
      expect([isNear(given, once, 1), isNear(once, twice, 1), isNear(given, twice, 2)]).toEqual([true, true, true])
      if (!isNear(given, once)) changed++
    }
  }
  expect(changed).toBeGreaterThan(400)
})

test.for([
  ['of nothing', vector.map(() => 0)],
  ['turned round', vector.map(number => -number)],
  ['of the same length that points elsewhere', vector.toReversed()],
  ['with one number of another', vector.with(7, 0.1)],
  ['with next to nothing where there was nothing', vector.with(8, 0), vector.with(8, 1e-30)],
  ['half as long', vector.slice(0, 192)],
  ['twice as far', vector.map(number => 2 * number)],
] as const)('a vector %s is another, in a store that rounds too', ([, other, was = vector]) => {
  expect([isNear(was, other), isNear(was, other, 2)]).toEqual([false, false])
})

test('none is none', () => {
  expect([isNear(undefined, undefined), isNear(undefined, vector), isNear(vector, undefined)]).toEqual([
    true,
    false,
    false,
  ])
})

test('a text of a vector has all of its numbers', () => {
  expect(vectorIn(textOf(vector))).toEqual(vector)
  expect(vectorIn(textOf([]))).toEqual([])
})
