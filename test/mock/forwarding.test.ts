import { once } from 'node:events'
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import type { MockEffect } from '../../src/mock/fault.ts'
import {
  ANSWER,
  always,
  CONTEXT,
  chatRequest,
  converseRequest,
  eventually,
  messagesRequest,
  QUESTION,
  startMock,
} from './support.ts'

const CHAT = '/v1/chat/completions'
const KEY = 'sk-a-real-and-secret-key'

/** A provider that does what a test wants. */
async function provider(
  answer: (message: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<AsyncDisposable & { readonly url: string; readonly server: Server }> {
  const server = http.createServer((message, response) => {
    let body = ''
    message.setEncoding('utf8').on('data', part => {
      body += part
    })
    message.once('end', () => answer(message, response, body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
  }
  return { url, server, [Symbol.asyncDispose]: close }
}

describe('a mock in front of a real provider', () => {
  test('hands on what is asked and what is answered, to the byte', async () => {
    const seen: { method?: string | undefined; url?: string | undefined; headers?: object; body?: string } = {}
    await using real = await provider((message, response, body) => {
      Object.assign(seen, { method: message.method, url: message.url, headers: message.headers, body })
      response.writeHead(201, { 'x-request-id': 'req_1', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/x' })
      response.end('{"not": "touched" }')
    })
    await using mock = await startMock({ upstream: `${real.url}/base/` })
    const response = await fetch(`${mock.url}/v1/anything?a=b%20c`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'x-own': 'header', 'content-type': 'application/json' },
      body: '{"model":"m",  "odd":true}',
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-request-id')).toBe('req_1')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('{"not": "touched" }')
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/base/v1/anything?a=b%20c',
      headers: { authorization: `Bearer ${KEY}`, 'x-own': 'header', host: new URL(real.url).host },
      body: '{"model":"m",  "odd":true}',
    })
  })

  test('passes a stream on as it comes: the next event is sent only when the one before has arrived', async () => {
    let more: () => void = () => {}
    await using real = await provider((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      let sent = 0
      more = () => {
        sent += 1
        if (sent > 3) response.end()
        else response.write(`data: ${sent}\n\n`)
      }
      response.flushHeaders()
    })
    await using mock = await startMock({ upstream: real.url })
    const response = await fetch(mock.url + CHAT, chatRequest({ stream: true }))
    const reader = response.body?.getReader()
    const parts: string[] = []
    for (let i = 0; i < 4; i++) {
      more()
      const part = await reader?.read()
      if (part?.value !== undefined) parts.push(new TextDecoder().decode(part.value))
    }
    expect(parts).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'])
  })

  test('never tells anybody the key', async () => {
    const told: string[] = []
    await using real = await provider((_, response) => response.end('{}'))
    await using mock = await startMock({ upstream: real.url, onTrouble: sentence => told.push(sentence) })
    const init = { ...chatRequest(), headers: { authorization: `Bearer ${KEY}` } }
    await mock.control.put('other', always({ kind: 'status', status: 500 }, { match: { key: KEY }, firstN: 1 }))
    expect((await fetch(mock.url + CHAT, init)).status).toBe(500)
    expect((await fetch(mock.url + CHAT, init)).status).toBe(200)
    await real[Symbol.asyncDispose]()
    expect((await fetch(mock.url + CHAT, init)).status).toBe(502)
    const known = [await mock.control.requests(), await mock.control.stats(), await mock.control.faults(), told]
    expect(JSON.stringify(known)).not.toContain(KEY)
    expect(told).toEqual([expect.stringMatching(/^Could not reach http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/)])
  })

  test('says what it added to the time of the provider', async () => {
    await using real = await startMock({ firstTokenMs: 50 })
    await using mock = await startMock({ upstream: real.url })
    const tookMs: number[] = []
    for (let i = 0; i < 5; i++) {
      const askedMs = performance.now()
      await (await fetch(mock.url + CHAT, chatRequest())).text()
      tookMs.push(performance.now() - askedMs)
    }
    // The fifty of the provider (a timer may come a fraction early) are in what each took and not in what was added.
    const added = (await mock.control.requests()).map(({ addedMs }) => addedMs ?? Number.NaN)
    expect(added.every((ms, i) => ms >= 0 && ms <= (tookMs[i] ?? 0) - 49)).toBe(true)
    const { forwarded } = await mock.control.stats()
    expect(forwarded).toMatchObject({ requests: 5 })
  })

  test('breaks when the provider breaks, and gives up when the caller does', async () => {
    let gone = false
    let tear = (): void => {}
    await using real = await provider((message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      if (message.headers['x-break'] === 'yes') tear = () => message.socket.resetAndDestroy()
      else response.once('close', () => (gone = true))
    })
    await using mock = await startMock({ upstream: real.url })
    const { headers } = chatRequest()
    const broken = await fetch(mock.url + CHAT, { ...chatRequest(), headers: { ...headers, 'x-break': 'yes' } })
    tear()
    await expect(broken.text()).rejects.toThrow()
    const stop = new AbortController()
    await fetch(mock.url + CHAT, { ...chatRequest(), signal: stop.signal })
    stop.abort()
    await eventually('the provider to be let go', () => gone)
  })

  test('asks again when an idle connection was ended under it', async () => {
    await using real = await provider((_, response) => response.end('{}'))
    real.server.keepAliveTimeout = 0
    await using mock = await startMock({ upstream: real.url })
    for (let i = 0; i < 5; i++) {
      expect((await fetch(mock.url + CHAT, chatRequest())).status).toBe(200)
      real.server.closeIdleConnections()
    }
  })

  test('takes HTTP/2 from its callers, and speaks HTTP/1.1 to the provider', async () => {
    await using real = await startMock()
    await using mock = await startMock({ upstream: real.url })
    const session = http2.connect(mock.url)
    const stream = session.request({ ':method': 'POST', ':path': CHAT, authorization: 'Bearer key' })
    stream.end(String(chatRequest().body))
    const [headers] = await once(stream, 'response')
    let body = ''
    for await (const part of stream.setEncoding('utf8')) body += part
    session.close()
    expect([headers[':status'], JSON.parse(body).choices[0].message.content]).toEqual([200, ANSWER])
  })

  test('cannot be told apart by an SDK', async () => {
    await using real = await startMock()
    await using mock = await startMock({ upstream: real.url })
    const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: KEY })
    const messages = [
      { role: 'system' as const, content: CONTEXT },
      { role: 'user' as const, content: QUESTION },
    ]
    const completion = await client.chat.completions.stream({ model: 'gpt-5.2', messages }).finalChatCompletion()
    expect(completion.choices[0]?.message.content).toBe(ANSWER)
    expect((await Array.fromAsync(client.models.list())).length).toBeGreaterThan(0)
  })

  test('is not started for an address that is none', async () => {
    await expect(startMock({ upstream: 'api.openai.com' })).rejects.toMatchObject({ code: 'USAGE' })
  })
})

describe("a fault in a real provider's answer", () => {
  async function spoilt(effect: MockEffect, path: string, init: RequestInit) {
    await using real = await startMock()
    await using mock = await startMock({ upstream: real.url })
    await mock.control.put('fault', always(effect))
    const response = await fetch(mock.url + path, init)
    const bytes: Buffer[] = []
    const end = await (async () => {
      for await (const part of response.body ?? []) bytes.push(Buffer.from(part))
      return 'proper'
    })().catch(() => 'broken')
    const [logged] = await mock.control.requests()
    const asked = (await real.control.requests()).length
    return { status: response.status, body: Buffer.concat(bytes).toString(), end, fault: logged?.fault, asked }
  }

  const streams = [
    ['a chat', CHAT, chatRequest({ stream: true })],
    ['a message', '/v1/messages', messagesRequest({ stream: true })],
    ['frames', '/model/m/converse-stream', converseRequest()],
  ] as const

  test.for(streams)('is the same as in ours: %s', async ([, path, init]) => {
    const whole = await spoilt({ kind: 'slow' }, path, init)
    expect(whole).toMatchObject({ status: 200, end: 'proper', fault: 'fault', asked: 1 })
    const cut = await spoilt({ kind: 'truncate', afterChunks: 4 }, path, init)
    expect(cut).toMatchObject({ status: 200, end: 'proper', fault: 'fault' })
    expect(timeless(whole.body).startsWith(timeless(cut.body))).toBe(true)
    expect(cut.body.length).toBeLessThan(whole.body.length)
    const half = await spoilt({ kind: 'halfFrame', afterChunks: 4 }, path, init)
    expect(half.body.length).toBeGreaterThan(cut.body.length)
    const torn = await spoilt({ kind: 'reset', after: 4 }, path, init)
    expect([timeless(torn.body), torn.end]).toEqual([timeless(cut.body), 'broken'])
    const failed = await spoilt({ kind: 'midStreamError', afterChunks: 4 }, path, init)
    expect(failed.body).toMatch(/server_error|overloaded_error|throttlingException/)
    expect(timeless(failed.body).startsWith(timeless(cut.body))).toBe(true)
    expect(await spoilt({ kind: 'reset', after: 'headers' }, path, init)).toMatchObject({ body: '', end: 'broken' })
  })

  test('is half of a body that has no events', async () => {
    const { status, body } = await spoilt({ kind: 'truncate', afterChunks: 1 }, CHAT, chatRequest())
    expect(status).toBe(200)
    expect(body).toMatch(/^\{"id"/)
    expect(() => JSON.parse(body)).toThrow(SyntaxError)
  })

  test('may break one event only', async () => {
    const { body, end } = await spoilt({ kind: 'body', of: 'broken-json' }, CHAT, chatRequest({ stream: true }))
    expect(end).toBe('proper')
    expect(body).toMatch(/\[DONE\]\n\n$/)
    expect(() =>
      body
        .split('\n\n')
        .filter(Boolean)
        .slice(0, 4)
        .map(event => JSON.parse(event.slice(6))),
    ).toThrow(SyntaxError)
  })

  test.for([
    ['an error', { kind: 'status', status: 429 }, 429],
    ['an error with a name', { kind: 'error', name: 'insufficient_quota' }, 429],
    ['a page', { kind: 'body', of: 'html' }, 200],
    ['a filter', { kind: 'blocked', what: 'prompt' }, 400],
  ] as const)('does not even ask the real one: %s', async ([, effect, status]) => {
    expect(await spoilt(effect, CHAT, chatRequest())).toMatchObject({ status, fault: 'fault', asked: 0 })
  })

  test.for([
    { kind: 'empty' },
    { kind: 'degrade', how: 'untrue' },
    { kind: 'wrongModel', model: 'x', admitted: true },
    { kind: 'usage', promptTimes: 0 },
    { kind: 'blocked', what: 'answer' },
  ] as const)('is not met where the real one would have to think otherwise: %o', async effect => {
    expect(await spoilt(effect, CHAT, chatRequest())).toMatchObject({ status: 200, fault: null, asked: 1 })
  })

  test('may only make it slower', async () => {
    const startMs = performance.now()
    const slow = { kind: 'slow' as const, headMs: 60, firstTokenMs: 60, tokensPerSecond: 200 }
    expect(await spoilt(slow, CHAT, chatRequest({ stream: true }))).toMatchObject({ end: 'proper', asked: 1 })
    expect(performance.now() - startMs).toBeGreaterThan(60 + 60 + 8 * 5)
  })

  test('does not hit what the real one would have refused', async () => {
    const bad = { ...chatRequest(), body: '{}' }
    expect(await spoilt({ kind: 'status', status: 500 }, CHAT, bad)).toMatchObject({
      status: 400,
      fault: null,
      asked: 1,
    })
  })
})

/** Without what differs from answer to answer. */
function timeless(body: string): string {
  return body.replaceAll(/"created":\d+/g, '').replaceAll(/(chatcmpl-|msg_)\w+/g, '')
}
