import { describe, expect } from 'vitest'
import { connectTo, echo, freePort, listen, tryConnect } from '../support/sockets.ts'
import { eventually, quiet } from '../support/wait.ts'
import { request } from './http-client.ts'
import { promisesOf, type Subject } from './subject.ts'

/** What happens to bytes: through a clean proxy, and through each toxic. */
export function trafficContract(subject: Subject): void {
  describe(`the traffic through ${subject.name}`, () => {
    const promise = promisesOf(subject)

    promise('carries bytes both ways, in order and whole', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      const sent = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251))
      client.socket.write(sent)
      await client.got(sent.length)
      expect(client.bytes.equals(sent)).toBe(true)
    })

    promise('closes a client when its upstream cannot be reached', async ({ url }) => {
      const client = await connectTo(await route(url, `127.0.0.1:${await freePort()}`))
      expect(await client.ending()).toBe('end')
      client.destroy()
    })

    promise('passes on that a side is done, and still carries what the other side has to say', async ({ url }) => {
      await using server = await listen({
        onConnection: peer => peer.socket.on('end', () => peer.socket.end(`heard ${peer.text}`)),
      })
      const client = await connectTo(await route(url, server.address))
      client.socket.end('question')
      expect(await client.got(14)).toBe('heard question')
      expect(await client.ending()).toBe('end')
    })

    promise('passes on a reset as a reset', async ({ url }) => {
      await using server = await echo()
      const place = await route(url, server.address)
      const byServer = await connectTo(place)
      ;(await server.peer(0)).socket.resetAndDestroy()
      expect(await byServer.ending()).toBe('ECONNRESET')
      const byClient = await connectTo(place)
      const peer = await server.peer(1)
      byClient.socket.resetAndDestroy()
      expect(await peer.ending()).toBe('ECONNRESET')
    })

    promise('drops live connections when disabled, or when the upstream changes', async ({ url }) => {
      await using one = await echo()
      await using other = await echo()
      const place = await route(url, one.address)
      const first = await connectTo(place)
      await one.peer(0)
      await request(url, 'PATCH', '/proxies/a', { body: { enabled: false } })
      expect(await first.ending()).toBe('end')
      expect(await tryConnect(place)).toBe('ECONNREFUSED')
      await request(url, 'PATCH', '/proxies/a', { body: { enabled: true } })
      const second = await connectTo(place)
      await one.peer(1)
      await request(url, 'PATCH', '/proxies/a', { body: { upstream: other.address } })
      expect(await second.ending()).toBe('end')
      const third = await connectTo(place)
      third.socket.write('x')
      expect(await third.got(1)).toBe('x')
      expect(other.peers.length).toBe(1)
      third.destroy()
    })

    promise('delays by a latency in one direction, and adds up several', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'latency', attributes: { latency: 100 } })
      await add(url, { type: 'latency', name: 'more', attributes: { latency: 150 } })
      await add(url, { type: 'latency', stream: 'upstream', attributes: { latency: 50 } })
      const startMs = performance.now()
      client.socket.write('x')
      await client.got(1)
      const tookMs = performance.now() - startMs
      expect(tookMs).toBeGreaterThan(295)
      expect(tookMs).toBeLessThan(5000)
    })

    promise('lets chunks wait side by side, and keeps their order under jitter', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'latency', attributes: { latency: 400, jitter: 200 } })
      const text = 'abcdefghijklmnopqrst'
      for (const letter of text) {
        client.socket.write(letter)
        await quiet(5)
      }
      // One after the other they would take twenty times 400 ms.
      expect(await client.got(text.length, 6000)).toBe(text)
    })

    promise('lets go at once what a removed latency held', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'latency', attributes: { latency: 60_000 } })
      await saysHeld(talk)
      await remove(url, 'latency_downstream')
      expect(await client.got(4)).toBe('held')
    })

    promise('cuts a wait short when a latency is updated', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'latency', attributes: { latency: 60_000 } })
      await saysHeld(talk)
      await request(url, 'PATCH', '/proxies/a/toxics/latency_downstream', { body: { attributes: { latency: 50_000 } } })
      expect(await client.got(4)).toBe('held')
    })

    promise('delivers what was on its way when a side ended', async ({ url }) => {
      await using server = await listen({ onConnection: peer => peer.socket.end('last words') })
      await makeProxy(url, server.address)
      await add(url, { type: 'latency', attributes: { latency: 200 } })
      const client = await connectTo(await place(url))
      expect(await client.got(10)).toBe('last words')
      expect(await client.ending()).toBe('end')
      client.destroy()
    })

    promise('trickles under a bandwidth', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'bandwidth', attributes: { rate: 10 } })
      const startMs = performance.now()
      client.socket.write(Buffer.alloc(5000))
      await client.got(5000)
      expect(performance.now() - startMs).toBeGreaterThan(480)
    })

    promise('lets nothing through a bandwidth of 0, and everything once it is removed', async ({ url }) => {
      await using talk = await talking(url)
      const { client } = talk
      await add(url, { type: 'bandwidth', attributes: { rate: 0 } })
      await saysHeld(talk)
      await remove(url, 'bandwidth_downstream')
      expect(await client.got(4)).toBe('held')
    })

    promise('passes on a close late under slow_close, and the data at once', async ({ url }) => {
      await using server = await listen({ onConnection: peer => peer.socket.end('x') })
      await makeProxy(url, server.address)
      await add(url, { type: 'slow_close', attributes: { delay: 300 } })
      const startMs = performance.now()
      const client = await connectTo(await place(url))
      await client.got(1)
      expect(client.ended).toBeUndefined()
      expect(await client.ending()).toBe('end')
      expect(performance.now() - startMs).toBeGreaterThan(290)
      client.destroy()
    })

    promise('swallows data under a timeout of 0 and keeps the connection', async ({ url }) => {
      await using talk = await talking(url)
      const { client, server } = talk
      await add(url, { type: 'timeout', attributes: { timeout: 0 } })
      client.socket.write('x')
      await (await server.peer(0)).got(1)
      await quiet(100)
      expect([client.text, client.ended]).toEqual(['', undefined])
      await remove(url, 'timeout_downstream')
      expect(await client.ending()).toBe('end')
    })

    promise('closes both sides a timeout after the last data', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'timeout', attributes: { timeout: 300 } })
      const client = await connectTo(await place(url))
      const startMs = performance.now()
      for (let round = 0; round < 3; round++) {
        client.socket.write('x')
        await quiet(100)
      }
      expect(await client.ending()).toBe('end')
      expect(performance.now() - startMs).toBeGreaterThan(490)
      expect(await (await server.peer(0)).ending()).toBe('end')
      client.destroy()
    })

    promise('resets both sides under reset_peer once data comes by', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'reset_peer', attributes: { timeout: 20 } })
      const client = await connectTo(await place(url))
      await quiet(100)
      expect(client.ended).toBeUndefined()
      client.socket.write('x')
      expect(await client.ending()).toBe('ECONNRESET')
      expect(await (await server.peer(0)).ending()).toBe('ECONNRESET')
    })

    promise('resets connections that were open before reset_peer came', async ({ url }) => {
      await using server = await echo()
      const client = await connectTo(await route(url, server.address))
      client.socket.write('x')
      await client.got(1)
      await add(url, { type: 'reset_peer', attributes: { timeout: 0 } })
      expect(await client.ending()).toBe('ECONNRESET')
      expect(await (await server.peer(0)).ending()).toBe('ECONNRESET')
    })

    promise('leaves alone connections that a reset_peer spares', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'reset_peer', toxicity: 0, attributes: { timeout: 0 } })
      const client = await connectTo(await place(url))
      client.socket.write('x')
      expect(await client.got(1)).toBe('x')
      const peer = await server.peer(0)
      peer.socket.end()
      expect(await client.ending()).toBe('end')
      client.socket.end()
      await eventually('both sides to be closed', () => client.closed && peer.closed)
      expect([client.ended, peer.ended]).toEqual(['end', 'end'])
    })

    promise('cuts after so many bytes under limit_data', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'limit_data', attributes: { bytes: 5 } })
      const client = await connectTo(await place(url))
      client.socket.write('abc')
      expect(await client.got(3)).toBe('abc')
      client.socket.write('defghi')
      expect(await client.ending()).toBe('end')
      expect(client.text).toBe('abcde')
      client.destroy()
    })

    promise('closes on exactly the limit, and on the first byte for a limit of 0', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'limit_data', attributes: { bytes: 3 } })
      const exact = await connectTo(await place(url))
      exact.socket.write('abc')
      expect(await exact.ending()).toBe('end')
      expect(exact.text).toBe('abc')
      await request(url, 'PATCH', '/proxies/a/toxics/limit_data_downstream', { body: { attributes: { bytes: 0 } } })
      const none = await connectTo(await place(url))
      await quiet(50)
      expect(none.ended).toBeUndefined()
      none.socket.write('x')
      expect(await none.ending()).toBe('end')
      expect(none.text).toBe('')
      for (const client of [exact, none]) client.destroy()
    })

    promise('slices without losing or reordering a byte', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'slicer', attributes: { average_size: 10, size_variation: 5, delay: 20_000 } })
      const client = await connectTo(await place(url))
      const text = 'the quick brown fox jumps over the lazy dog, and then it jumps back again, which is less well known'
      const startMs = performance.now()
      client.socket.write(text)
      expect(await client.got(text.length)).toBe(text)
      // At most 15 bytes each, so at least seven pieces, and six pauses between them.
      expect(performance.now() - startMs).toBeGreaterThan(110)
      client.destroy()
    })

    promise('hits all, none or some connections by toxicity', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'timeout', toxicity: 0.5, attributes: { timeout: 0 } })
      const at = await place(url)
      const clients = await Promise.all(Array.from({ length: 60 }, () => connectTo(at)))
      for (const client of clients) client.socket.write('x')
      for (let index = 0; index < clients.length; index++) await (await server.peer(index)).got(1)
      const sparedSoFar = () => clients.filter(client => client.text === 'x').length
      // Less than one run in a million falls outside by chance.
      await eventually('more than ten to be spared', () => sparedSoFar() > 10)
      await quiet(100)
      const spared = sparedSoFar()
      expect(spared).toBeLessThan(50)
      for (const client of clients) client.destroy()
    })

    promise('gives back a removed toxic at once although the client does not read', async ({ url }) => {
      await using server = await listen({ onConnection: peer => peer.socket.write(Buffer.alloc(40_000_000)) })
      await makeProxy(url, server.address)
      await add(url, { type: 'latency', attributes: { latency: 100 } })
      const client = await connectTo(await place(url))
      client.socket.pause()
      const peer = await server.peer(0)
      let before = -1
      await eventually('the stream to stand still', async () => {
        const after = peer.socket.bytesWritten - peer.socket.writableLength
        await quiet(100)
        const still = after === before
        before = after
        return still
      })
      const startMs = performance.now()
      const removed = await request(url, 'DELETE', '/proxies/a/toxics/latency_downstream')
      expect(removed.status).toBe(204)
      expect(performance.now() - startMs).toBeLessThan(5000)
      expect((await request(url, 'GET', '/proxies')).status).toBe(200)
      client.destroy()
    })

    promise('survives a slicer left at its defaults', async ({ url }) => {
      await using server = await echo()
      await makeProxy(url, server.address)
      await add(url, { type: 'slicer' })
      const client = await connectTo(await place(url))
      client.socket.write('hello')
      expect(await client.got(5)).toBe('hello')
      client.destroy()
    })
  })
}

