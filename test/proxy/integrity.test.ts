import { createHash, randomBytes } from 'node:crypto'
import net from 'node:net'
import { expect, test } from 'vitest'
import { withIntake } from '../../src/proxy/stream/intake.ts'
import { connectTo, echo, listen, type Peer } from '../support/sockets.ts'
import { eventually, quiet, within } from '../support/wait.ts'
import { type Bench, bench } from './api-client.ts'

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
  const onConnection = (peer: Peer) => void peer.socket.write(Buffer.alloc(BYTES_THAT_FORCE_WAITING))
  await using upstream = await listen({ onConnection })
  await using b = await bench({ proxyMetrics: true })
  const client = await connectTo(await b.route(upstream.address))
  client.socket.pause()
  // The client's system buffers some megabytes. What the proxy took and did not pass on is its own window.
  const took = await taken(b)
  const { downstreamBytes } = await b.get<{ downstreamBytes: number }>('/proxies/a/traffic')
  expect(took).toBeLessThan(BYTES_THAT_FORCE_WAITING / 2)
  expect(took - downstreamBytes).toBeLessThan(300_000)
  client.destroy()
})

test('a latency holds its share and no more, and passes on all of it', async () => {
  const sent = 60_000_000
  await using upstream = await listen({ onConnection: peer => peer.socket.end(Buffer.alloc(sent)) })
  await using b = await bench({ proxyMetrics: true })
  const toxics = [{ type: 'latency', attributes: { latency: 60_000 } }]
  const client = await connectTo(await b.route(upstream.address, { toxics }))
  const window = 32 * 1024 * 1024
  const held = await taken(b)
  expect(held).toBeGreaterThan(window * 0.9)
  expect(held).toBeLessThan(window * 1.1)
  expect(client.bytes.length).toBe(0)
  await b.remove('/proxies/a/toxics/latency_downstream')
  expect(await client.ending(30_000)).toBe('end')
  expect(client.bytes.length).toBe(sent)
  client.destroy()
})

test('what all latencies hold together is limited too', async () => {
  const sent = 40_000_000
  await using upstream = await listen({ onConnection: peer => peer.socket.end(Buffer.alloc(sent)) })
  await using b = await bench({ mostHeldBytes: 1_000_000, proxyMetrics: true })
  const toxics = [{ type: 'latency', attributes: { latency: 60_000 } }]
  const place = await b.route(upstream.address, { toxics })
  const clients = [await connectTo(place), await connectTo(place)]
  expect(await taken(b)).toBeLessThan(1_300_000)
  await b.remove('/proxies/a/toxics/latency_downstream')
  for (const client of clients) {
    expect(await client.ending(30_000)).toBe('end')
    expect(client.received).toBe(sent)
    client.destroy()
  }
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

/** What a proxy has taken from its upstreams, once it takes no more. */
async function taken(b: Bench): Promise<number> {
  const metric = /^toxiproxy_proxy_received_bytes_total\{direction="downstream".* (\d+)$/m
  let before = -1
  return eventually('the proxy to take no more', async () => {
    const now = Number(metric.exec((await b.call('GET', '/metrics')).text)?.[1])
    await quiet(150)
    const still = now === before && now > 0
    before = now
    return still && now
  })
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
