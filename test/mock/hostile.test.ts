import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { MAX_BODY_BYTES } from '../../src/mock/request.ts'
import { always, chatRequest, eventually, messagesRequest, startMock } from './support.ts'

const chat = '/v1/chat/completions'

const rawChat = raw(chatRequest({ stream: true }))

/** A chat request as it is on the wire. */
function raw({ headers, body }: RequestInit): string {
  const lines = Object.entries({ host: 'mock', 'content-length': String(body).length, ...headers })
  return `POST ${chat} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

/** A bare connection: what it says is what a hostile client says. */
async function open(url: string): Promise<Socket & { heard: string }> {
  const { hostname, port } = new URL(url)
  const socket = Object.assign(connect(Number(port), hostname), { heard: '' })
  socket.on('error', () => {})
  socket.setEncoding('latin1').on('data', part => {
    socket.heard += part
  })
  await once(socket, 'connect')
  return socket
}

async function ended(socket: Socket & { heard: string }): Promise<string> {
  await eventually('the connection to end', () => socket.destroyed)
  return socket.heard
}

/** How many connections and timers this process holds open, the mock's and our own. */
function openHandles(): { readonly sockets: number; readonly servers: number; readonly timers: number } {
  const names = process.getActiveResourcesInfo()
  const count = (name: string): number => names.filter(each => each === name).length
  return { sockets: count('TCPSocketWrap'), servers: count('TCPServerWrap'), timers: count('Timeout') }
}

describe('a client that never finishes its request', () => {
  test.for([
    ['says nothing', ''],
    ['stops in the first line', 'POST /v1/chat/comp'],
    ['stops in its headers', 'POST /v1/chat/completions HTTP/1.1\r\nhost: mock\r\nauthor'],
    ['stops in its body', 'POST /v1/chat/completions HTTP/1.1\r\nhost: mock\r\ncontent-length: 100\r\n\r\n{"model":'],
    ['stops in a chunk', 'POST /v1/messages HTTP/1.1\r\nhost: mock\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"mod'],
    ['stops in the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\n'],
  ] as const)('is let go when it %s', async ([, said]) => {
    await using mock = await startMock({ requestTimeoutMs: 150 })
    const socket = await open(mock.url)
    socket.write(said)
    expect(await ended(socket)).toMatch(/^(HTTP\/1\.1 408 |$|[^H])/)
  })
})

describe('a client that talks nonsense', () => {
  test.for([
    ['no HTTP', 'hello there\r\n\r\n'],
    ['a header without an end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['two lengths', 'POST /v1/messages HTTP/1.1\r\nhost: m\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/messages HTTP/1.1\r\nhost: m\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}',
    ],
    ['a length that is none', 'POST /v1/messages HTTP/1.1\r\nhost: m\r\ncontent-length: -5\r\n\r\n{}'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ] as const)('is refused: %s', async ([, said]) => {
    await using mock = await startMock()
    const socket = await open(mock.url)
    socket.write(said, 'latin1')
    expect(await ended(socket)).toMatch(/^HTTP\/1\.1 4(00|31) /)
    expect((await fetch(`${mock.url}${chat}`, chatRequest())).status).toBe(200)
  })

  test.for([
    ['JSON that breaks off', '{"model": "gpt', 'We could not parse the JSON body'],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xc3, 0x28, 0x7d]), 'the bytes are not UTF-8'],
    ['half a surrogate pair', '{"model":"\\ud83d","messages":[]}', 'empty array'],
    ['an endless nesting', '['.repeat(1_000_000), 'We could not parse the JSON body'],
    ['a number for a model', '{"model":5,"messages":[]}', 'you must provide a model parameter'],
    ['messages that are none', '{"model":"m","messages":{}}', "Missing required parameter: 'messages'"],
    ['a message that is a number', '{"model":"m","messages":[5]}', 'empty array'],
    ['a role from nowhere', '{"model":"m","messages":[{"role":"root"}]}', "Invalid value: 'root'."],
    ['a dangerous key', '{"__proto__":{"model":"m"},"messages":[]}', 'you must provide a model parameter'],
  ] as const)('is told what was wrong: %s', async ([, body, message]) => {
    await using mock = await startMock()
    const response = await fetch(`${mock.url}${chat}`, { ...chatRequest(), body })
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { message: string; type: string } }
    expect(error.message).toContain(message)
    expect(error.type).toBe('invalid_request_error')
  })

  test('cannot end the mock with what is nested too deeply to be written again', async () => {
    const told: string[] = []
    await using mock = await startMock({ onTrouble: sentence => told.push(sentence) })
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const tools = `[{"type":"function","function":{"name":"f","parameters":{"enum":[${deep}]}}}]`
    const body = String(chatRequest().body).replace('{', `{"tools":${tools},"tool_choice":"required",`)
    const response = await fetch(`${mock.url}${chat}`, { ...chatRequest(), body })
    expect([response.status, await response.json()]).toMatchObject([500, { error: { type: 'server_error' } }])
    expect(told).toEqual([expect.stringMatching(/^POST \/v1\/chat\/completions could not be answered: .+\.$/)])
    expect((await fetch(`${mock.url}${chat}`, chatRequest())).status).toBe(200)
  })

  test('cannot make what it names grow in our log', async () => {
    await using mock = await startMock()
    await fetch(`${mock.url}${chat}`, chatRequest({ model: 'm'.repeat(1_000_000) }))
    await fetch(`${mock.url}/${'p'.repeat(10_000)}`)
    const [first, second] = await mock.control.requests()
    expect([first?.model?.length, second?.path.length]).toEqual([200, 200])
  })

  test('and one that tears its connection down before the first byte harms nobody', async () => {
    await using mock = await startMock()
    for (let i = 0; i < 20; i++) (await open(mock.url)).resetAndDestroy()
    expect((await fetch(`${mock.url}${chat}`, chatRequest())).status).toBe(200)
  })
})

describe('a body that is too large', () => {
  const limit = String(MAX_BODY_BYTES + 1)

  test('is refused before it is sent, if its length is told', async () => {
    await using mock = await startMock()
    const socket = await open(mock.url)
    socket.write(`POST ${chat} HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer k\r\ncontent-length: ${limit}\r\n\r\n`)
    await eventually('an answer', () => socket.heard.includes('\r\n\r\n'))
    expect(socket.heard).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test.for([
    ['told', (size: number) => ({ body: 'x'.repeat(size) })],
    ['not told', (size: number) => ({ body: endless(size), duplex: 'half' as const })],
  ] as const)('is refused in the words of its provider, its length %s', async ([, sized]) => {
    await using mock = await startMock()
    const send = (path: string, init: RequestInit) =>
      fetch(`${mock.url}${path}`, { ...init, ...sized(MAX_BODY_BYTES + 1) })
    const anthropic = await send('/v1/messages', messagesRequest())
    expect(anthropic.status).toBe(413)
    expect(await anthropic.json()).toMatchObject({ type: 'error', error: { type: 'request_too_large' } })
    const openai = await send(chat, chatRequest())
    expect(openai.status).toBe(413)
    expect(await openai.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })

  test('of 100 MB from many at once costs no memory worth the name', async () => {
    await using mock = await startMock()
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }, 5)
    const sent = Array.from({ length: 4 }, async () => {
      const response = await fetch(`${mock.url}${chat}`, {
        ...chatRequest(),
        body: endless(100 * 1024 * 1024),
        duplex: 'half',
      } as RequestInit)
      return response.status
    })
    expect(await Promise.all(sent)).toEqual([413, 413, 413, 413])
    clearInterval(watch)
    expect(most).toBeLessThan(4 * MAX_BODY_BYTES + 50 * 1024 * 1024)
  })

  test('may be as large as the limit', async () => {
    await using mock = await startMock()
    const padding = ' '.repeat(MAX_BODY_BYTES - String(chatRequest().body).length)
    const response = await fetch(`${mock.url}${chat}`, { ...chatRequest(), body: `${chatRequest().body}${padding}` })
    expect(response.status).toBe(200)
  })
})

/** So many bytes of nothing, without a length. */
function endless(size: number): ReadableStream<Uint8Array> {
  const part = new Uint8Array(256 * 1024)
  let left = size
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close()
      controller.enqueue(left < part.length ? part.subarray(0, left) : part)
      left -= part.length
    },
  })
}

describe('a client that leaves', () => {
  test.for([
    ['before the head', always({ kind: 'stall', after: 'nothing' }), ''],
    ['while the head is late', always({ kind: 'slow', headMs: 60_000 }), ''],
    ['before the first token', always({ kind: 'slow', firstTokenMs: 60_000 }), 'role'],
    ['in the middle of the tokens', always({ kind: 'slow', tokensPerSecond: 0.1 }), 'We'],
    ['a stream that stalls', always({ kind: 'stall', after: 4 }), ' to'],
  ] as const)('%s leaves nothing behind', async ([, fault, heard]) => {
    await using mock = await startMock()
    await mock.control.put('fault', fault)
    const before = openHandles()
    const clients = await Promise.all(Array.from({ length: 20 }, () => open(mock.url)))
    for (const client of clients) client.write(rawChat)
    await eventually('all requests to have come', async () => (await mock.control.requests()).length === 20)
    await eventually('all to have heard so much', () => clients.every(client => client.heard.includes(heard)))
    // Both ends of every connection are in this process.
    expect(openHandles().sockets).toBeGreaterThanOrEqual(40)
    for (const client of clients) client.destroy()
    // Not more than before: a connection to the control endpoint may have been let go meanwhile.
    await eventually('everything to be let go', () => {
      const { sockets, timers } = openHandles()
      return sockets <= before.sockets && timers <= before.timers
    })
  })

  test('while it is being answered harms nobody else', async () => {
    await using mock = await startMock({ tokensPerSecond: 200 })
    const others = Array.from({ length: 10 }, async () =>
      (await fetch(`${mock.url}${chat}`, chatRequest({ stream: true }))).text(),
    )
    for (let i = 0; i < 50; i++) {
      const leave = new AbortController()
      const response = await fetch(`${mock.url}${chat}`, { ...chatRequest({ stream: true }), signal: leave.signal })
      expect(response.status).toBe(200)
      leave.abort()
    }
    for (const body of await Promise.all(others)) expect(body).toMatch(/data: \[DONE\]\n\n$/)
  })
})

describe('closing a mock', () => {
  test('ends every connection, idle, stalled or half-way, and frees both ports', async () => {
    const mock = await startMock()
    await mock.control.put('stall', always({ kind: 'stall', after: 'headers' }))
    const clients = await Promise.all([open(mock.url), open(mock.url), open(mock.url), open(mock.controlUrl)])
    clients[1].write('POST / HTTP/1.1\r\n')
    clients[2].write(rawChat)
    await eventually('the stalled head', () => clients[2].heard.includes('200 OK'))
    await mock.close()
    await mock.close()
    await Promise.all(clients.map(ended))
    await eventually('no servers and no sockets', () => openHandles().servers + openHandles().sockets === 0)
    await using again = await startMock({
      port: Number(new URL(mock.url).port),
      controlPort: Number(new URL(mock.controlUrl).port),
    })
    expect([again.url, again.controlUrl]).toEqual([mock.url, mock.controlUrl])
  })
})
