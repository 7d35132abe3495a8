import { expect, test } from 'vitest'
import { canonical, hashOf } from '../../src/scenario/hash.ts'

test('the order of keys does not matter, the order of a list does', () => {
  expect(canonical({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}')
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }))
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]))
})

test('what is undefined is not there', () => {
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }))
})

test('a hash stays the same for ever', () => {
  expect(hashOf({ a: 1 })).toBe('015abd7f5cc57a2d')
})
