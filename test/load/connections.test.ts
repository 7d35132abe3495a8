import net, { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { requestBytes } from '../../src/wire/request-bytes.ts'
import { eventually } from '../support/wait.ts'
import { orderWith, partWith, sending, serve } from './sender-rig.ts'

test('a connection is used again and again, and a second one only for two at once', async () => {
  let open = 0
  await using server = await serve((_, response) => response.end('ok'))
  server.onConnection(() => void open++)
  const timesMs = Array.from({ length: 50 }, (_, n) => n * 4)
  const sent = await sending(orderWith(server.url, { arrivals: { kind: 'replay', timesMs }, caps: { inFlight: 1 } }))
    .done
  expect([sent.outcomes, open]).toEqual([{ 200: 50 }, 1])
})

test('what the other side has hung up on is not used again', async () => {
  await using server = await serve((_, response) => response.end('ok'))
  server.onConnection(socket => void setTimeout(() => socket.end(), 40))
  const arrivals = { kind: 'replay', timesMs: [0, 120, 240] } as const
  expect((await sending(orderWith(server.url, { arrivals })).done).outcomes).toEqual({ 200: 3 })
})

test('an answer before all was said is an answer, and its connection is not used again', async () => {
  const server = net.createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n'))
    socket.pause()
    setTimeout(() => socket.resume(), 20)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const request = { method: 'POST', url, headers: {}, body: 'x'.repeat(8_000_000) }
  const arrivals = { kind: 'replay', timesMs: [0, 200] } as const
  const sent = await sending(orderWith(url, { arrivals, parts: [partWith(url, { request })] })).done
  expect(sent.outcomes).toEqual({ 413: 2 })
  server.close()
})

test('who answers with something else than HTTP is told as such', async () => {
  const server = net.createServer(socket =>
    socket.on('error', () => {}).once('data', () => socket.write('SSH-2.0\r\n\r\n')),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sent = await sending(orderWith(url, { arrivals: { kind: 'replay', timesMs: [0] } })).done
  expect(sent.outcomes).toEqual({ garbled: 1 })
  await eventually(
    'nobody connected',
    () => new Promise<boolean>(resolve => server.getConnections((_, n) => resolve(n === 0))),
  )
  server.close()
})

test('a request as it goes over the wire: framing and host are ours, the rest is as written', () => {
  const { origin, bytes, bodyless } = requestBytes({
    method: 'POST',
    url: 'http://shop.test:81/ask?a=1',
    headers: { Authorization: 'Bearer k', 'Content-Length': '7', Connection: 'close', 'X-Two': 'a\r\nb: c' },
    body: 'ä',
  })
  expect([origin, bodyless]).toEqual(['http://shop.test:81', false])
  expect(String(bytes).split('\r\n')).toEqual([
    'POST /ask?a=1 HTTP/1.1',
    'host: shop.test:81',
    'connection: keep-alive',
    'Authorization: Bearer k',
    'X-Two: a b: c',
    'content-length: 2',
    '',
    'ä',
  ])
  expect(
    String(requestBytes({ method: 'GET', url: 'http://h/', headers: { Host: 'other' }, body: undefined }).bytes),
  ).toBe('GET / HTTP/1.1\r\nconnection: keep-alive\r\nHost: other\r\n\r\n')
})
