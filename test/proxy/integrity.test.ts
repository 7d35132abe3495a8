import { createHash, randomBytes } from 'node:crypto'
import net from 'node:net'
import { expect, test } from 'vitest'
import { withIntake } from '../../src/proxy/stream/intake.ts'
import { connectTo, echo, listen } from '../support/sockets.ts'
import { eventually, quiet, within } from '../support/wait.ts'
import { bench } from './api-client.ts'

const BYTES_THAT_FORCE_WAITING = 30_000_000

test('this Node lets an accepted connection read into one buffer', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = net.createServer({ pauseOnConnect: true }, accepted => {
    const socket = withIntake(accepted, () => 'done')
    resolve(socket !== accepted)
    socket.destroy()
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1').on('error', () => {})
  expect(await within('a connection', promise)).toBe(true)
  client.destroy()
  server.close()
})

// The buffer that reads go into is used again while parts of it may still wait to be written: this is where bytes could get lost.
for (const [title, toxics] of [
  ['a clean proxy', []],
  ['a latency', [{ type: 'latency', attributes: { latency: 5 } }]],
  [
    'a slicer and a noop',
    [{ type: 'slicer', attributes: { average_size: 20_000, size_variation: 5000 } }, { type: 'noop' }],
  ],
] as const) {
  test(`a slow reader behind ${title} gets every byte unharmed`, async () => {
    const sent = randomBytes(BYTES_THAT_FORCE_WAITING)
    await using upstream = await listen({ onConnection: peer => peer.socket.end(sent) })
    await using b = await bench()
    const client = await connectTo(await b.route(upstream.address, { toxics }))
    for (let pause = 0; pause < 20; pause++) {
      client.socket.pause()
      await quiet(5)
      client.socket.resume()
      await quiet(5)
    }
    expect(await client.ending(30_000)).toBe('end')
    expect(hash(client.bytes)).toBe(hash(sent))
    client.destroy()
  })
}

test('many connections at once, both ways, do not mix', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const exchange = async () => {
    const client = await connectTo(place)
    const sent = randomBytes(1_000_000)
    client.socket.end(sent)
    expect(await client.ending(30_000)).toBe('end')
    expect(hash(client.bytes)).toBe(hash(sent))
  }
  await Promise.all(Array.from({ length: 20 }, exchange))
})

test('a sender is told to wait for a reader that does not read', async () => {
  await using upstream = await listen({
    onConnection: peer => peer.socket.write(Buffer.alloc(BYTES_THAT_FORCE_WAITING)),
  })
  await using b = await bench()
  const client = await connectTo(await b.route(upstream.address))
  client.socket.pause()
  const peer = await upstream.peer(0)
  const before = process.memoryUsage.rss()
  await eventually('the stream to stand still', async () => {
    const { bytesRead } = client.socket
    const left = peer.socket.writableLength
    await quiet(100)
    return client.socket.bytesRead === bytesRead && peer.socket.writableLength === left
  })
  // What the systems of both sides buffer is gone; the proxy itself holds no more than its window.
  expect(peer.socket.writableLength).toBeGreaterThan(BYTES_THAT_FORCE_WAITING / 3)
  expect(process.memoryUsage.rss() - before).toBeLessThan(BYTES_THAT_FORCE_WAITING)
  client.destroy()
})

test('a latency holds its share and no more, and passes on all of it', async () => {
  const sent = 60_000_000
  await using upstream = await listen({ onConnection: peer => peer.socket.end(Buffer.alloc(sent)) })
  await using b = await bench()
  const toxics = [{ type: 'latency', attributes: { latency: 60_000 } }]
  const client = await connectTo(await b.route(upstream.address, { toxics }))
  const peer = await upstream.peer(0)
  await eventually('the stream to stand still', async () => {
    const left = peer.socket.writableLength
    await quiet(150)
    return left > 0 && peer.socket.writableLength === left
  })
  expect(client.bytes.length).toBe(0)
  await b.remove('/proxies/a/toxics/latency_downstream')
  expect(await client.ending(30_000)).toBe('end')
  expect(client.bytes.length).toBe(sent)
  client.destroy()
})

test('a client that resets while data waits for it leaves nothing behind', async () => {
  await using upstream = await listen({
    onConnection: peer => peer.socket.write(Buffer.alloc(BYTES_THAT_FORCE_WAITING)),
  })
  await using b = await bench()
  const place = await b.route(upstream.address)
  for (let round = 0; round < 5; round++) {
    const client = await connectTo(place)
    client.socket.pause()
    const peer = await upstream.peer(round)
    await quiet(20)
    client.socket.resetAndDestroy()
    expect(await peer.ending()).toMatch(/^(ECONNRESET|EPIPE)$/)
  }
})

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
