import { expect, test } from 'vitest'
import { DrillError, ERROR_CODES, messageOf } from '../../src/model/error.ts'

test('an error says what happened, by which name, and what to do now', () => {
  const cause = new Error('ECONNREFUSED')
  const error = new DrillError('TOXIPROXY_UNREACHABLE', 'Could not reach it.', { hint: 'start it', cause })
  expect(error).toBeInstanceOf(Error)
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'DrillError',
    code: 'TOXIPROXY_UNREACHABLE',
    message: 'Could not reach it.',
    hint: 'start it',
    cause,
  })
})

test('an error without a cause has none, not even an undefined one', () => {
  expect('cause' in new DrillError('USAGE', 'No.')).toBe(false)
  expect(new DrillError('USAGE', 'No.').hint).toBeUndefined()
})

test('every code is there once', () => {
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
})

test.for([
  ['an error', new Error('it broke'), 'it broke'],
  ['a text', 'it broke', 'it broke'],
  ['a number', 42, '42'],
  ['nothing at all', undefined, 'undefined'],
] as const)('the sentence inside %s', ([_, thrown, sentence]) => {
  expect(messageOf(thrown)).toBe(sentence)
})
