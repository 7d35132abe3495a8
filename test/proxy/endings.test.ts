import { expect, test } from 'vitest'
import { decodeToxic } from '../../src/proxy/api/decode.ts'
import { Proxies } from '../../src/proxy/engine/proxies.ts'
import { connectTo, echo, freePort, listen } from '../support/sockets.ts'
import { eventually, quiet } from '../support/wait.ts'
import { bench } from './api-client.ts'

test('data meets toxics in the order they were made, on connections old and new', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const old = await connectTo(place)
  await upstream.peer(0)
  await b.post('/proxies/a/toxics', { type: 'noop', name: 'first' })
  await b.post('/proxies/a/toxics', { type: 'timeout', name: 'swallow' })
  await b.post('/proxies/a/toxics', { type: 'noop', name: 'last' })
  const fresh = await connectTo(place)
  for (const client of [old, fresh]) client.socket.write('x')
  const met = await eventually('both answers to be swallowed', async () => {
    const traffic = await b.get<{ met: Record<string, number> }>('/proxies/a/traffic')
    return traffic.met.swallow === 2 && traffic.met
  })
  expect(met).toEqual({ first: 2, swallow: 2, last: 0 })
  for (const client of [old, fresh]) client.destroy()
})

test('a reset waits behind the data that came before it', async () => {
  await using upstream = await listen({ onConnection: peer => peer.socket.write('last words') })
  await using b = await bench()
  const place = await b.route(upstream.address, { toxics: [{ type: 'latency', attributes: { latency: 300 } }] })
  const client = await connectTo(place)
  await eventually('the words to be on their way', async () => {
    const traffic = await b.get<{ met: Record<string, number> }>('/proxies/a/traffic')
    return traffic.met.latency_downstream === 1
  })
  ;(await upstream.peer(0)).socket.resetAndDestroy()
  expect(await client.ending()).toBe('ECONNRESET')
  expect(client.text).toBe('last words')
})

test('a side that was done and then broke breaks the other side too', async () => {
  await using upstream = await listen({ onConnection: peer => peer.socket.end('bye') })
  await using b = await bench()
  const client = await connectTo(await b.route(upstream.address))
  expect(await client.ending()).toBe('end')
  client.socket.write('still talking')
  const peer = await upstream.peer(0)
  await peer.got(13)
  peer.socket.resetAndDestroy()
  await eventually('the client to learn of it', () => {
    client.socket.write('x')
    return client.closed
  })
  expect(['ECONNRESET', 'EPIPE']).toContain(client.ended)
})

test('a connection cut by a limit is over for the upstream although the client has yet to read its share', async () => {
  const limit = 20_000_000
  await using upstream = await listen({ onConnection: peer => peer.socket.write(Buffer.alloc(30_000_000)) })
  await using b = await bench({ proxyMetrics: true })
  const toxics = [
    { type: 'latency', attributes: { latency: 60_000 } },
    { type: 'limit_data', attributes: { bytes: limit } },
  ]
  const client = await connectTo(await b.route(upstream.address, { toxics }))
  client.socket.pause()
  await eventually('more than the limit to be held', async () => {
    const { text } = await b.call('GET', '/metrics')
    return Number(/^toxiproxy_proxy_received_bytes_total\{direction="downstream".* (\d+)$/m.exec(text)?.[1]) > limit
  })
  await b.remove('/proxies/a/toxics/latency_downstream')
  expect(await (await upstream.peer(0)).ending()).toMatch(/^(end|ECONNRESET|EPIPE)$/)
  client.socket.resume()
  expect(await client.ending()).toBe('end')
  expect(client.received).toBe(limit)
  client.destroy()
})

test('what is held for a client that is gone is forgotten, even while its reset is still on the way', async () => {
  await using upstream = await listen({ onConnection: peer => peer.socket.write(Buffer.alloc(1_000_000)) })
  const proxies = new Proxies(1, 1e9, () => {})
  const toxic = decodeToxic({ type: 'latency', attributes: { latency: 60_000 } })
  const toxics = [toxic, { ...toxic, name: 'there', stream: 'upstream' as const }]
  const settings = { name: 'a', listen: '', upstream: upstream.address, enabled: true, toxics, ttlMs: undefined }
  const client = await connectTo((await proxies.create(settings)).listen)
  client.socket.write('question')
  await eventually('both directions to be held', () => proxies.budget.heldBytes > 1_000_000)
  await eventually('the question to be held', () => proxies.get('a').tally.traffic().met.there === 1)
  client.socket.resetAndDestroy()
  await eventually('the answer to be forgotten', () => proxies.budget.heldBytes < 1000)
  expect(proxies.budget.heldBytes).toBe('question'.length + 256)
  proxies.close()
  await eventually('all to be forgotten', () => proxies.budget.heldBytes === 0)
})

test('a client whose upstream is not there sees a close, not a reset, whatever it has said already', async () => {
  await using b = await bench()
  const place = await b.route(`127.0.0.1:${await freePort()}`)
  for (let round = 0; round < 20; round++) {
    const client = await connectTo(place)
    client.socket.write('GET / HTTP/1.1\r\n\r\n')
    expect(await client.ending()).toBe('end')
    await quiet(1)
    expect(client.ended).toBe('end')
    client.destroy()
  }
})
