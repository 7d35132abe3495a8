import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import type { Post } from '../../src/model/world/mailboxes.ts'
import { nodeMailboxes, rateLimit } from '../../src/world/node/mailboxes.ts'
import { nodeSockets } from '../../src/world/node/sockets.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

describe('a mailbox', () => {
  test('hears what is posted to it, and says so', async () => {
    await using box = await opened()
    const response = await box.post('/alerted?by=us', '{"state":"firing"}', { 'X-Team': 'platform' })
    expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
    expect(box.heard).toMatchObject([
      { path: '/alerted', headers: { 'x-team': 'platform' }, body: { state: 'firing' } },
    ])
    expect(box.counts()).toEqual({ posts: 1, refused: 0 })
  })

  test('does not care what a document is called, nor whether it is posted or put', async () => {
    await using box = await opened()
    expect((await box.post('/alerted', '{"a":1}', { 'content-type': 'text/plain' })).status).toBe(200)
    expect((await box.ask('/alerted', { method: 'PUT', body: 'null' })).status).toBe(200)
    expect(box.heard.map(({ body }) => body)).toEqual([{ a: 1 }, null])
  })

  test.for([
    [
      'another place',
      '/elsewhere',
      { method: 'POST', body: '{}' },
      404,
      'nothing is received at /elsewhere, but at /alerted',
    ],
    ['another method', '/alerted', { method: 'GET' }, 405, 'GET says nothing here: POST a JSON document'],
    ['no JSON', '/alerted', { method: 'POST', body: 'state=firing' }, 400, /^this is no JSON document: /],
    ['nothing at all', '/alerted', { method: 'POST', body: '' }, 400, /^this is no JSON document: /],
    [
      'too much',
      '/alerted',
      { method: 'POST', body: `"${'x'.repeat(1024 * 1024)}"` },
      413,
      'a post may be 1048576 bytes long',
    ],
    [
      'a web page',
      '/alerted',
      { method: 'POST', body: '{}', headers: { origin: 'http://evil.example' } },
      403,
      /web pages/,
    ],
  ] as const)('turns away %s, and goes on', async ([_, path, init, status, say]) => {
    await using box = await opened()
    const response = await box.ask(path, init)
    expect([response.status, (await response.text()).trim()]).toEqual([
      status,
      typeof say === 'string' ? say : expect.stringMatching(say),
    ])
    expect(box.counts()).toEqual({ posts: 0, refused: 1 })
    expect((await box.post('/alerted', '{}')).status).toBe(200)
    expect(box.heard).toHaveLength(1)
  })

  test('says which methods there are', async () => {
    await using box = await opened()
    expect((await box.ask('/alerted', { method: 'DELETE' })).headers.get('allow')).toBe('POST, PUT')
  })

  test('does not wait for the end of what is too long', async () => {
    await using box = await opened()
    // Says that it goes on for ever, in pieces, and never ends.
    const said = await endless(box.port)
    expect(said).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('whoever hangs up in the middle has posted nothing', async () => {
    await using box = await opened()
    const socket = connect(box.port, '127.0.0.1')
    socket.write('POST /alerted HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"state":', () => socket.destroy())
    await until(() => box.counts().refused === 1)
    expect(box.heard).toEqual([])
    expect((await box.post('/alerted', '{}')).status).toBe(200)
  })

  test('does not hear more than so many a second', () => {
    let nowMs = 5000
    const mayCome = rateLimit(2, () => nowMs)
    expect([mayCome(), mayCome(), mayCome()]).toEqual([true, true, false])
    nowMs = 5999
    expect(mayCome()).toBe(false)
    nowMs = 6000
    expect(mayCome()).toBe(true)
  })

  test('listens to this machine and to no network', async () => {
    await using box = await opened()
    const others = Object.values(networkInterfaces()).flatMap((all = []) =>
      all.filter(one => !one.internal && one.family === 'IPv4'),
    )
    for (const { address } of others) {
      await expect(fetch(`http://${address}:${box.port}/alerted`, { method: 'POST', body: '{}' })).rejects.toThrow()
    }
  })

  test('where somebody else listens it cannot be opened', async () => {
    await using box = await opened()
    await expect(nodeMailboxes().open(box.port, { paths: ['/'], hear: () => {} })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      hint: expect.stringContaining('end what listens there'),
    })
  })

  test('closes at once, whoever is still connected, and may be closed twice', async () => {
    const box = await opened()
    await box.post('/alerted', '{}', { connection: 'keep-alive' })
    const idle = connect(box.port, '127.0.0.1')
    idle.on('error', () => {})
    await box.close()
    await box.close()
    idle.destroy()
    await expect(box.post('/alerted', '{}')).rejects.toThrow()
  })
})

async function opened() {
  const [port = 0] = await nodeSockets().freePorts(1)
  const heard: Post[] = []
  const box = await nodeMailboxes().open(port, { paths: ['/alerted'], hear: post => void heard.push(post) })
  const ask = (path: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
  return {
    ...box,
    port,
    heard,
    ask,
    post: (path: string, body: string, headers = {}) =>
      ask(path, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } }),
    [Symbol.asyncDispose]: box.close,
  }
}

function endless(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const piece = `10000\r\n${' '.repeat(0x10000)}\r\n`
    const more = (): void => {
      if (socket.writable) socket.write(piece, more)
    }
    socket.write('POST /alerted HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n', more)
    socket.once('data', data => {
      socket.destroy()
      resolve(data.toString())
    })
    socket.once('error', reject)
  })
}

async function until(holds: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 5000
  while (!holds()) {
    if (performance.now() > deadlineMs) throw new Error('that did not happen within 5 s')
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
