import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reset } from '../../src/proxy/stream/reset.ts'
import { connectTo, echo, type Peer, type TestServer } from '../support/sockets.ts'
import { eventually, quiet, within } from '../support/wait.ts'
import { type Bench, bench } from './api-client.ts'

// Anything may happen to a proxy while bytes go through it. Two things must never happen: that a byte is lost, changed or
// reordered in a connection that nothing cut, and that the server stops answering or keeps what it should have let go.

type Step =
  | { readonly do: 'connect' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'send'; readonly client: number; readonly bytes: number }
  | { readonly do: 'finish'; readonly client: number }
  | { readonly do: 'add'; readonly toxic: object }
  | { readonly do: 'change'; readonly toxic: number; readonly body: object }
  | { readonly do: 'remove'; readonly toxic: number }
  | { readonly do: 'switch'; readonly enabled: boolean }
  | { readonly do: 'reset' }
  | { readonly do: 'break'; readonly client: number }
  | { readonly do: 'babble'; readonly method: string; readonly path: string; readonly body: string }

const ms = fc.integer({ min: -5, max: 25 })
const bytes = fc.integer({ min: 0, max: 5000 })
const frame = {
  stream: fc.constantFrom('upstream', 'downstream'),
  toxicity: fc.constantFrom(0, 0.5, 1, 1),
  ttl: fc.constantFrom(0, 0, 0, 30),
}
const preserving = fc.oneof(
  fc.record({ ...frame, type: fc.constant('latency'), attributes: fc.record({ latency: ms, jitter: ms }) }),
  fc.record({
    ...frame,
    type: fc.constant('bandwidth'),
    attributes: fc.record({ rate: fc.constantFrom(0, 100, 5000) }),
  }),
  fc.record({
    ...frame,
    type: fc.constant('slicer'),
    attributes: fc.record({ average_size: bytes, size_variation: bytes, delay: fc.nat(50) }),
  }),
  fc.record({ ...frame, type: fc.constant('slow_close'), attributes: fc.record({ delay: fc.nat(25) }) }),
  fc.record({ ...frame, type: fc.constant('noop') }),
)
const cutting = fc.oneof(
  fc.record({ ...frame, type: fc.constant('timeout'), attributes: fc.record({ timeout: ms }) }),
  fc.record({ ...frame, type: fc.constant('reset_peer'), attributes: fc.record({ timeout: ms }) }),
  fc.record({ ...frame, type: fc.constant('limit_data'), attributes: fc.record({ bytes }) }),
)
const index = fc.nat(5)
const changes = fc.record(
  {
    toxicity: frame.toxicity,
    attributes: fc.record({ latency: ms, rate: fc.constantFrom(0, 5000), delay: fc.nat(20) }),
  },
  { requiredKeys: [] },
)
const gentle: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(12) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      client: index,
      bytes: fc.integer({ min: 1, max: 40_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish' as const), client: index }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), toxic: preserving }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), toxic: index, body: changes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), toxic: index }) },
)
const rough: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: gentle },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), toxic: cutting }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), enabled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const), client: index }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('babble' as const),
      method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT'),
      path: fc.constantFrom(
        '/proxies',
        '/proxies/b',
        '/proxies/b/toxics',
        '/proxies/b/toxics/x',
        '/populate',
        '/reset',
        '/events',
      ),
      body: fc.oneof(fc.json(), fc.string()),
    }),
  },
)

