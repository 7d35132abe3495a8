import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../src/model/http.ts'
import { nodeHttp } from '../../src/world/node/http.ts'
import { secureHttp } from '../../src/world/node/secure-http.ts'
import { smallServer } from '../support/small-server.ts'
import { freePort, listen } from '../support/sockets.ts'
import { allHeard, eventually } from '../support/wait.ts'

// What speaks TLS for us can speak without it: both have to tell the same.
const WAYS = { 'over bare sockets': nodeHttp(), 'over the pool that speaks TLS': secureHttp() } as const

describe.for(Object.entries(WAYS))('%s', ([_way, http]) => {
  const ask = (url: string, timeoutMs = 5000) => http.send(get(url), { timeoutMs })

  describe('a whole answer', () => {
    test('is told as it is', async () => {
      await using server = await smallServer((_request, response) => {
        response.writeHead(503, { 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] }).end('größe')
      })
      expect(await ask(server.url)).toEqual({
        kind: 'reply',
        status: 503,
        headers: expect.objectContaining({ 'content-type': 'text/plain', 'set-cookie': 'a=1, b=2' }),
        body: 'größe',
      })
    })

    test('comes to what was asked: method, headers and body', async () => {
      await using server = await smallServer(async (request, response) => {
        const body = (await Array.fromAsync(request)).join('')
        response.end(`${request.method} ${request.url} ${request.headers['x-key']} ${body}`)
      })
      const request = { method: 'POST', url: `${server.url}/v1?n=1`, headers: { 'x-key': 'k' }, body: '{"a":"ä"}' }
      expect(await http.send(request, { timeoutMs: 5000 })).toMatchObject({ body: 'POST /v1?n=1 k {"a":"ä"}' })
    })

    test('letters that come in two parts are letters, and a mark of byte order is none', async () => {
      const [begin, rest] = [Buffer.from('\uFEFF{"größe":"'), Buffer.from('ß€"}')]
      const pieces: string[] = []
      await using server = await smallServer(async (_request, response) => {
        // Each part leaves when the one before it has been heard: never two of them in one piece.
        response.write(Buffer.concat([begin, rest.subarray(0, 1)]))
        await eventually('the first part', () => pieces.join('') === '{"größe":"')
        response.write(rest.subarray(1, 3))
        await eventually('the second part', () => pieces.join('') === '{"größe":"ß')
        response.end(rest.subarray(3))
      })
      const outcome = await http.send(get(server.url), { timeoutMs: 5000, hear: piece => pieces.push(piece) })
      expect(outcome).toMatchObject({ kind: 'reply', body: '{"größe":"ß€"}' })
      expect(pieces).toEqual(['{"größe":"', 'ß', '€"}'])
    })

    test('what a connection says unasked is not taken for the next answer', async () => {
      await using server = await listen({
        onConnection: peer =>
          peer.socket.on('data', () => peer.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntrue')),
      })
      const url = `http://${server.address}`
      const first = await ask(url)
      server.peers[0]?.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged')
      // Who is told what he did not ask for hangs up.
      await (await server.peer(0)).ending()
      expect([first, await ask(url)]).toMatchObject([{ body: 'true' }, { body: 'true' }])
      expect(server.peers).toHaveLength(2)
    })

    test('connections are kept and used again', async () => {
      const sockets = new Set<Socket>()
      await using server = await smallServer((request, response) => {
        sockets.add(request.socket)
        response.end()
      })
      for (let n = 0; n < 5; n++) await ask(server.url)
      // A connection is free again an instant after its answer has been read.
      expect(sockets.size).toBeLessThan(3)
    })

    test('many at once do not wait for each other', async () => {
      let open = 0
      await using server = await smallServer(async (_request, response) => {
        open++
        while (open < 20) await new Promise(resolve => setTimeout(resolve, 2))
        response.end('all here')
      })
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => ask(server.url)))
      expect(outcomes.map(outcome => outcome.kind === 'reply' && outcome.body)).toEqual(Array(20).fill('all here'))
    })
  })

  describe('no whole answer', () => {
    test('nobody listens', async () => {
      expect(await ask(`http://127.0.0.1:${await freePort()}`)).toMatchObject({ kind: 'failed', reason: 'refused' })
    })

    test.for([
      ['torn down before a word', 'reset', (socket: Socket) => socket.resetAndDestroy()],
      ['closed before a word', 'reset', (socket: Socket) => socket.end()],
      ['closed in the middle of the head', 'reset', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
      [
        'closed in the middle of the body',
        'truncated',
        (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"answer"'),
      ],
      [
        'torn down in the middle of the body',
        'truncated',
        (socket: Socket) =>
          // What has not been heard is thrown away with the connection.
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"answer"', () =>
            allHeard().then(() => socket.resetAndDestroy()),
          ),
      ],
      [
        'a stream without its last chunk',
        'truncated',
        (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'),
      ],
      ['something that is not HTTP', 'unreachable', (socket: Socket) => socket.end('220 mail.example ESMTP\r\n')],
    ] as const)('%s: %s', async ([_, reason, answer]) => {
      await using server = await listen({ onConnection: peer => peer.socket.once('data', () => answer(peer.socket)) })
      expect(await ask(`http://${server.address}`)).toMatchObject({ kind: 'failed', reason })
    })

    test('silence', async () => {
      await using server = await listen()
      expect(await ask(`http://${server.address}`, 80)).toEqual({
        kind: 'failed',
        reason: 'timeout',
        detail: 'no answer within 80 ms',
      })
    })

    test('silence in the middle of the body', async () => {
      await using server = await listen({
        onConnection: peer => {
          peer.socket.once('data', () => peer.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"answer"'))
        },
      })
      expect(await ask(`http://${server.address}`, 150)).toEqual({
        kind: 'failed',
        reason: 'timeout',
        detail: 'no whole answer within 150 ms',
      })
    })

    test('nobody takes the connection: whoever listens is frozen, and its queue is full', async () => {
      const program = `
      const server = require('node:net').createServer()
      server.listen(0, '127.0.0.1', 1, () => {
        console.log(server.address().port)
        setImmediate(() => process.kill(process.pid, 'SIGSTOP'))
      })
    `
      const frozen = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [port] = await once(frozen.stdout.setEncoding('utf8'), 'data')
      const url = `http://127.0.0.1:${String(port).trim()}`
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => ask(url, 300)))
      frozen.kill('SIGKILL')
      expect(outcomes).toEqual(Array(8).fill({ kind: 'failed', reason: 'timeout', detail: 'no answer within 300 ms' }))
    })

    test('an address that is none', async () => {
      expect(await ask('ftp://127.0.0.1:9/')).toMatchObject({ kind: 'failed', reason: 'unreachable' })
    })

    test('what failed is not tried again behind our back', async () => {
      await using server = await listen({
        onConnection: peer => peer.socket.once('data', () => peer.socket.resetAndDestroy()),
      })
      await ask(`http://${server.address}`)
      await ask(`http://${server.address}`)
      expect(server.peers).toHaveLength(2)
    })
  })

  test('who stops asking learns why', async () => {
    await using server = await listen()
    const stop = new AbortController()
    const asking = http.send(get(`http://${server.address}`), { timeoutMs: 5000, signal: stop.signal })
    stop.abort(new Error('the drill is over'))
    await expect(asking).rejects.toThrow('the drill is over')
  })
})

const http = WAYS['over bare sockets']

test('an idle connection keeps nobody alive', async () => {
  await using server = await listen({
    onConnection: peer =>
      peer.socket.on('data', () => peer.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
  })
  const program = `
    const { nodeHttp } = await import(${JSON.stringify(new URL('../../src/world/node/http.ts', import.meta.url).href)})
    const outcome = await nodeHttp().send(
      { method: 'GET', url: 'http://${server.address}', headers: {}, body: undefined }, { timeoutMs: 5000 })
    console.log(outcome.status)
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await Promise.all([child.stdout.toArray(), once(child, 'exit')])
  expect(Buffer.concat(said).toString()).toBe('200\n')
})

test('TLS that is none is no answer', async () => {
  await using server = await smallServer((_request, response) => void response.end())
  const url = server.url.replace('http:', 'https:')
  expect(await http.send(get(url), { timeoutMs: 5000 })).toMatchObject({ kind: 'failed', reason: 'unreachable' })
})

function get(url: string): HttpRequest {
  return { method: 'GET', url, headers: {}, body: undefined }
}
