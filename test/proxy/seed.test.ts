import { expect, test } from 'vitest'
import { connectTo, echo, type Peer, type TestServer } from '../support/sockets.ts'
import { type Bench, bench } from './api-client.ts'

const HALF = { type: 'limit_data', name: 'half', toxicity: 0.5, attributes: { bytes: 1 } }

test('the same seed hits the same connections, another seed others', async () => {
  await using upstream = await echo()
  const run = async (seed: number) => {
    await using b = await bench({ seed })
    const place = await b.route(upstream.address, { toxics: [HALF] })
    return await fates(place, 40)
  }
  const first = await run(11)
  expect(first).toContain('hit')
  expect(first).toContain('spared')
  expect(await run(11)).toEqual(first)
  expect(await run(12)).not.toEqual(first)
})

test('a connection keeps its fate while the toxic changes and others come and go', async () => {
  await using upstream = await echo()
  await using b = await bench({ seed: 5 })
  const place = await b.route(upstream.address)
  const peers = await connected(place, upstream, 30)
  await b.post('/proxies/a/toxics', { ...HALF, type: 'bandwidth', attributes: { rate: 0 } })
  const spared = await answered(b, peers, upstream)
  expect(spared.length).toBeGreaterThan(5)
  expect(spared.length).toBeLessThan(25)
  for (const disturb of [
    () => b.post('/proxies/a/toxics', { type: 'noop' }),
    () => b.post('/proxies/a/toxics/noop_downstream', { toxicity: 0.3 }),
    () => b.remove('/proxies/a/toxics/noop_downstream'),
    () => b.post('/proxies/a/toxics/half', { toxicity: 0.5 }),
  ]) {
    await disturb()
    expect(await answered(b, peers, upstream)).toEqual(spared)
  }
  for (const peer of peers) peer.destroy()
})

test('more toxicity hits more connections and lets go of none', async () => {
  await using upstream = await echo()
  await using b = await bench({ seed: 5 })
  const place = await b.route(upstream.address)
  const peers = await connected(place, upstream, 30)
  await b.post('/proxies/a/toxics', { ...HALF, type: 'bandwidth', attributes: { rate: 0 } })
  const before = await answered(b, peers, upstream)
  await b.post('/proxies/a/toxics/half', { toxicity: 0.8 })
  const after = await answered(b, peers, upstream)
  expect(after.length).toBeLessThan(before.length)
  expect(after.every(index => before.includes(index))).toBe(true)
  await b.post('/proxies/a/toxics/half', { toxicity: 0 })
  expect((await answered(b, peers, upstream)).length).toBe(peers.length)
  for (const peer of peers) peer.destroy()
})

// Each sends two bytes and either gets both back, or is cut after one.
async function fates(place: string, count: number): Promise<readonly string[]> {
  const seen: string[] = []
  for (let index = 0; index < count; index++) {
    const client = await connectTo(place)
    client.socket.end('ab')
    await client.ending()
    seen.push(client.text === 'ab' ? 'spared' : 'hit')
    client.destroy()
  }
  return seen
}

// One after the other, so that each gets the number of its place in the list.
async function connected(place: string, upstream: TestServer, count: number): Promise<readonly Peer[]> {
  const peers: Peer[] = []
  for (let index = 0; index < count; index++) {
    peers.push(await connectTo(place))
    await upstream.peer(index)
  }
  return peers
}

/** Which peers get an answer: everybody asks, and the toxic has had its chance once the proxy has passed on all questions. */
async function answered(b: Bench, peers: readonly Peer[], upstream: TestServer): Promise<readonly number[]> {
  const before = peers.map(peer => peer.bytes.length)
  const sent = (upstream.peers[0]?.bytes.length ?? 0) + 1
  for (const peer of peers) peer.socket.write('x')
  for (const peer of upstream.peers) await peer.got(sent)
  // The answers follow in one turn of the proxy's loop; an API call after them sees them gone.
  for (let round = 0; round < 5; round++) await b.get('/proxies/a/traffic')
  return peers.flatMap((peer, index) => (peer.bytes.length > (before[index] ?? 0) ? [index] : []))
}
