import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MockEffect } from '../../src/mock/fault.ts'
import { startPortkey } from '../support/portkey.ts'
import { ANSWER, always, CONTEXT, QUESTION, startMock } from './support.ts'

// A real gateway, of somebody else's, between an official SDK and the mock: what users have, and what drills break.
let gateway: Awaited<ReturnType<typeof startPortkey>>
beforeAll(async () => {
  gateway = await startPortkey()
}, 60_000)
afterAll(async () => gateway[Symbol.asyncDispose]())

type Mock = Awaited<ReturnType<typeof startMock>>

/** An OpenAI client whose gateway asks OpenAI first and then Anthropic; one mock is both. */
function client(mock: Mock, first: object = {}, strategy: object = {}): OpenAI {
  const at = { custom_host: `${mock.url}/v1` }
  const config = {
    strategy: { mode: 'fallback', ...strategy },
    targets: [
      { provider: 'openai', api_key: 'sk-first', ...at, ...first },
      {
        provider: 'anthropic',
        api_key: 'sk-second',
        ...at,
        override_params: { model: 'claude-opus-4-6', max_tokens: 100 },
      },
    ],
  }
  return new OpenAI({
    apiKey: 'unused',
    baseURL: `${gateway.url}/v1`,
    maxRetries: 0,
    defaultHeaders: { 'x-portkey-config': JSON.stringify(config) },
  })
}

const question = {
  model: 'gpt-5.2',
  messages: [
    { role: 'system' as const, content: CONTEXT },
    { role: 'user' as const, content: QUESTION },
  ],
}

/** Asks once; what was said, which target said it, and what the mock saw of it. */
async function asked(mock: Mock, openai: OpenAI) {
  const { data, response } = await openai.chat.completions.create(question).withResponse()
  return {
    said: data.choices[0]?.message.content,
    model: data.model,
    target: response.headers.get('x-portkey-last-used-option-index'),
    seen: await seen(mock),
  }
}

async function seen(mock: Mock): Promise<readonly string[]> {
  return (await mock.control.requests()).map(({ dialect, status, fault }) => `${dialect} ${status} ${fault ?? '-'}`)
}

async function streamed(openai: OpenAI): Promise<{ text: string; finish: string | null | undefined }> {
  let [text, finish]: [string, string | null | undefined] = ['', undefined]
  for await (const chunk of await openai.chat.completions.create({ ...question, stream: true })) {
    text += chunk.choices[0]?.delta.content ?? ''
    finish = chunk.choices[0]?.finish_reason ?? finish
  }
  return { text, finish }
}

/** Only OpenAI is hit: a fault that met both would leave nothing to fall back to. */
const atOpenai = (effect: MockEffect) => always(effect, { match: { dialect: 'openai' } })

describe('a gateway in front of the mock', () => {
  test('is answered by the first provider while that is well', async () => {
    await using mock = await startMock()
    expect(await asked(mock, client(mock))).toEqual({
      said: ANSWER,
      model: 'gpt-5.2',
      target: 'config.targets[0]',
      seen: ['openai 200 -'],
    })
  })

  test.for([
    ['a rate limit', { kind: 'status', status: 429 }, 'openai 429 down'],
    ['a 500', { kind: 'status', status: 500 }, 'openai 500 down'],
    ['the page of a CDN', { kind: 'status', status: 503, body: 'html' }, 'openai 503 down'],
    ['a bad key', { kind: 'error', name: 'invalid_api_key' }, 'openai 401 down'],
    ['a reset', { kind: 'reset', after: 'nothing' }, 'openai null down'],
  ] as const)('falls back to the other dialect after %s', async ([, effect, first]) => {
    await using mock = await startMock()
    await mock.control.put('down', atOpenai(effect))
    expect(await asked(mock, client(mock))).toEqual({
      said: ANSWER,
      model: 'claude-opus-4-6',
      target: 'config.targets[1]',
      seen: [first, 'anthropic 200 -'],
    })
    expect((await mock.control.stats()).faults).toEqual({ down: { matched: 1, hits: 1 } })
  })

  test('falls back when its own patience is over, and not before', async () => {
    await using mock = await startMock()
    await mock.control.put('down', atOpenai({ kind: 'stall', after: 'nothing' }))
    const { target, seen } = await asked(mock, client(mock, { request_timeout: 300 }))
    expect([target, seen]).toEqual(['config.targets[1]', ['openai null down', 'anthropic 200 -']])
  })

  test('falls back only for what it was told to', async () => {
    await using mock = await startMock()
    await mock.control.put('down', atOpenai({ kind: 'error', name: 'invalid_api_key' }))
    const openai = client(mock, {}, { on_status_codes: [429, 503] })
    await expect(openai.chat.completions.create(question)).rejects.toMatchObject({ status: 401 })
    expect(await seen(mock)).toEqual(['openai 401 down'])
  })

  test('comes through a storm that ends while it tries again', async () => {
    await using mock = await startMock()
    await mock.control.put('storm', { ...atOpenai({ kind: 'status', status: 429 }), sequence: ['hit', 'fine'] })
    const retrying = client(mock, { retry: { attempts: 1, on_status_codes: [429] } })
    const { target, seen } = await asked(mock, retrying)
    expect([target, seen]).toEqual(['config.targets[0]', ['openai 429 storm', 'openai 200 -']])
  })

  test('streams from the other dialect in the words of the first', async () => {
    await using mock = await startMock()
    await mock.control.put('down', atOpenai({ kind: 'status', status: 529 }))
    expect(await streamed(client(mock))).toEqual({ text: ANSWER, finish: 'stop' })
    expect(await seen(mock)).toEqual(['openai 529 down', 'anthropic 200 -'])
  })

  // What a drill is to find out: the gateway has begun to answer, so it neither falls back nor says that anything is wrong.
  test.for([
    ['a reset', { kind: 'reset', after: 4 }],
    ['a clean cut', { kind: 'truncate', afterChunks: 4 }],
  ] as const)('hides %s in mid-stream from its callers', async ([, effect]) => {
    await using mock = await startMock()
    await mock.control.put('cut', atOpenai(effect))
    const { text, finish } = await streamed(client(mock))
    expect([ANSWER.startsWith(text) && text !== ANSWER, finish]).toEqual([true, undefined])
    expect(await seen(mock)).toEqual(['openai 200 cut'])
  })

  test('says the last provider’s error when nobody answers', async () => {
    await using mock = await startMock()
    await mock.control.put('down', always({ kind: 'status', status: 500 }))
    await expect(client(mock).chat.completions.create(question)).rejects.toMatchObject({ status: 500 })
    expect(await seen(mock)).toEqual(['openai 500 down', 'anthropic 500 down'])
  })

  test('asks for embeddings too', async () => {
    await using mock = await startMock()
    const { data } = await client(mock).embeddings.create({ model: 'text-embedding-3-small', input: QUESTION })
    expect(data[0]?.embedding.length).toBe(1536)
  })
})
