import { describe, expect, test } from 'vitest'
import { HTTP_FAILURES, type HttpOutcome, type JsonRule } from '../../src/model/http.ts'
import { holds, parsed, worthOf } from '../../src/probes/answer.ts'
import { stepsOf, valueAt } from '../../src/probes/json-path.ts'

const good = { status: 200, withinMs: 250, json: [{ kind: 'contains', path: '$.answer', text: '30 days' }] } as const
const right = reply(200, { answer: 'within 30 days', degraded: 'cached' })

describe('an answer is worth', () => {
  test('what it should be: right, and in time', () => {
    expect(worthOf(right, good, 250)).toEqual({ bad: undefined, detail: undefined, mode: undefined })
  })

  test.for(HTTP_FAILURES)('nothing if it failed: %s, in the words of the failure', reason => {
    const outcome = { kind: 'failed', reason, detail: 'ECONN' } as const
    expect(worthOf(outcome, good, 1)).toEqual({ bad: reason, detail: 'ECONN', mode: undefined })
  })

  test.for([
    [
      'another status',
      reply(502, { error: 'upstream refused' }),
      10,
      'status',
      '502 instead of 200: {"error":"upstream refused"}',
    ],
    [
      'another status, right answer',
      reply(201, { answer: '30 days' }),
      10,
      'status',
      '201 instead of 200: {"answer":"30 days"}',
    ],
    ['late', right, 250.4, 'slow', '251 ms instead of 250 ms'],
    ['very late', right, 1249.6, 'slow', '1250 ms instead of 250 ms'],
    ['wrong', reply(200, { answer: 'never' }), 10, 'wrong', '$.answer does not contain "30 days": it is "never"'],
    [
      'without what was asked for',
      reply(200, { other: 1 }),
      10,
      'wrong',
      '$.answer is missing, and should contain "30 days"',
    ],
    ['no JSON', { ...right, body: '<html>Sorry</html>' }, 10, 'wrong', 'the answer is not JSON: <html>Sorry</html>'],
    ['empty', { ...right, body: '' }, 10, 'wrong', 'the answer is not JSON: '],
    [
      'wrong and late: being quick would not have helped',
      reply(200, { answer: 'never' }),
      999,
      'wrong',
      '$.answer does not contain "30 days": it is "never"',
    ],
    ['another status and late', reply(500, {}), 999, 'status', '500 instead of 200: {}'],
  ] as const)('%s', ([_, outcome, tookMs, bad, detail]) => {
    expect(worthOf(outcome, good, tookMs)).toMatchObject({ bad, detail })
  })

  test('only its beginning is kept, on one line: answers can be megabytes', () => {
    const { detail = '' } = worthOf({ ...right, status: 500, body: `a\n\n b ${'x'.repeat(1_000_000)}` }, good, 1)
    expect(detail).toMatch(/^500 instead of 200: a b x+…$/)
    expect(detail.length).toBeLessThan(200)
  })

  test('where nothing is said about JSON the body does not matter', () => {
    expect(worthOf({ ...right, body: 'pong' }, { ...good, json: [] }, 1).bad).toBeUndefined()
  })
})

describe('the mode an answer admits to', () => {
  test.for([
    ['a name', 'cached', 'cached'],
    ['anything else that is true', true, 'true'],
    ['more than a word', { kind: 'queue' }, '{"kind":"queue"}'],
    ['a number', 3, '3'],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['false', false, undefined],
    ['an empty text', '', undefined],
  ] as const)('%s', ([_, value, mode]) => {
    expect(worthOf(reply(200, { answer: '30 days', mode: value }), good, 1, '$.mode').mode).toBe(mode)
  })

  test('is known of late and of wrong answers too, but not of errors', () => {
    expect(worthOf(right, good, 999, '$.degraded')).toMatchObject({ bad: 'slow', mode: 'cached' })
    expect(worthOf(reply(200, { degraded: 'cached' }), good, 1, '$.degraded')).toMatchObject({
      bad: 'wrong',
      mode: 'cached',
    })
    expect(worthOf(reply(500, { degraded: 'cached' }), good, 1, '$.degraded').mode).toBeUndefined()
  })

  test('of no JSON there is none', () => {
    expect(worthOf({ ...right, body: 'pong' }, { ...good, json: [] }, 1, '$.mode').mode).toBeUndefined()
  })
})

