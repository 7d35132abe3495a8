import { expect, test } from 'vitest'
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

test('a connection cut by a limit is over for the upstream although the client does not read', async () => {
  await using upstream = await listen({ onConnection: peer => peer.socket.write(Buffer.alloc(30_000_000)) })
  await using b = await bench()
  const toxics = [{ type: 'limit_data', attributes: { bytes: 100_000 } }]
  const client = await connectTo(await b.route(upstream.address, { toxics }))
  client.socket.pause()
  const peer = await upstream.peer(0)
  expect(await peer.ending()).toMatch(/^(end|ECONNRESET|EPIPE)$/)
  client.socket.resume()
  expect(await client.ending()).toBe('end')
  expect(client.received).toBe(100_000)
  client.destroy()
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
