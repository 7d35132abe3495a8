import { describe, expect, test } from 'vitest'
import type { MockEffect } from '../../../src/mock/fault.ts'
import { spoil } from '../../../src/mock/faults/effects.ts'
import type { Reply } from '../../../src/mock/reply.ts'
import { jsonReply, streamReply } from '../../../src/mock/reply.ts'
import type { Job, Wire } from '../../../src/mock/wire.ts'

const pace = { firstTokenMs: 5, tokensPerSecond: 100 }
const mint = { id: (prefix: string) => `${prefix}1`, nowMs: () => 0 }
const completion = {
  said: { kind: 'text', pieces: ['a', 'b', 'c'], finish: 'end', stopSequence: undefined },
  usage: { promptTokens: 1, completionTokens: 3 },
  servedBy: 'm',
} as const

const wire: Wire = {
  dialect: 'openai',
  endpoints: [],
  claims: () => true,
  unknownUrl: () => ({ status: 404 }),
  failure: failure => jsonReply(failure.status, {}, failure),
  errors: {},
  contract: {
    version: () => undefined,
    versionRefused: () => ({ status: 400 }),
    parameterRefused: () => ({ status: 400 }),
  },
  streamErrors: { usual: () => 'error!' },
  blockedPrompt: undefined,
}

/** A job that streams its pieces, or says them at once. */
function job(streamed: boolean): Job {
  return {
    kind: 'completion',
    model: 'm',
    streamed,
    conversation: { turns: [], tools: [], toolChoice: { kind: 'auto' }, maxTokens: undefined, stop: [] },
    reply: ({ said }, { firstTokenMs, tokensPerSecond }) => {
      const pieces = said.kind === 'nothing' ? [] : said.pieces
      if (!streamed) return jsonReply(200, {}, pieces.join(''), firstTokenMs)
      return streamReply(
        {},
        pieces.map(data => ({ afterMs: firstTokenMs + tokensPerSecond, data })),
      )
    },
  }
}

function spoilt(effect: MockEffect, streamed = true): Reply {
  const request = { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array() }
  return spoil(
    effect,
    { job: job(streamed), wire, request, completion: () => completion },
    {
      complete: () => completion,
      embed: () => ({ vectors: [], tokens: 0, servedBy: 'm' }),
      pace,
      mint,
    },
  )
}

/** What is sent, written down: the head, the pieces, the end. `?` is a head that never comes. */
function drawn({ head, chunks, ending }: Reply): string {
  return `${head === 'sent' ? '' : '?'}${chunks.map(chunk => chunk.data).join('|')} ${ending}`
}

describe('a spoilt stream', () => {
  test.for([
    ['stalls before its head', { kind: 'stall', after: 'nothing' }, '? stall'],
    ['stalls after its head', { kind: 'stall', after: 'headers' }, ' stall'],
    ['stalls after two chunks', { kind: 'stall', after: 2 }, 'a|b stall'],
    ['stalls after all of them', { kind: 'stall', after: 9 }, 'a|b|c stall'],
    ['is reset before its head', { kind: 'reset', after: 'nothing' }, '? reset'],
    ['is reset after its head', { kind: 'reset', after: 'headers' }, ' reset'],
    ['is reset after one chunk', { kind: 'reset', after: 1 }, 'a reset'],
    ['ends before it begins', { kind: 'truncate', afterChunks: 0 }, ' truncated'],
    ['ends after two chunks', { kind: 'truncate', afterChunks: 2 }, 'a|b truncated'],
    ['says that it failed, at once', { kind: 'midStreamError', afterChunks: 0 }, 'error! complete'],
    ['says that it failed, half-way', { kind: 'midStreamError', afterChunks: 2 }, 'a|b|error! complete'],
    ['has nothing in it', { kind: 'empty' }, ' complete'],
    ['is only slow', { kind: 'slow', headMs: 9 }, 'a|b|c complete'],
  ] as const)('%s', ([, effect, drawing]) => {
    expect(drawn(spoilt(effect))).toBe(drawing)
  })
})

describe('a spoilt whole answer', () => {
  test.for([
    ['stalls before its head', { kind: 'stall', after: 'nothing' }, '? stall'],
    ['stalls after its head', { kind: 'stall', after: 'headers' }, ' stall'],
    ['stalls in its middle, as it has no other', { kind: 'stall', after: 9 }, '"a stall'],
    ['is reset in its middle', { kind: 'reset', after: 1 }, '"a reset'],
    ['ends in its middle', { kind: 'truncate', afterChunks: 1 }, '"a truncated'],
    ['ends before it begins', { kind: 'truncate', afterChunks: 0 }, ' truncated'],
    ['has nothing in it', { kind: 'empty' }, '"" complete'],
  ] as const)('%s', ([, effect, drawing]) => {
    expect(drawn(spoilt(effect, false))).toBe(drawing)
  })
})

test('an error status is put into the words of its provider', () => {
  const reply = spoilt({ kind: 'status', status: 429, retryAfterMs: 5 })
  expect(reply.status).toBe(429)
  expect(JSON.parse(String(reply.chunks[0]?.data))).toEqual({ status: 429, retryAfterMs: 5, model: 'm', html: false })
  expect(JSON.parse(String(spoilt({ kind: 'status', status: 503, body: 'html' }).chunks[0]?.data))).toMatchObject({
    html: true,
  })
})

test('a slow answer is slow only where it was told to be', () => {
  const whole = (effect: MockEffect): number => spoilt(effect, false).headAfterMs
  expect(whole({ kind: 'slow' })).toBe(5)
  expect(whole({ kind: 'slow', headMs: 100 })).toBe(105)
  expect(whole({ kind: 'slow', firstTokenMs: 70, headMs: 100 })).toBe(170)
  const gap = (effect: MockEffect): number | undefined => spoilt(effect).chunks[1]?.afterMs
  expect(gap({ kind: 'slow' })).toBe(105)
  expect(gap({ kind: 'slow', tokensPerSecond: 2 })).toBe(7)
})
