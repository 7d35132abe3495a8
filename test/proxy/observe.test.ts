import { expect, test } from 'vitest'
import { eventLog } from '../../src/proxy/engine/events.ts'
import { connectTo, echo, freePort } from '../support/sockets.ts'
import { eventually } from '../support/wait.ts'
import { type Bench, bench } from './api-client.ts'

interface Page {
  readonly latest: number
  readonly missed: number
  readonly events: readonly { readonly seq: number; readonly type: string; readonly proxy: string }[]
}

test('tells the life of a proxy and of its connections, in order', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const client = await connectTo(place)
  client.socket.write('hello')
  await client.got(5)
  await b.post('/proxies/a/toxics', { type: 'noop' })
  client.socket.write('again')
  await client.got(10)
  client.socket.end()
  await eventually('the connection to be closed', async () => (await told(b)).includes('connection.closed'))
  await b.post('/proxies/a', { enabled: false })
  await b.remove('/proxies/a')
  const { latest, missed, events } = await b.get<Page>('/events')
  expect([latest, missed]).toEqual([events.length, 0])
  expect(events.map(({ seq: _seq, ...event }) => ({ ...event, timeMs: undefined }))).toEqual([
    { proxy: 'a', type: 'proxy.created' },
    { proxy: 'a', type: 'connection.opened', connection: 1 },
    { proxy: 'a', type: 'toxic.added', toxic: 'noop_downstream' },
    { proxy: 'a', type: 'connection.met', connection: 1, toxic: 'noop_downstream' },
    { proxy: 'a', type: 'connection.closed', connection: 1, upstreamBytes: 10, downstreamBytes: 10 },
    { proxy: 'a', type: 'proxy.disabled' },
    { proxy: 'a', type: 'toxic.removed', toxic: 'noop_downstream' },
    { proxy: 'a', type: 'proxy.removed' },
  ])
  expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))
})

test('tells which connection found no upstream', async () => {
  await using b = await bench()
  const client = await connectTo(await b.route(`127.0.0.1:${await freePort()}`))
  await client.ending()
  client.destroy()
  await eventually('the connection to be closed', async () => (await told(b)).includes('connection.closed'))
  expect(await told(b)).toEqual(['proxy.created', 'connection.failed', 'connection.closed'])
})

test('tells why an upstream was not reached, at each of its addresses', async () => {
  await using b = await bench()
  const port = await freePort()
  for (const [upstream, why] of [
    [`127.0.0.1:${port}`, `connect ECONNREFUSED 127.0.0.1:${port}`],
    [`localhost:${port}`, `connect ECONNREFUSED 127.0.0.1:${port}`],
    ['garbage', 'dial tcp: address garbage: missing port in address'],
    ['nohost.invalid:80', 'getaddrinfo ENOTFOUND nohost.invalid'],
  ] as const) {
    const client = await connectTo(await b.route(upstream))
    await client.ending()
    client.destroy()
    const failed = await eventually('the failure to be told', async () => {
      const { events } = await b.get<{ events: { type: string; error: string }[] }>('/events')
      return events.findLast(event => event.type === 'connection.failed')
    })
    expect(failed.error).toContain(why)
    await b.remove('/proxies/a')
  }
})

test('reads on from a number, and about one proxy only', async () => {
  await using b = await bench()
  for (const name of ['a', 'b']) await b.post('/proxies', { name, upstream: 'x:1' })
  const { latest } = await b.get<Page>('/events')
  await b.post('/proxies/b/toxics', { type: 'noop' })
  await b.post('/proxies/a/toxics', { type: 'noop' })
  expect((await b.get<Page>(`/events?since=${latest}`)).events.map(event => event.proxy)).toEqual(['b', 'a'])
  expect((await b.get<Page>(`/events?proxy=a&since=${latest}`)).events.map(event => event.type)).toEqual([
    'toxic.added',
  ])
  expect((await b.get<Page>('/events?proxy=none')).events).toEqual([])
  expect((await b.get<Page>('/events?since=99')).events).toEqual([])
  for (const since of ['x', '-1', '1.5', '9'.repeat(40)]) {
    expect((await b.call('GET', `/events?since=${since}`)).status).toBe(400)
  }
})

test('traffic of a proxy that is not there is 404', async () => {
  await using b = await bench()
  expect(await b.call('GET', '/proxies/a/traffic')).toMatchObject({ status: 404, json: { error: 'proxy not found' } })
})

test('counts data that crosses, not data that is swallowed or still held', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const client = await connectTo(await b.route(upstream.address))
  await b.post('/proxies/a/toxics', { type: 'bandwidth', attributes: { rate: 0 } })
  client.socket.write('hello')
  await (await upstream.peer(0)).got(5)
  await eventually('the answer to meet the toxic', async () => met(b, 'bandwidth_downstream'))
  expect(await b.get('/proxies/a/traffic')).toMatchObject({ connections: 1, upstreamBytes: 5, downstreamBytes: 0 })
  await b.remove('/proxies/a/toxics/bandwidth_downstream')
  expect(await b.get('/proxies/a/traffic')).toMatchObject({ downstreamBytes: 5, met: { bandwidth_downstream: 1 } })
  client.destroy()
})

test('a toxic made anew starts counting at 0, one that is gone keeps its count', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const client = await connectTo(await b.route(upstream.address, { toxics: [{ type: 'noop' }] }))
  client.socket.write('x')
  await client.got(1)
  expect(await met(b, 'noop_downstream')).toBe(1)
  await b.remove('/proxies/a/toxics/noop_downstream')
  expect(await met(b, 'noop_downstream')).toBe(1)
  await b.post('/proxies/a/toxics', { type: 'noop' })
  expect(await met(b, 'noop_downstream')).toBe(0)
  client.destroy()
})

test('runtime metrics are there if asked for', async () => {
  await using b = await bench({ runtimeMetrics: true })
  const answer = await b.call('GET', '/metrics')
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(answer.text).toMatch(/^process_resident_memory_bytes \d+$/m)
  expect(answer.text).not.toContain('toxiproxy_proxy')
})

test('the log keeps the last events, gives them in pages, and says how many are gone', () => {
  const log = eventLog(5000)
  for (let index = 1; index <= 12_000; index++) log.add({ type: 'toxic.added', proxy: 'a', toxic: String(index) })
  const first = log.read({ since: 0, proxy: undefined })
  expect([first.latest, first.missed, first.events.length]).toEqual([12_000, 7000, 1000])
  expect([first.events[0]?.seq, first.events.at(-1)?.seq]).toEqual([7001, 8000])
  const next = log.read({ since: 8000, proxy: undefined })
  expect([next.missed, next.events[0]?.seq]).toEqual([0, 8001])
  expect(log.read({ since: 6999, proxy: undefined }).missed).toBe(1)
  expect(log.read({ since: 12_000, proxy: undefined }).events).toEqual([])
})

async function told(b: Bench): Promise<readonly string[]> {
  return (await b.get<Page>('/events')).events.map(event => event.type)
}

async function met(b: Bench, toxic: string): Promise<number | undefined> {
  const traffic = await b.get<{ met: Record<string, number> }>('/proxies/a/traffic')
  return traffic.met[toxic]
}
