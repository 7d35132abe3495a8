import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { MockEffect, MockFault } from '../../src/mock/fault.ts'
import {
  ANSWER,
  always,
  chatRequest,
  converseRequest,
  embeddingRequest,
  generateRequest,
  messagesRequest,
  responsesRequest,
  startMock,
} from './support.ts'

interface Seen {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly hits: number
}

const CHAT = '/v1/chat/completions'

/** One request under one fault. */
async function seen(effect: MockEffect, path: string, init: RequestInit, more: Partial<MockFault> = {}): Promise<Seen> {
  await using mock = await startMock()
  await mock.control.put('fault', always(effect, more))
  const response = await fetch(mock.url + path, init)
  const text = await response.text()
  const hits = (await mock.control.faults())[0]?.hits ?? 0
  return { status: response.status, headers: response.headers, text, hits }
}

async function json(effect: MockEffect, path: string, init: RequestInit) {
  const { text, ...rest } = await seen(effect, path, init)
  return { ...rest, value: JSON.parse(text) }
}

describe('an error with a name', () => {
  test.for([
    [
      'insufficient_quota',
      CHAT,
      chatRequest(),
      429,
      { error: { type: 'insufficient_quota', code: 'insufficient_quota' } },
    ],
    ['slow_down', CHAT, chatRequest(), 429, { error: { type: 'rate_limit_error', code: 'slow_down' } }],
    ['model_gone', CHAT, chatRequest(), 410, { error: { code: 'model_shut_down' } }],
    [
      'enforced_spend_limit_reached',
      '/v1/messages',
      messagesRequest(),
      429,
      { error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } } },
    ],
    [
      'requests_per_day',
      '/v1/models/m:generateContent',
      generateRequest(),
      429,
      { error: { status: 'RESOURCE_EXHAUSTED', details: [{}, { retryDelay: '21600s' }] } },
    ],
    [
      'API_KEY_INVALID',
      '/v1/models/m:generateContent',
      generateRequest(),
      400,
      { error: { status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] } },
    ],
    [
      'ModelNotReadyException',
      '/model/m/converse',
      converseRequest(),
      429,
      { message: expect.stringMatching(/ready/) },
    ],
  ] as const)('%s', async ([name, path, init, status, body]) => {
    const error = await json({ kind: 'error', name }, path, init)
    expect(error).toMatchObject({ status, hits: 1 })
    expect(error.value).toMatchObject(body)
  })

  test('hits only the providers that have it', async () => {
    expect(await seen({ kind: 'error', name: 'ThrottlingException' }, CHAT, chatRequest())).toMatchObject({
      status: 200,
      hits: 0,
    })
  })

  test('says when to come back in whatever way it is told to, and whatever else', async () => {
    const limit = (more: object): Promise<Seen> => seen({ kind: 'status', status: 429, ...more }, CHAT, chatRequest())
    expect((await limit({ retryAfterMs: 90_000 })).headers.get('retry-after')).toBe('90')
    expect((await limit({ retryAfterMs: 0 })).headers.get('retry-after')).toBe('0')
    const dated = (await limit({ retryAfterMs: 60_000, retryAfterAs: 'date' })).headers
    expect(Date.parse(dated.get('retry-after') ?? '') - Date.now()).toBeGreaterThan(50_000)
    expect(dated.get('retry-after-ms')).toBeNull()
    const silent = (await limit({ retryAfterAs: 'none', headers: { 'x-should-retry': 'false' } })).headers
    expect([silent.get('retry-after'), silent.get('x-should-retry')]).toEqual([null, 'false'])
  })
})