describe('a rule about one value', () => {
  const body = { n: 1, text: 'one two', list: ['a', { b: 2 }], none: null, deep: { x: 1, y: [1, 2] } }
  const equals = (path: string, value: unknown): JsonRule => ({ kind: 'equals', path, value })
  const contains = (path: string, text: string): JsonRule => ({ kind: 'contains', path, text })
  const exists = (path: string, there: boolean): JsonRule => ({ kind: 'exists', path, exists: there })
  test.for([
    ['equal', equals('$.n', 1), true],
    ['a number is not its text', equals('$.n', '1'), false],
    ['null is null', equals('$.none', null), true],
    ['nothing is not null', equals('$.missing', null), false],
    ['objects, in whatever order', equals('$.deep', { y: [1, 2], x: 1 }), true],
    ['lists, in their order', equals('$.deep.y', [2, 1]), false],
    ['an object with more in it', equals('$.deep', { x: 1 }), false],
    ['an object with less in it', equals('$.deep', { x: 1, y: [1, 2], z: undefined }), false],
    ['a list is no object with the same keys', equals('$.deep.y', { 0: 1, 1: 2 }), false],
    ['a text inside a text', contains('$.text', 'two'), true],
    ['a text not inside a text', contains('$.text', 'three'), false],
    ['a text inside something larger', contains('$.list', '"b":2'), true],
    ['a text inside nothing', contains('$.missing', 'a'), false],
    ['there', exists('$.none', true), true],
    ['there, but should not be', exists('$.n', false), false],
    ['not there', exists('$.missing', false), true],
    ['not there, but should be', exists('$.deep.z', true), false],
  ] as const)('%s', ([_, rule, held]) => {
    expect(holds(rule, body)).toBe(held)
  })

  test.for([
    [equals('$.n', 2), '$.n is 1 instead of 2'],
    [equals('$.missing', 2), '$.missing is missing instead of 2'],
    [exists('$.missing', true), '$.missing is missing'],
    [exists('$.n', false), '$.n is there'],
    [contains('$', 'absent'), expect.stringMatching(/^\$ does not contain "absent": it is \{"n":1,.*\}$/)],
  ] as const)('what is broken about it is said: $1', ([rule, detail]) => {
    expect(worthOf(reply(200, body), { ...good, json: [rule] }, 1).detail).toEqual(detail)
  })

  test('the first broken one is the one that is told', () => {
    const json = [equals('$.n', 1), equals('$.n', 2), equals('$.n', 3)]
    expect(worthOf(reply(200, body), { ...good, json }, 1).detail).toBe('$.n is 1 instead of 2')
  })
})

describe('a path into JSON', () => {
  const body = { a: { b: [10, { 'c d': 'x' }] }, 'e-f': 1, length: 5 }
  test.for([
    ['$', body],
    ['$.a.b[0]', 10],
    ["$.a.b[1]['c d']", 'x'],
    ['$.e-f', 1],
    ['$.a.b[2]', undefined],
    ['$.a.b[0].c', undefined],
    ['$.nothing.at.all', undefined],
    ['$.toString', undefined],
    ['$.__proto__', undefined],
  ] as const)('%s', ([path, value]) => {
    expect(valueAt(body, path)).toEqual(value)
  })

  test('into what is no JSON leads nowhere', () => {
    expect(valueAt(undefined, '$.a')).toBeUndefined()
    expect(valueAt('text', '$.length')).toBeUndefined()
  })

  test('is a list of steps', () => {
    expect(stepsOf("$.a[0]['b c'].d")).toEqual(['a', '0', 'b c', 'd'])
  })
})

test('what is no JSON has no value', () => {
  expect([parsed('{"a":1}'), parsed('null'), parsed('{"a":'), parsed('')]).toEqual([
    { a: 1 },
    null,
    undefined,
    undefined,
  ])
})

function reply(status: number, body: unknown): Extract<HttpOutcome, { kind: 'reply' }> {
  return { kind: 'reply', status, headers: {}, body: JSON.stringify(body) }
}
