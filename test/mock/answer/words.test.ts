import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenPieces } from '../../../src/mock/answer/tokens.ts'
import { stems } from '../../../src/mock/answer/words.ts'

test.for([
  ['Shipping to 12 countries', ['ship', '12', 'countr']],
  ['glass', ['glass']],
  ['How long do I have to ...?', []],
  ['Größe der Bücher', ['größ', 'der', 'bücher']],
] as const)('the words that carry meaning, in their stems: %s', ([text, words]) => {
  expect(stems(text)).toEqual(words)
})

test.for([
  'return returns returned returning',
  'cancel cancels cancelled cancelling',
  'charge charges charged charging',
  'deliver delivery deliveries delivered',
  'ship shipped shipping',
  'bill bills billed billing',
  'box boxes',
  'country countries',
])('the forms of one word have one stem: %s', forms => {
  expect(new Set(stems(forms)).size).toBe(1)
})

test('the pieces of a text are that text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => tokenPieces(text).join('') === text))
})

test('a long word comes in several pieces, and a space goes with the word after it', () => {
  expect(tokenPieces('We ship internationally. ')).toEqual(['We', ' ship', ' internat', 'ionally.', ' '])
})
