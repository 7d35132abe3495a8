import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fields } from '../../../src/proxy/api/fields.ts'
import { Fraction, readJson } from '../../../src/proxy/api/json.ts'
import { ApiError } from '../../../src/proxy/api-error.ts'

test('reads the first value and ignores the rest', () => {
  expect(readJson(' {"a":[1,"}",{"b":"\\"]"}]} trailing {')).toEqual({ a: [1, '}', { b: '"]' }] })
  expect(readJson('[1][2]')).toEqual([1])
  expect(readJson('"a\\"b"c')).toBe('a"b')
  expect(readJson('12 13')).toBe(12)
  expect(readJson('null,')).toBe(null)
  expect(readJson('true}')).toBe(true)
})

test('tells an empty body, one that stops short, and one that is not JSON apart', () => {
  const said = (body: string) => {
    try {
      return readJson(body)
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(said('')).toBe('bad request body: EOF')
  expect(said(' \n')).toBe('bad request body: EOF')
  for (const short of ['{', '{"a', '{"a":', '[1,', '"abc', '{"a":"\\'])
    expect(said(short)).toBe('bad request body: unexpected EOF')
  for (const wrong of ['{]}', 'nothing', '}', '{a:1}', '{"a":01}', '[1,]']) {
    expect(said(wrong)).toMatch(/^bad request body: invalid JSON: /)
  }
})

test('agrees with JSON.parse on every value, whatever follows', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n{', ' ]', ' "x'), (value, rest) => {
      const text = JSON.stringify(value)
      expect(JSON.stringify(plain(readJson(text + rest)))).toBe(text)
    }),
  )
})

test('throws nothing but refusals, whatever comes', () => {
  const junk = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', ' ') }),
  )
  fc.assert(
    fc.property(junk, body => {
      try {
        readJson(body)
      } catch (error) {
        expect(error).toBeInstanceOf(ApiError)
      }
    }),
  )
})

test('survives nesting deeper than any stack', () => {
  expect(() => readJson('['.repeat(200_000))).toThrow(ApiError)
  expect(() => readJson('['.repeat(200_000) + ']'.repeat(200_000))).toThrow(ApiError)
})

test('whole numbers are told from others as written', () => {
  const whole = (text: string) => fields(readJson(`{"n":${text}}`), 'T').whole('n')
  expect([whole('0'), whole('-5'), whole('1000'), whole('null')]).toEqual([0, -5, 1000, undefined])
  expect(whole('9223372036854775807')).toBeLessThan(2 ** 63)
  for (const wrong of ['1.5', '1e3', '1.0', '"1"', '99999999999999999999', 'true', '[]', '{}']) {
    expect(() => whole(wrong)).toThrow(/^bad request body: json: cannot unmarshal /)
  }
})

test('the last spelling of a key wins, null and absent are the same', () => {
  const read = fields(readJson('{"Name":"a","NAME":"b","flag":null}'), 'T')
  expect([read.text('name'), read.flag('flag'), read.flag('none'), read.text('toString')]).toEqual([
    'b',
    undefined,
    undefined,
    undefined,
  ])
  expect(fields(null, 'T').text('name')).toBe(undefined)
})

function plain(value: unknown): unknown {
  if (value instanceof Fraction) return value.value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, inside] of Object.entries(value)) copy[key] = plain(inside)
  return copy
}
