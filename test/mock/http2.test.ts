import { once } from 'node:events'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { ANSWER, always, chatRequest, eventually, messagesRequest, startMock } from './support.ts'

/** What a client of HTTP/2 in clear text sees; `prior knowledge`, as the AWS SDK does it. */
interface Seen {
  readonly status: number | undefined
  readonly body: string
  /** `closed`: the stream ended as it should. */
  readonly end: 'closed' | 'broken'
}

async function post(url: string, path: string, init: RequestInit, session = http2.connect(url)): Promise<Seen> {
  session.on('error', () => {})
  const stream = session.request({ ':method': 'POST', ':path': path, ...(init.headers as Record<string, string>) })
  let status: number | undefined
  let body = ''
  let ended = false
  let failed = false
  stream.on('response', headers => {
    status = headers[':status']
  })
  stream.on('error', () => {
    failed = true
  })
  stream.on('end', () => {
    ended = true
  })
  stream.setEncoding('utf8').on('data', part => {
    body += part
  })
  stream.end(String(init.body))
  await once(stream, 'close').catch(() => {})
  const broken = failed || !ended || session.destroyed
  session.destroy()
  return { status, body, end: broken ? 'broken' : 'closed' }
}

const chat = '/v1/chat/completions'

describe('a client that speaks HTTP/2 from its first byte', () => {
  test('is answered on the same port as one that speaks HTTP/1.1', async () => {
    await using mock = await startMock()
    const h2 = await post(mock.url, chat, chatRequest())
    expect({ ...h2, body: JSON.parse(h2.body).choices[0].message.content }).toEqual({
      status: 200,
      body: ANSWER,
      end: 'closed',
    })
    expect((await fetch(`${mock.url}${chat}`, chatRequest())).status).toBe(200)
  })

  test('gets the very bytes that one of HTTP/1.1 gets, streamed and unary', async () => {
    for (const [path, init] of [
      [chat, chatRequest({ stream: true })],
      ['/v1/messages', messagesRequest({ stream: true })],
      ['/v1/messages', messagesRequest()],
    ] as const) {
      await using one = await startMock()
      await using other = await startMock()
      const body = await (await fetch(`${one.url}${path}`, init)).text()
      const withoutTime = (text: string): string => text.replaceAll(/"created":\d+/g, '')
      expect(withoutTime((await post(other.url, path, init)).body)).toBe(withoutTime(body))
    }
  })

  test('may ask many things at once over one connection', async () => {
    await using mock = await startMock({ firstTokenMs: 30 })
    const session = http2.connect(mock.url)
    const asked = Array.from({ length: 20 }, async () => {
      const stream = session.request({ ':method': 'POST', ':path': chat, authorization: 'Bearer key' })
      stream.end(String(chatRequest().body))
      const [headers] = await once(stream, 'response')
      stream.resume()
      await once(stream, 'close')
      return headers[':status']
    })
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]))
    session.close()
  })

  test('meets error statuses with their headers', async () => {
    await using mock = await startMock()
    await mock.control.put('limit', always({ kind: 'status', status: 429, retryAfterMs: 1500 }))
    expect(await post(mock.url, '/v1/messages', messagesRequest())).toMatchObject({ status: 429, end: 'closed' })
  })

  test('has its connection torn down by a reset, before the head and after it', async () => {
    await using mock = await startMock()
    await mock.control.put('cut', always({ kind: 'reset', after: 'nothing' }))
    expect(await post(mock.url, chat, chatRequest())).toEqual({ status: undefined, body: '', end: 'broken' })
    await mock.control.put('cut', always({ kind: 'reset', after: 2 }))
    const seen = await post(mock.url, chat, chatRequest({ stream: true }))
    expect(seen).toMatchObject({ status: 200, end: 'broken' })
    expect(seen.body.split('\n\n')).toHaveLength(3)
  })

  test('is cut short as cleanly as one of HTTP/1.1', async () => {
    await using mock = await startMock()
    await mock.control.put('cut', always({ kind: 'truncate', afterChunks: 2 }))
    const seen = await post(mock.url, chat, chatRequest({ stream: true }))
    expect(seen).toMatchObject({ status: 200, end: 'closed' })
    expect(seen.body).not.toContain('[DONE]')
  })

  test('cannot write to a terminal through a path', async () => {
    const told: string[] = []
    await using mock = await startMock({ onTrouble: sentence => told.push(sentence) })
    // U+009B begins a command to a terminal, as ESC [ does; HTTP/2 lets it through.
    expect((await post(mock.url, '/\x9b2Jevil', { body: '' })).status).toBe(404)
    expect(told).toEqual([expect.stringContaining('Nobody here serves POST /?2Jevil')])
  })

  test('that breaks the protocol loses its connection, and nobody else does', async () => {
    await using mock = await startMock()
    const rude = connect(Number(new URL(mock.url).port), '127.0.0.1')
    rude.on('error', () => {})
    rude.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nthis is no frame at all, and never will be one')
    rude.resume()
    await once(rude, 'close')
    expect((await post(mock.url, chat, chatRequest())).status).toBe(200)
  })

  test('that opens a connection and says nothing more is let go', async () => {
    await using mock = await startMock({ requestTimeoutMs: 100 })
    const session = http2.connect(mock.url)
    session.on('error', () => {})
    await eventually('the connection to end', () => session.destroyed || session.closed)
  })

  test('that never finishes its request is let go, and one whose answer stalls is not', async () => {
    await using mock = await startMock({ requestTimeoutMs: 1500 })
    await mock.control.put('stall', always({ kind: 'stall', after: 'headers' }))
    const session = http2.connect(mock.url)
    const waiting = session.request({ ':method': 'POST', ':path': chat, authorization: 'Bearer key' })
    waiting.end(String(chatRequest({ stream: true }).body))
    const half = session.request({ ':method': 'POST', ':path': chat, authorization: 'Bearer key' })
    half.on('error', () => {})
    half.write('{"model":')
    await eventually('the half request to be ended', () => half.closed)
    expect(waiting.closed).toBe(false)
    session.destroy()
  })
})