test('no byte is lost, changed or reordered through toxics that only delay', async () => {
  await using upstream = await echo()
  await using b = await bench()
  await fc.assert(
    fc.asyncProperty(fc.array(gentle, { minLength: 5, maxLength: 40 }), async steps => {
      const clients = await play(b, upstream, steps)
      for (const { peer, sent } of clients) {
        peer.socket.end()
        await peer.got(sent)
        expect(await peer.ending()).toBe('end')
        expect(peer.bytes.equals(pattern(sent))).toBe(true)
      }
      await nothingLeft(b, upstream, clients)
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 120_000)

test('whatever happens, what arrives is a beginning of what was sent, and nothing stays behind', async () => {
  await using upstream = await echo()
  await using b = await bench()
  await fc.assert(
    fc.asyncProperty(fc.array(rough, { minLength: 5, maxLength: 40 }), async steps => {
      const clients = await play(b, upstream, steps)
      for (const { peer, sent } of clients) {
        expect(peer.bytes.equals(pattern(sent).subarray(0, peer.bytes.length))).toBe(true)
        peer.socket.end()
      }
      await nothingLeft(b, upstream, clients)
    }),
    { numRuns: 40, endOnFailure: true },
  )
}, 120_000)

interface Client {
  readonly peer: Peer
  readonly sent: number
}

async function play(b: Bench, upstream: TestServer, steps: readonly Step[]): Promise<readonly Client[]> {
  const place = await b.route(upstream.address)
  const peers: Peer[] = []
  const sent: number[] = []
  let made = 0
  for (const step of steps) {
    await within(`step ${JSON.stringify(step)}`, perform(step))
  }
  for (const toxic of await b.get<{ name: string }[]>('/proxies/a/toxics')) {
    await b.call('DELETE', `/proxies/a/toxics/${toxic.name}`)
  }
  return peers.map((peer, index) => ({ peer, sent: sent[index] ?? 0 }))

  async function perform(step: Step): Promise<void> {
    const client = 'client' in step ? step.client % Math.max(1, peers.length) : 0
    const peer = peers[client]
    const toxic = `/proxies/a/toxics/t${'toxic' in step && typeof step.toxic === 'number' ? step.toxic % Math.max(1, made) : 0}`
    switch (step.do) {
      case 'connect': {
        const fresh = await connectTo(place).catch(() => undefined)
        if (fresh !== undefined) peers.push(fresh)
        return
      }
      case 'wait':
        return quiet(step.ms)
      case 'send': {
        if (peer === undefined || !peer.socket.writable) return
        const from = sent[client] ?? 0
        peer.socket.write(pattern(from + step.bytes).subarray(from))
        sent[client] = from + step.bytes
        return
      }
      case 'finish':
        return void peer?.socket.end()
      case 'break':
        return peer === undefined ? undefined : reset(peer.socket)
      case 'add': {
        const answer = await b.call('POST', '/proxies/a/toxics', { ...step.toxic, name: `t${made++}` })
        return expect(answer.status, answer.text).toBe(200)
      }
      case 'change':
        return known(await b.call('PATCH', toxic, step.body))
      case 'remove':
        return known(await b.call('DELETE', toxic))
      case 'switch':
        return known(await b.call('POST', '/proxies/a', { enabled: step.enabled }))
      case 'reset':
        return known(await b.call('POST', '/reset'))
      case 'babble':
        return known(await b.call(step.method, step.path, step.body))
      default:
        return step satisfies never
    }
  }
}

function known({ status }: { readonly status: number }): void {
  expect([200, 201, 204, 400, 404, 405, 409]).toContain(status)
}

async function nothingLeft(b: Bench, upstream: TestServer, clients: readonly Client[]): Promise<void> {
  for (const proxy of Object.keys(await b.get('/proxies'))) await b.remove(`/proxies/${encodeURIComponent(proxy)}`)
  for (const { peer } of clients) peer.destroy()
  await eventually('every connection to be gone', () => upstream.peers.every(peer => peer.closed))
  await eventually('every socket of ours to be gone', () => openSockets() === 0)
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter(resource => resource === 'TCPSocketWrap').length
}

// A byte says where it belongs, so that a wrong one is seen at once.
function pattern(length: number): Buffer {
  return PATTERN.subarray(0, length)
}

const PATTERN = Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * 31 + (at >> 8) * 7) % 256))
