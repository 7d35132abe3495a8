import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from '../../src/model/nearest.ts'

describe('the distance between two words', () => {
  test.for([
    ['the same word', 'latency', 'latency', 0],
    ['a letter left out', 'latncy', 'latency', 1],
    ['a letter too many', 'lattency', 'latency', 1],
    ['a wrong letter', 'latincy', 'latency', 1],
    ['two neighbours swapped count once', 'latnecy', 'latency', 1],
    ['letters swapped across another count twice', 'ltaency', 'latency', 1],
    ['everything', '', 'abc', 3],
    ['nothing', '', '', 0],
    ['kitten and sitting', 'kitten', 'sitting', 3],
  ] as const)('%s: %s, %s', ([_, a, b, distance]) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  test('is the same both ways, and never more than the longer word', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b)
        expect(editDistance(b, a)).toBe(distance)
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(distance === 0).toBe(a === b)
      }),
    )
  })
})

describe('the nearest name', () => {
  const kinds = ['refuse', 'hang', 'latency', 'reset', 'provider.status']
  test.for([
    ['a slip of the fingers', 'latncy', 'latency'],
    ['capitals do not matter', 'REFUSE', 'refuse'],
    ['the nearer of two', 'reste', 'reset'],
    ['exactly half the letters wrong is still near', 'hxxg', 'hang'],
    ['more than half wrong is not', 'hxxx', undefined],
    ['nothing like any of them', 'delete-index', undefined],
    ['nothing typed', '', undefined],
  ] as const)('%s', ([_, typed, name]) => {
    expect(nearest(typed, kinds)).toBe(name)
  })

  test('among none there is none', () => {
    expect(nearest('refuse', [])).toBeUndefined()
  })
  test('of two equally near the first known one', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat')
  })
})
