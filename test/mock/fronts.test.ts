import { getResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import type { MockEffect } from '../../src/mock/fault.ts'
import { type MockProviders, mockProviders } from '../../src/mock/msw.ts'
import { providers } from '../../src/mock/providers.ts'
import { MAX_BODY_BYTES } from '../../src/mock/request.ts'
import {
  always,
  chatRequest,
  converseRequest,
  embeddingRequest,
  generateRequest,
  messagesRequest,
  responsesRequest,
  startMock,
} from './support.ts'

/** One request, as a client makes it. */
interface Asked {
  readonly name: string
  readonly path: string
  readonly init: RequestInit
}

const tools = [{ type: 'function', function: { name: 'ship', description: 'ship to countries', parameters: {} } }]
const anthropicTools = [{ name: 'ship', description: 'ship to countries', input_schema: { type: 'object' } }]
const chat = '/v1/chat/completions'
const gemini = '/v1/models/gemini-3-pro:streamGenerateContent?alt=sse'
const vertex = '/v1beta1/projects/p/locations/l/publishers'
const azureChat = '/openai/deployments/ours/chat/completions?api-version=2024-10-21'
const keyOnly = { headers: { authorization: 'Bearer key' } }
const anthropicOnly = { headers: { 'x-api-key': 'key', 'anthropic-version': '2023-06-01' } }

const completions: readonly Asked[] = [
  { name: 'a chat', path: chat, init: chatRequest() },
  { name: 'a streamed chat', path: chat, init: chatRequest({ stream: true }) },
  { name: 'a message', path: '/v1/messages', init: messagesRequest() },
  { name: 'a streamed message', path: '/v1/messages', init: messagesRequest({ stream: true }) },
  { name: 'streamed content', path: gemini, init: generateRequest() },
  { name: 'a conversation in frames', path: '/model/m/converse-stream', init: converseRequest() },
]

const others: readonly Asked[] = [
  {
    name: 'a streamed chat with usage',
    path: chat,
    init: chatRequest({ stream: true, stream_options: { include_usage: true } }),
  },
  { name: 'a chat with a tool', path: chat, init: chatRequest({ tools }) },
  { name: 'a streamed chat with a tool', path: chat, init: chatRequest({ tools, stream: true }) },
  { name: 'a message with a tool', path: '/v1/messages', init: messagesRequest({ tools: anthropicTools }) },
  {
    name: 'a streamed message with a tool',
    path: '/v1/messages',
    init: messagesRequest({ tools: anthropicTools, stream: true }),
  },
  { name: 'a response', path: '/v1/responses', init: responsesRequest() },
  { name: 'a streamed response', path: '/v1/responses', init: responsesRequest({ stream: true }) },
  {
    name: 'a streamed response with a tool',
    path: '/v1/responses',
    init: responsesRequest({ stream: true, tools: [{ type: 'function', ...tools[0]?.function }] }),
  },
  { name: 'an embedding', path: '/v1/embeddings', init: embeddingRequest() },
  { name: 'an embedding in base64', path: '/v1/embeddings', init: embeddingRequest({ encoding_format: 'base64' }) },
  { name: 'a streamed chat of Azure', path: azureChat, init: chatRequest({ stream: true }) },
  { name: 'Azure without a version', path: azureChat.replace(/\?.*/, ''), init: chatRequest() },
  { name: 'generated content', path: '/v1/models/gemini-3-pro:generateContent', init: generateRequest() },
  {
    name: 'an embedding of Gemini',
    path: '/v1/models/e:batchEmbedContents',
    init: generateRequest({ requests: [{}] }),
  },
  { name: "Gemini's models", path: '/v1beta/models?key=abc', init: {} },
  { name: 'content of Vertex', path: `${vertex}/google/models/m:streamGenerateContent`, init: generateRequest() },
  {
    name: 'a message of Vertex',
    path: `${vertex}/anthropic/models/claude:streamRawPredict`,
    init: messagesRequest({ stream: true, anthropic_version: '2026-10-21' }),
  },
  { name: 'a conversation', path: '/model/m/converse', init: converseRequest() },
  { name: 'a conversation without messages', path: '/model/m/converse', init: converseRequest({ messages: [] }) },
  { name: 'a count of tokens', path: '/v1/messages/count_tokens', init: messagesRequest() },
  { name: "OpenAI's models", path: '/v1/models', init: keyOnly },
  { name: "Anthropic's models", path: '/v1/models?limit=5', init: anthropicOnly },
  { name: 'one model of OpenAI', path: '/v1/models/a%2Fb', init: keyOnly },
  { name: 'one model of Anthropic', path: '/v1/models/claude-x', init: anthropicOnly },
  { name: 'a model whose name is no name', path: '/v1/models/%E0%A4', init: keyOnly },
  { name: 'a path of nobody, to OpenAI', path: '/v1/nothing', init: keyOnly },
  { name: 'a path of nobody, to Anthropic', path: '/v1/nothing', init: anthropicOnly },
  { name: 'the wrong method', path: chat, init: keyOnly },
  { name: 'no key', path: chat, init: { ...chatRequest(), headers: {} } },
  { name: 'JSON that breaks off', path: chat, init: { ...chatRequest(), body: '{"model": "gpt' } },
  { name: 'JSON that is no object', path: '/v1/messages', init: { ...messagesRequest(), body: '[1]' } },
  {
    name: 'bytes that are not UTF-8',
    path: chat,
    init: { ...chatRequest(), body: new Uint8Array([0x22, 0xff, 0x22]) },
  },
  { name: 'nothing at all', path: '/v1/messages', init: { ...messagesRequest(), body: '' } },
  { name: 'a body that is too large', path: chat, init: { ...chatRequest(), body: ' '.repeat(33 * 1024 * 1024) } },
]

const effects: readonly MockEffect[] = [
  ...[400, 401, 403, 404, 413, 429, 500, 502, 503, 504, 529].map(status => ({ kind: 'status' as const, status })),
  { kind: 'status', status: 429, retryAfterMs: 120 },
  { kind: 'status', status: 503, retryAfterMs: 61_000, body: 'html' },
  { kind: 'reset', after: 'nothing' },
  { kind: 'reset', after: 'headers' },
  { kind: 'reset', after: 3 },
  { kind: 'stall', after: 'nothing' },
  { kind: 'stall', after: 'headers' },
  { kind: 'stall', after: 3 },
  { kind: 'truncate', afterChunks: 0 },
  { kind: 'truncate', afterChunks: 3 },
  { kind: 'midStreamError', afterChunks: 3 },
  { kind: 'empty' },
  { kind: 'slow', headMs: 10, firstTokenMs: 10, tokensPerSecond: 500 },
]

describe.concurrent('the socket front and the MSW front both give exactly the described answer', () => {
  test.for([...completions, ...others])('to $name', async asked => {
    const described = seenInDescription(asked)
    expect(await seenThroughSocket(asked, described)).toEqual(described)
    expect(await seenThroughMsw(asked, described)).toEqual(described)
  })

  for (const asked of completions) {
    test.for(effects)(`to ${asked.name} that meets %o`, async effect => {
      const described = seenInDescription(asked, effect)
      expect(await seenThroughSocket(asked, described, effect)).toEqual(described)
      expect(await seenThroughMsw(asked, described, effect)).toEqual(described)
    })
  }
})

/** All of an answer that does not depend on how it travelled. */
interface Seen {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly end: 'proper' | 'broken' | 'silent'
  readonly logged: object | undefined
}

/** What a client should see, read off the description. */
function seenInDescription({ path, init }: Asked, effect?: MockEffect): Seen {
  const mock = providers({ seed: 1, firstTokenMs: 0, tokensPerSecond: Infinity, onTrouble: () => {} })
  if (effect !== undefined) mock.faults.put('fault', always(effect))
  const { method, headers } = new Request('http://mock.test', init)
  const bytes = typeof init.body === 'string' ? new TextEncoder().encode(init.body) : init.body
  const body = bytes instanceof Uint8Array ? bytes : new Uint8Array()
  const reply = mock.answer({
    method,
    path: path.replace(/\?.*/, ''),
    query: path.replace(/^[^?]*\??/, ''),
    headers: Object.fromEntries(headers),
    body: body.length > MAX_BODY_BYTES ? undefined : body,
  })
  const head = reply.head === 'sent' ? reply : { status: undefined, headers: {} }
  return {
    status: head.status,
    headers: timelessAll(Object.entries(head.headers)),
    body: timeless(Buffer.concat(reply.chunks.map(chunk => Buffer.from(chunk.data as string))).toString('latin1')),
    end: ENDS[reply.ending],
    logged: withoutTime(mock.log.since(0)[0]),
  }
}

const ENDS = { complete: 'proper', truncated: 'proper', reset: 'broken', stall: 'silent' } as const

async function seenThroughSocket({ path, init }: Asked, described: Seen, effect?: MockEffect): Promise<Seen> {
  await using mock = await startMock()
  if (effect !== undefined) await mock.control.put('fault', always(effect))
  const seen = await observe(fetch(`${mock.url}${path}`, init), described)
  return { ...seen, logged: withoutTime((await mock.control.requests())[0]) }
}

async function seenThroughMsw({ path, init }: Asked, described: Seen, effect?: MockEffect): Promise<Seen> {
  const mock = mockProviders({ origins: ['http://mock.test'], onTrouble: () => {} })
  if (effect !== undefined) mock.put('fault', always(effect))
  const seen = await observe(viaMsw(mock, new Request(`http://mock.test${path}`, init)), described)
  return { ...seen, logged: withoutTime(mock.requests()[0]) }
}

async function viaMsw(mock: MockProviders, request: Request): Promise<Response> {
  const response = await getResponse([...mock.handlers], request)
  if (response === undefined || response.type === 'error') throw new TypeError('the connection broke')
  return response
}

async function observe(answer: Promise<Response>, { status, body: whole, end }: Seen): Promise<Omit<Seen, 'logged'>> {
  let response: Response | undefined
  let body = ''
  // Silence is what follows all that should have come: a slow machine must not look like a stall.
  const next = <T>(step: Promise<T>): Promise<T | 'silent'> =>
    end === 'silent' && response?.status === status && timeless(body) === whole ? orSilent(step) : step
  try {
    const first = await next(answer)
    if (first === 'silent') return { ...head(undefined), body, end: 'silent' }
    response = first
    const reader = response.body?.getReader()
    for (;;) {
      const part = await next(reader?.read() ?? Promise.resolve(undefined))
      if (part === 'silent') await reader?.cancel()
      if (part === 'silent') return { ...head(response), body: timeless(body), end: 'silent' }
      if (part?.done !== false) return { ...head(response), body: timeless(body), end: 'proper' }
      body += Buffer.from(part.value).toString('latin1')
    }
  } catch {
    return { ...head(response), body: timeless(body), end: 'broken' }
  }
}

function orSilent<T>(step: Promise<T>): Promise<T | 'silent'> {
  return Promise.race([step, new Promise<'silent'>(resolve => setTimeout(resolve, SILENT_MS, 'silent'))])
}

const SILENT_MS = 200
const TRAVEL = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

function head(response: Response | undefined): Pick<Seen, 'status' | 'headers'> {
  const entries = [...(response?.headers ?? [])].filter(([name]) => !TRAVEL.includes(name))
  return { status: response?.status, headers: timelessAll(entries) }
}

function timelessAll(headers: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name, timeless(value)]))
}

function timeless(text: string): string {
  return text.replaceAll(/"created":\d+/g, '"created":0').replaceAll(/2\d{3}-\d\d-\d\dT[\d:.]+Z/g, 'some time')
}

function withoutTime(logged: object | undefined): object | undefined {
  return logged && { ...logged, at: undefined }
}
