import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import type { MockEffect } from '../../src/mock/fault.ts'
import { always, CONTEXT, QUESTION, startMock } from './support.ts'

/** What each SDK does about each fault, as its users will meet it: how often it asks, and what it throws in the end. */
interface Row {
  readonly fault: string
  readonly effect: MockEffect
  readonly attempts: number
  readonly openai?: string
  readonly anthropic?: string
}

// A wait is given where it makes a row quicker than the SDK's own choice would.
const rows: readonly Row[] = [
  {
    fault: '429',
    effect: { kind: 'status', status: 429, retryAfterMs: 20 },
    attempts: 3,
    openai: 'RateLimitError 429 rate_limit_exceeded',
    anthropic: 'RateLimitError 429 rate_limit_error',
  },
  {
    fault: '500',
    effect: { kind: 'status', status: 500, retryAfterMs: 20 },
    attempts: 3,
    openai: 'InternalServerError 500 server_error',
    anthropic: 'InternalServerError 500 api_error',
  },
  {
    fault: '503',
    effect: { kind: 'status', status: 503, retryAfterMs: 20 },
    attempts: 3,
    openai: 'InternalServerError 503 server_is_overloaded',
  },
  {
    fault: '503 as HTML',
    effect: { kind: 'status', status: 503, body: 'html' },
    attempts: 3,
    openai: 'InternalServerError 503',
    anthropic: 'ServiceUnavailableError 503',
  },
  {
    fault: '529',
    effect: { kind: 'status', status: 529, retryAfterMs: 20 },
    attempts: 3,
    anthropic: 'OverloadedError 529 overloaded_error',
  },
  {
    fault: '401',
    effect: { kind: 'status', status: 401 },
    attempts: 1,
    openai: 'AuthenticationError 401 invalid_api_key',
    anthropic: 'AuthenticationError 401 authentication_error',
  },
  {
    fault: '404, the model is gone',
    effect: { kind: 'status', status: 404 },
    attempts: 1,
    openai: 'NotFoundError 404 model_not_found',
    anthropic: 'NotFoundError 404 not_found_error',
  },
  {
    fault: '400',
    effect: { kind: 'status', status: 400 },
    attempts: 1,
    openai: 'BadRequestError 400 invalid_request_error',
    anthropic: 'BadRequestError 400 invalid_request_error',
  },
  {
    fault: 'reset before the head',
    effect: { kind: 'reset', after: 'nothing' },
    attempts: 3,
    openai: 'APIConnectionError',
    anthropic: 'APIConnectionError',
  },
]