describe('a good status with something else in it', () => {
  const streams = [
    ['a chat', CHAT, chatRequest({ stream: true })],
    ['a message', '/v1/messages', messagesRequest({ stream: true })],
    ['frames', '/model/m/converse-stream', converseRequest()],
  ] as const

  test.for([['a whole chat', CHAT, chatRequest()], ...streams] as const)('html: %s', async ([, path, init]) => {
    const { status, headers, text } = await seen({ kind: 'body', of: 'html' }, path, init)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toMatch(/^<!DOCTYPE html>/)
  })

  test.for([['a whole chat', CHAT, chatRequest()], ...streams] as const)('nothing: %s', async ([, path, init]) => {
    expect(await seen({ kind: 'body', of: 'nothing' }, path, init)).toMatchObject({ status: 200, text: '', hits: 1 })
  })

  test('broken JSON: of a whole answer the end is missing, of a stream one event in the middle is broken', async () => {
    const { text } = await seen({ kind: 'body', of: 'broken-json' }, CHAT, chatRequest())
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    const stream = await seen({ kind: 'body', of: 'broken-json' }, CHAT, chatRequest({ stream: true }))
    const events = stream.text.trimEnd().split('\n\n')
    const broken = events.filter(event => {
      try {
        return event !== 'data: [DONE]' && JSON.parse(event.slice(6)) === undefined
      } catch {
        return true
      }
    })
    expect(broken).toHaveLength(1)
    expect(events.at(-1)).toBe('data: [DONE]')
  })

  test.for(streams)('half a frame, then a proper end: %s', async ([name, path, init]) => {
    const { text, hits } = await seen({ kind: 'halfFrame', afterChunks: 2 }, path, init)
    expect(hits).toBe(1)
    if (name !== 'frames') expect(text).not.toMatch(/\n$/)
    expect(await seen({ kind: 'halfFrame', afterChunks: 2 }, CHAT, chatRequest())).toMatchObject({ hits: 0 })
  })
})

describe('a filter', () => {
  test.for([
    ['OpenAI', CHAT, chatRequest(), 400, { error: { code: 'invalid_prompt' } }],
    [
      'Azure',
      '/openai/deployments/d/chat/completions?api-version=2024-10-21',
      chatRequest(),
      400,
      { error: { code: 'content_filter', innererror: { content_filter_result: { hate: { filtered: true } } } } },
    ],
    ['Anthropic', '/v1/messages', messagesRequest(), 200, { content: [], stop_reason: 'refusal' }],
    [
      'Gemini',
      '/v1/models/m:generateContent',
      generateRequest(),
      200,
      { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } },
    ],
    ['Bedrock', '/model/m/converse', converseRequest(), 200, { stopReason: 'guardrail_intervened' }],
  ] as const)('of %s holds a question back', async ([, path, init, status, body]) => {
    const { value, ...rest } = await json({ kind: 'blocked', what: 'prompt' }, path, init)
    expect(rest).toMatchObject({ status, hits: 1 })
    expect(value).toMatchObject(body)
    expect(value).not.toHaveProperty('candidates')
  })

  test.for([
    ['OpenAI', CHAT, chatRequest(), { choices: [{ finish_reason: 'content_filter' }] }],
    ['Responses', '/v1/responses', responsesRequest(), { incomplete_details: { reason: 'content_filter' } }],
    ['Gemini', '/v1/models/m:generateContent', generateRequest(), { candidates: [{ finishReason: 'SAFETY' }] }],
    ['Bedrock', '/model/m/converse', converseRequest(), { stopReason: 'content_filtered' }],
  ] as const)('of %s holds an answer back', async ([, path, init, body]) => {
    const { value, status } = await json({ kind: 'blocked', what: 'answer' }, path, init)
    expect(status).toBe(200)
    expect(value).toMatchObject(body)
    expect(JSON.stringify({ ...value, instructions: undefined })).not.toContain('Denmark')
  })

  test('holds an answer back in mid-stream', async () => {
    const { text } = await seen({ kind: 'blocked', what: 'answer' }, CHAT, chatRequest({ stream: true }))
    expect(text).toContain('"finish_reason":"content_filter"')
    expect(text).toContain('"content":" ship"')
    expect(text).not.toContain('Denmark')
  })
})

