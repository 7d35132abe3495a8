import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { WIRES } from '../../src/mock/dialects/all.ts'
import { readFault } from '../../src/mock/fault.ts'
import { always } from './support.ts'

test('a key is forgotten as soon as it is read: only its digest is kept', () => {
  const digest = `sha256:${createHash('sha256').update('sk-secret').digest('hex')}`
  const fault = always({ kind: 'empty' }, { match: { key: 'sk-secret' } })
  expect(readFault(fault)).toEqual({ fault: { ...fault, match: { key: digest } } })
  expect(readFault({ ...fault, match: { key: digest } })).toEqual({ fault: { ...fault, match: { key: digest } } })
})

test('an error that no provider has is refused, with the nearest that one has', () => {
  expect(readFault(always({ kind: 'error', name: 'insuficient_quota' }))).toEqual({
    wrong: 'no provider has an error called "insuficient_quota"; did you mean "insufficient_quota"?',
  })
  const sequence = ['hit' as const, { kind: 'error' as const, name: 'x' }]
  expect(readFault(always({ kind: 'empty' }, { sequence }))).toMatchObject({
    wrong: expect.stringMatching(/^no provider has an error called "x"; there are rate_limit_exceeded, /),
  })
})

describe('every error that a provider has a name for', () => {
  const mint = { id: (prefix: string) => `${prefix}1`, nowMs: () => 0 }
  const named = WIRES.flatMap(wire => Object.entries(wire.errors).map(([name, failure]) => ({ wire, name, failure })))

  test.for(named)('has a true body: $wire.dialect $name', ({ wire, failure }) => {
    const { status, headers, chunks } = wire.failure(failure, mint)
    expect(status).toBeGreaterThanOrEqual(400)
    const text = String(chunks[0]?.data)
    if (headers['content-type']?.startsWith('application/json') !== true) return expect(text.length).toBeGreaterThan(50)
    const value = JSON.parse(text)
    const message = value.message ?? value.error.message
    expect(message.length).toBeGreaterThan(5)
    expect(readFault(always({ kind: 'error', name: 'rate_limit_exceeded' }))).toHaveProperty('fault')
  })

  test('says no time to come back where waiting would not help', () => {
    const final = named.filter(({ failure }) => failure.final === true)
    expect(final.map(({ name }) => name)).toContain('contract_spend_limit_reached')
    for (const { wire, failure } of final) expect(wire.failure(failure, mint).headers).not.toHaveProperty('retry-after')
  })
})

test('a fault needs no more than an effect: then it hits everything', () => {
  const effect = { kind: 'status' as const, status: 500 }
  expect(readFault({ effect })).toEqual({ fault: { match: {}, shareRatio: 1, effect } })
})

describe('what is no fault is refused with what would be one', () => {
  const KINDS =
    'status, error, stall, reset, truncate, halfFrame, midStreamError, body, empty, blocked, malformedArguments, ' +
    'wrongModel, degrade, usage, embedding, contract, slow'
  const down = { kind: 'status', status: 500 }

  test.for([
    [5, 'it must be an object, not 5'],
    [{}, 'effect is missing'],
    [{ effect: {} }, `effect.kind is missing: one of ${KINDS}`],
    [{ effect: { kind: 'staus' } }, `effect.kind must be one of ${KINDS}, not "staus": did you mean "status"?`],
    [{ effect: { kind: 'status', status: 200 } }, 'effect.status must be at least 400, not 200'],
    [{ effect: { kind: 'status', status: '500' } }, 'effect.status must be a number, not "500"'],
    [{ effect: { kind: 'reset' } }, 'effect.after must be "nothing" or "headers" or a number'],
    [
      { effect: { kind: 'reset', after: 'begin' } },
      'effect.after must be "nothing" or "headers" or a number, not "begin"',
    ],
    [{ effect: { ...down, retryAfter: 3 } }, 'effect has no "retryAfter": did you mean "retryAfterMs"?'],
    [{ effect: { kind: 'empty', why: 1 } }, 'effect has no "why": there is kind'],
    [{ effect: { ...down, headers: { 'x-a': 'b\r\nc: d' } } }, 'effect.headers.x-a cannot be "b??c: d"'],
    [{ effect: { kind: 'degrade', how: 'angry' } }, 'effect.how must be one of weaker, garbled, untrue, not "angry"'],
    [{ efect: down }, 'effect is missing; it has no "efect": did you mean "effect"?'],
    [
      { match: { dialect: 'opena' }, shareRatio: 2, effect: down },
      'match.dialect must be one of openai, azure-openai, anthropic, gemini, vertex-gemini, vertex-claude, bedrock, not "opena": did you mean "openai"?; shareRatio must be at most 1, not 2',
    ],
    [{ sequence: ['429'], effect: down }, 'sequence[0] must be "hit" or "fine" or an object, not "429"'],
    [{ sequence: [{ kind: 'status' }], effect: down }, 'sequence[0].status is missing'],
    [{ sequence: [], effect: down }, 'sequence must be at least 1 long'],
    [{ sequence: [{ kind: 'empty', x: 1 }], effect: down }, 'sequence[0] has no "x": there is kind'],
    [
      { curve: [{ atMs: 0, share: 1 }], effect: down },
      'curve[0].shareRatio is missing; curve[0] has no "share": there are atMs, shareRatio',
    ],
    [{ match: { key: 5 }, effect: down }, 'match.key must be a text, not 5'],
  ] as const)('%j', ([value, wrong]) => {
    expect(readFault(value)).toEqual({ wrong })
  })

  test('and so is a header whose name is none', () => {
    expect(readFault({ effect: { ...down, headers: { 'X A': 'b' } } })).toHaveProperty('wrong')
  })
})
