import { expect, test } from 'vitest'
import { knownNames } from '../../src/stores/known-names.ts'

test('knows every name it was given, and takes none of a hundred thousand others for one of them', () => {
  const names = knownNames(20_000)
  const given = Array.from({ length: 20_000 }, (_, i) => `acme/article-${i}`)
  expect(given.every(names.add)).toBe(true)
  expect(given.every(names.knows)).toBe(true)
  const others = Array.from({ length: 100_000 }, (_, i) => `globex/article-${i}`)
  expect(others.filter(names.knows)).toEqual([])
})

test('says of a name whether it is new', () => {
  const names = knownNames(0)
  expect([names.add('acme/1'), names.add('acme/1'), names.add('acme/2'), names.add('')]).toEqual([
    true,
    false,
    true,
    true,
  ])
  expect(['acme/1', 'acme/2', '', 'acme/3'].map(names.knows)).toEqual([true, true, true, false])
})