/** A client through a proxy to a server that says everything back; both are gone with the test. */
async function talking(url: string) {
  const server = await echo()
  const client = await connectTo(await route(url, server.address))
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** What is said is held on its way: the server has heard it, the client hears nothing of it. */
async function saysHeld({ client, server }: Awaited<ReturnType<typeof talking>>): Promise<void> {
  client.socket.write('held')
  await (await server.peer(0)).got(4)
  await quiet(50)
  expect(client.text).toBe('')
}

async function route(url: string, upstream: string): Promise<string> {
  await makeProxy(url, upstream)
  return place(url)
}

async function makeProxy(url: string, upstream: string): Promise<void> {
  const made = await request(url, 'POST', '/proxies', { body: { name: 'a', listen: '127.0.0.1:0', upstream } })
  expect(made.status).toBe(201)
}

async function place(url: string): Promise<string> {
  return ((await request(url, 'GET', '/proxies/a')).json as { listen: string }).listen
}

async function add(url: string, toxic: object): Promise<void> {
  expect((await request(url, 'POST', '/proxies/a/toxics', { body: toxic })).status).toBe(200)
}

async function remove(url: string, toxic: string): Promise<void> {
  expect((await request(url, 'DELETE', `/proxies/a/toxics/${toxic}`)).status).toBe(204)
}