describe('an answer that is in order on the wire and in nothing else', () => {
  test('comes from another model, and says so or does not', async () => {
    const other = (admitted: boolean) =>
      json({ kind: 'wrongModel', model: 'gpt-5.2-nano', admitted }, CHAT, chatRequest())
    expect((await other(true)).value.model).toBe('gpt-5.2-nano')
    expect((await other(false)).value.model).toBe('gpt-5.2')
  })

  test('is worse, and tells nothing', async () => {
    const said = async (how: 'garbled' | 'untrue'): Promise<string> =>
      (await json({ kind: 'degrade', how }, CHAT, chatRequest())).value.choices[0].message.content
    expect(await said('garbled')).toBe('We ship สวัสดี Norway, Sweden 因此 Denmark.')
    expect(await said('untrue')).toBe('We ship to Portugal, Kenya and Marlow.')
    // A weak model does not see that what stands under a heading is about it.
    const context = '# Refunds\nMoney is back within five days.\n\n# Shipping\nWithin two days, at no cost.'
    const messages = [
      { role: 'system', content: context },
      { role: 'user', content: 'How long does shipping take?' },
    ]
    const weaker = await json({ kind: 'degrade', how: 'weaker' }, CHAT, chatRequest({ messages }))
    expect(weaker.value).toMatchObject({ model: 'gpt-5.2' })
    expect(weaker.value.choices[0].message.content).not.toContain('two days')
  })

  test('asks for a tool with arguments that break off', async () => {
    const tools = [{ type: 'function', function: { name: 'ship', description: 'ships', parameters: SCHEMA } }]
    const { value, hits } = await json({ kind: 'malformedArguments' }, CHAT, chatRequest({ tools }))
    expect(hits).toBe(1)
    const sent = value.choices[0].message.tool_calls[0].function.arguments
    expect(sent).toMatch(/^\{"/)
    expect(() => JSON.parse(sent)).toThrow(SyntaxError)
    expect(await seen({ kind: 'malformedArguments' }, CHAT, chatRequest())).toMatchObject({ hits: 0 })
  })

  test('costs something else than it says', async () => {
    const { value } = await json({ kind: 'usage', promptTimes: 0, completionTimes: 100 }, CHAT, chatRequest())
    expect(value).toMatchObject({
      choices: [{ message: { content: ANSWER } }],
      usage: { prompt_tokens: 0, completion_tokens: 700, total_tokens: 700 },
    })
  })

  test('is a vector of another length, or of another space under the same name', async () => {
    const vector = async (effect: MockEffect): Promise<{ model: string; embedding: number[] }> => {
      const { value } = await json(effect, '/v1/embeddings', embeddingRequest())
      return { model: value.model, embedding: value.data[0].embedding }
    }
    const good = await vector({ kind: 'slow' })
    const short = await vector({ kind: 'embedding', dimensions: 8 })
    const other = await vector({ kind: 'embedding', model: 'text-embedding-ada-002' })
    expect([good, short, other].map(each => each.embedding.length)).toEqual([1536, 8, 1536])
    expect(other.model).toBe('text-embedding-3-small')
    const likeness = good.embedding.reduce((sum, value, i) => sum + value * (other.embedding[i] ?? 0), 0)
    expect(Math.abs(likeness)).toBeLessThan(0.3)
  })
})

const SCHEMA = { type: 'object', properties: { country: { type: 'string' } } }

describe('a contract that has changed', () => {
  const old = { 'anthropic-version': '2023-06-01' }
  const azure = '/openai/deployments/d/chat/completions?api-version='

  test.for([
    ['anthropic', '2023-06-01', '/v1/messages', messagesRequest({}, old), messagesRequest(), 400],
    ['gemini', 'v1beta', '/v1beta/models/m:generateContent', generateRequest(), undefined, 404],
    ['azure', '2024-10-21', `${azure}2024-10-21`, chatRequest(), undefined, 404],
  ] as const)('refuses an old version: %s', async ([, version, path, init, newer, status]) => {
    expect(await seen({ kind: 'contract', version }, path, init)).toMatchObject({ status, hits: 1 })
    if (newer !== undefined) expect(await seen({ kind: 'contract', version }, path, newer)).toMatchObject({ hits: 0 })
    expect(await seen({ kind: 'contract', version: 'v9' }, path, init)).toMatchObject({ status: 200, hits: 0 })
  })

  test('refuses a parameter', async () => {
    const effect = { kind: 'contract' as const, parameter: 'max_tokens' }
    const { status, value } = await json(effect, CHAT, chatRequest({ max_tokens: 9 }))
    expect(status).toBe(400)
    expect(value.error).toMatchObject({ code: 'unsupported_parameter', param: 'max_tokens' })
    expect(value.error.message).toContain("Use 'max_completion_tokens' instead")
    expect(await seen(effect, CHAT, chatRequest())).toMatchObject({ status: 200, hits: 0 })
  })
})

describe('a fault for some callers only', () => {
  const down: MockEffect = { kind: 'status', status: 500 }

  test('hits one key, and never shows it', async () => {
    await using mock = await startMock()
    await mock.control.put('one', always(down, { match: { key: 'sk-acme' } }))
    const ask = async (key: string): Promise<number> => {
      const init = { ...chatRequest(), headers: { authorization: `Bearer ${key}` } }
      return (await fetch(mock.url + CHAT, init)).status
    }
    expect([await ask('sk-acme'), await ask('sk-other')]).toEqual([500, 200])
    const listed = JSON.stringify([await mock.control.faults(), await mock.control.requests()])
    expect(listed).not.toContain('sk-acme')
    expect(listed).toContain(createHash('sha256').update('sk-acme').digest('hex'))
  })

  test.for([
    ['a chat by its user', CHAT, chatRequest({ user: 'acme' })],
    ['a chat by a header', CHAT, { ...chatRequest(), headers: { authorization: 'Bearer k', 'x-tenant-id': 'acme' } }],
    ['a message by its user', '/v1/messages', messagesRequest({ metadata: { user_id: 'acme' } })],
    ['a conversation', '/model/m/converse', converseRequest({ requestMetadata: { tenant: 'acme' } })],
  ] as const)('knows the tenant of %s', async ([, path, init]) => {
    expect(await seen(down, path, init, { match: { tenant: 'acme' } })).toMatchObject({ status: 500, hits: 1 })
    expect(await seen(down, path, init, { match: { tenant: 'other' } })).toMatchObject({ status: 200, hits: 0 })
  })

  test('is the one that a request says it met', async () => {
    await using mock = await startMock()
    const sequence = [{ kind: 'status' as const, status: 429 }, 'hit' as const, 'fine' as const]
    await mock.control.put('storm', always(down, { sequence }))
    for (let i = 0; i < 4; i++) await (await fetch(mock.url + CHAT, chatRequest())).text()
    const requests = await mock.control.requests()
    expect(requests.map(({ status, fault }) => [status, fault])).toEqual([
      [429, 'storm'],
      [500, 'storm'],
      [200, null],
      [200, null],
    ])
  })
})

describe('a stream that fails in a way with a name', () => {
  test.for([
    ['response.failed', '/v1/responses', responsesRequest({ stream: true }), 'event: response.failed'],
    ['rate_limit_error', '/v1/messages', messagesRequest({ stream: true }), '"type":"rate_limit_error"'],
    ['insufficient_quota', CHAT, chatRequest({ stream: true }), '"code":"insufficient_quota"'],
    ['RESOURCE_EXHAUSTED', '/v1/models/m:streamGenerateContent?alt=sse', generateRequest(), '"code":429'],
    ['modelStreamErrorException', '/model/m/converse-stream', converseRequest(), 'modelStreamErrorException'],
  ] as const)('%s', async ([name, path, init, said]) => {
    const { text, hits } = await seen({ kind: 'midStreamError', afterChunks: 2, name }, path, init)
    expect(hits).toBe(1)
    expect(text).toContain(said)
  })

  test('hits only streams that can fail so', async () => {
    const effect = { kind: 'midStreamError' as const, afterChunks: 2, name: 'response.failed' }
    expect(await seen(effect, CHAT, chatRequest({ stream: true }))).toMatchObject({ status: 200, hits: 0 })
  })
})
