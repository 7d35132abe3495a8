import { describe, expect, test } from 'vitest'
import {
  inSentence,
  keySuggestion,
  mappingOf,
  oneOf,
  quoted,
  subjectOf,
  suggestion,
  whatIs,
} from '../../src/yaml/words.ts'

test('a value is named by its key and where that stands', () => {
  expect(subjectOf([], 'the platform file')).toBe('the platform file')
  expect(subjectOf(['class'], 'the scenario file')).toBe('"class"')
  expect(subjectOf(['journeys', 'ask', 'every'], '')).toBe('"every" of journeys.ask')
  expect(subjectOf(['faults', 0, 'at'], '')).toBe('"at" of faults[0]')
  expect(subjectOf(['gates', 'smoke', 1], '')).toBe('gates.smoke[1]')
})

test('a mapping is named by its path, with quotes where a key would be hard to read', () => {
  expect(mappingOf([], 'the platform file')).toBe('the platform file')
  expect(mappingOf(['components', 'openai', 'route'], '')).toBe('components.openai.route')
  expect(mappingOf(['checks', 'a b', '$.x'], '')).toBe('checks."a b"."$.x"')
})

test.each([
  [null, 'empty'],
  ['', 'an empty text'],
  ['x', 'the text "x"'],
  [3, 'the number 3'],
  [true, 'true'],
  [[], 'a list'],
  [{}, 'a mapping'],
])('%j is %s', (value, words) => {
  expect(whatIs(value)).toBe(words)
})

describe('text from a file is made safe to print', () => {
  test('control characters become escapes, the upper ones too', () => {
    expect(quoted('a\u001b[31mb\n\u009bc\u2028d\u007f')).toBe('"a\\u001b[31mb\\n\\u009bc\\u2028d\\u007f"')
  })

  test('long text is cut', () => {
    expect(quoted('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`)
    expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`)
  })
})

describe('suggestions', () => {
  test('the nearest name', () => {
    expect(suggestion('opneai', ['openai', 'anthropic'])).toBe('did you mean "openai"?')
  })

  test('all names where none is near', () => {
    expect(suggestion('database', ['openai', 'gateway'])).toBe('write "openai" or "gateway"')
    expect(keySuggestion('colour', ['platform', 'stage'])).toBe('remove it; the keys here are platform, stage')
  })

  test('nothing to write where there are no names', () => {
    expect(suggestion('x', [])).toBe('remove it')
    expect(keySuggestion('x', [])).toBe('remove it')
  })

  test('text of many letters is not compared: that would take long and find nothing', () => {
    expect(suggestion('x'.repeat(101), ['x'.repeat(100)])).toBe(`write "${'x'.repeat(60)}…"`)
  })
})

test('names are listed as people do, and not all of very many', () => {
  expect(oneOf(['a'])).toBe('"a"')
  expect(oneOf(['a', 'b', 'c'])).toBe('"a", "b" or "c"')
  expect(oneOf(Array.from({ length: 17 }, (_, index) => `n${index}`))).toMatch(/^one of "n0", .*"n9" and 7 more$/)
})

test('a description goes into a sentence, an abbreviation as it is', () => {
  expect(inSentence('How soon')).toBe('how soon')
  expect(inSentence('A number')).toBe('a number')
  expect(inSentence('HTTP status')).toBe('HTTP status')
})