// Side by side: most of the time here is an SDK waiting before it tries again.
describe.concurrent.for(['openai', 'anthropic'] as const)('the official SDK of %s', dialect => {
  test.for(rows.filter(row => row[dialect] !== undefined))('meets $fault', async row => {
    await using mock = await startMock()
    await mock.control.put('fault', always(row.effect))
    expect(await thrownBy(() => ask(dialect, mock.url))).toBe(row[dialect])
    const requests = await mock.control.requests()
    expect(requests.map(({ attempt, fault }) => ({ attempt, fault }))).toEqual(
      Array.from({ length: row.attempts }, (_, i) => ({ attempt: i + 1, fault: 'fault' })),
    )
    expect((await mock.control.faults())[0]).toMatchObject({ matched: row.attempts, hits: row.attempts })
  })

  test('gets its answer on the third try when the first two are rate-limited', async () => {
    await using mock = await startMock()
    await mock.control.put('twice', always({ kind: 'status', status: 429, retryAfterMs: 20 }, { firstN: 2 }))
    await ask(dialect, mock.url)
    expect((await mock.control.requests()).map(request => request.status)).toEqual([429, 429, 200])
  })

  test('throws an error without a status when a stream fails half-way', async () => {
    await using mock = await startMock()
    await mock.control.put('mid', always({ kind: 'midStreamError', afterChunks: 4 }))
    const seen: string[] = []
    const thrown = await stream(dialect, mock.url, seen).catch(error => error)
    expect(seen.join('')).toBe(dialect === 'openai' ? 'We ship to' : 'We')
    expect(thrown.constructor.name).toBe('APIError')
    expect(thrown.status).toBeUndefined()
    expect(thrown.type).toBe(dialect === 'openai' ? 'server_error' : 'overloaded_error')
    expect(await mock.control.requests()).toHaveLength(1)
  })

  test('says nothing at all about a stream that ends too early', async () => {
    await using mock = await startMock()
    await mock.control.put('cut', always({ kind: 'truncate', afterChunks: 5 }))
    const seen: string[] = []
    await stream(dialect, mock.url, seen)
    expect(seen.join('')).toBe(dialect === 'openai' ? 'We ship to Norway,' : 'We ship')
  })

  test('notices a stream whose connection is reset, and does not try again', async () => {
    await using mock = await startMock()
    await mock.control.put('cut', always({ kind: 'reset', after: 5 }))
    const seen: string[] = []
    const thrown = await stream(dialect, mock.url, seen).catch(error => error)
    expect(seen.join('')).toBe(dialect === 'openai' ? 'We ship to Norway,' : 'We ship')
    expect(String(thrown)).toBe('TypeError: terminated')
    expect(await mock.control.requests()).toHaveLength(1)
  })

  test('gives up on an answer that never begins, and tries again', async () => {
    await using mock = await startMock()
    await mock.control.put('hang', always({ kind: 'stall', after: 'nothing' }))
    expect(await thrownBy(() => ask(dialect, mock.url, { timeout: 1500, maxRetries: 1 }))).toBe(
      'APIConnectionTimeoutError',
    )
    expect((await mock.control.requests()).map(({ attempt, status }) => ({ attempt, status }))).toEqual([
      { attempt: 1, status: null },
      { attempt: 2, status: null },
    ])
  })

  test('hands an empty completion on as if it were one', async () => {
    await using mock = await startMock()
    await mock.control.put('empty', always({ kind: 'empty' }))
    expect(await ask(dialect, mock.url)).toEqual([])
  })
})

type Dialect = 'openai' | 'anthropic'
interface ClientOptions {
  readonly timeout?: number
  readonly maxRetries?: number
}

async function ask(dialect: Dialect, url: string, options: ClientOptions = {}): Promise<readonly object[]> {
  if (dialect === 'openai') {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'key', ...options })
    return (await client.chat.completions.create({ model: 'gpt-5.2', messages: chat })).choices
  }
  const client = new Anthropic({ baseURL: url, apiKey: 'key', ...options })
  return (await client.messages.create({ model: 'claude-opus-4-6', max_tokens: 100, system: CONTEXT, messages }))
    .content
}

async function stream(dialect: Dialect, url: string, seen: string[]): Promise<void> {
  if (dialect === 'openai') {
    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'key' })
    const events = await client.chat.completions.create({ model: 'gpt-5.2', messages: chat, stream: true })
    for await (const event of events) seen.push(event.choices[0]?.delta.content ?? '')
    return
  }
  const client = new Anthropic({ baseURL: url, apiKey: 'key' })
  const body = { model: 'claude-opus-4-6', max_tokens: 100, system: CONTEXT, messages, stream: true as const }
  for await (const event of await client.messages.create(body)) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen.push(event.delta.text)
  }
}

const messages = [{ role: 'user' as const, content: QUESTION }]
const chat = [{ role: 'system' as const, content: CONTEXT }, ...messages]

/** The error's class, status, and the first word of its own that the SDK gives on. */
async function thrownBy(act: () => Promise<unknown>): Promise<string> {
  const thrown = await act().then(
    () => undefined,
    error => error,
  )
  const word = thrown?.code ?? thrown?.type
  return [thrown?.constructor.name, thrown?.status, word].filter(part => part !== undefined && part !== null).join(' ')
}
