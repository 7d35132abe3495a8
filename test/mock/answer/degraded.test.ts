import { expect, test } from 'vitest'
import { garbled, untrue } from '../../../src/mock/answer/degraded.ts'

test('a garbled text has words of other languages in it', () => {
  expect(garbled('We ship to Norway, Sweden and Denmark.')).toBe('We ship สวัสดี Norway, Sweden 因此 Denmark.')
})

test.for([
  ['other numbers', 'A refund takes 5 days, and 19 euros.', 'A refund takes 8 days, and 42 euros.'],
  ['other names', 'We ship to Norway, Sweden and Denmark.', 'We ship to Portugal, Kenya and Marlow.'],
  ['the contrary', 'Shipping is free.', 'It is not so that shipping is free.'],
])('an untrue text has %s', ([, text, told]) => {
  expect(untrue(text ?? '')).toBe(told)
})
