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

test.for([
  ['a header with a line break', { kind: 'status', status: 429, headers: { 'x-a': 'b\r\nc: d' } }],
  ['a header whose name is none', { kind: 'status', status: 429, headers: { 'X A': 'b' } }],
  ['a status that is no error', { kind: 'status', status: 200 }],
  ['a way to be worse that there is not', { kind: 'degrade', how: 'angry' }],
])('is no fault: %s', ([, effect]) => {
  expect(readFault({ match: {}, shareRatio: 1, effect })).toHaveProperty('wrong')
})
