import { expect, test } from 'vitest'
import { connectTo, echo, hostAndPort, listen, tryConnect } from '../support/sockets.ts'
import { eventually, quiet } from '../support/wait.ts'
import { type Bench, bench } from './api-client.ts'

test('a toxic with a lease removes itself, and lets go what it held', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const client = await connectTo(await b.route(upstream.address))
  const body = { type: 'latency', attributes: { latency: 60_000 }, ttl: 200 }
  expect(await b.post('/proxies/a/toxics', body)).toMatchObject({ ttl: 200 })
  client.socket.write('x')
  expect(await client.got(1)).toBe('x')
  expect(await toxics(b)).toEqual([])
  expect(await eventTypes(b)).toContain('toxic.expired')
  client.destroy()
})

test('without a lease nothing expires, and nothing is said of one', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  expect(await b.post('/proxies/a/toxics', { type: 'noop', ttl: 0 })).not.toHaveProperty('ttl')
  expect(await b.post('/proxies/a/toxics', { type: 'noop', name: 'b' })).not.toHaveProperty('ttl')
  await quiet(50)
  expect(await toxics(b)).toEqual(['noop_downstream', 'b'])
})

test('an update may begin, renew or end a lease', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  for (const name of ['begun', 'ended', 'kept']) {
    await b.post('/proxies/a/toxics', { type: 'noop', name, ...(name === 'begun' ? {} : { ttl: 300 }) })
  }
  expect(await b.post('/proxies/a/toxics/begun', { ttl: 100 })).toMatchObject({ ttl: 100 })
  expect(await b.post('/proxies/a/toxics/ended', { ttl: 0 })).not.toHaveProperty('ttl')
  expect(await b.post('/proxies/a/toxics/kept', { toxicity: 0.5 })).toMatchObject({ ttl: 300 })
  await eventually('two leases to run out', async () => (await toxics(b)).length === 1)
  expect(await toxics(b)).toEqual(['ended'])
})

test('a toxic made anew under the same name does not inherit the old lease', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  await b.post('/proxies/a/toxics', { type: 'noop', ttl: 60 })
  await b.remove('/proxies/a/toxics/noop_downstream')
  await b.post('/proxies/a/toxics', { type: 'noop' })
  await quiet(150)
  expect(await toxics(b)).toEqual(['noop_downstream'])
})

test('a proxy disabled with a lease enables itself on its port', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  expect(await b.post('/proxies/a', { enabled: false, ttl: 150 })).toMatchObject({ enabled: false, ttl: 150 })
  expect(await tryConnect(place)).toBe('ECONNREFUSED')
  await eventually('the proxy to heal', async () => (await b.get('/proxies/a')).enabled === true)
  expect(await b.get('/proxies/a')).toMatchObject({ listen: place })
  expect(await b.get('/proxies/a')).not.toHaveProperty('ttl')
  expect(await eventTypes(b)).toContain('proxy.healed')
})

test('enabling by hand ends the lease: a later fault is not cut short by it', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  await b.post('/proxies/a', { enabled: false, ttl: 100 })
  await b.post('/proxies/a', { enabled: true })
  await b.post('/proxies/a', { enabled: false })
  await quiet(200)
  expect(await b.get('/proxies/a')).toMatchObject({ enabled: false })
})

test('an update that is not about being enabled leaves the lease alone', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  await b.post('/proxies/a', { enabled: false, ttl: 150 })
  expect(await b.post('/proxies/a', { upstream: '127.0.0.1:10' })).toMatchObject({ enabled: false, ttl: 150 })
  await eventually('the proxy to heal', async () => (await b.get('/proxies/a')).enabled === true)
})

test('a proxy whose port was taken meanwhile is tried until it has it back', async () => {
  await using b = await bench()
  const place = await b.route('127.0.0.1:9')
  await b.post('/proxies/a', { enabled: false, ttl: 50 })
  {
    await using thief = await listen({ port: hostAndPort(place).port })
    expect(thief.address).toBe(place)
    await eventually('a failed attempt', async () => (await eventTypes(b)).includes('proxy.heal-failed'))
    expect(await b.get('/proxies/a')).toMatchObject({ enabled: false })
  }
  await eventually('the proxy to heal', async () => (await b.get('/proxies/a')).enabled === true)
})

test('an enabled proxy has nothing to heal from', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  expect(await b.post('/proxies/a', { ttl: 60_000 })).not.toHaveProperty('ttl')
})

test('updates that do not mention the lease do not prolong it', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  await b.post('/proxies/a/toxics', { type: 'noop', ttl: 300 })
  const startMs = performance.now()
  await eventually('the toxic to expire under updates', async () => {
    await quiet(20)
    return (await b.call('POST', '/proxies/a/toxics/noop_downstream', { toxicity: 0.5 })).status === 404
  })
  expect(performance.now() - startMs).toBeGreaterThan(280)
})

test('disabling again while a healing is being tried is respected', async () => {
  await using b = await bench()
  const place = await b.route('127.0.0.1:9')
  await b.post('/proxies/a', { enabled: false, ttl: 50 })
  {
    await using thief = await listen({ port: hostAndPort(place).port })
    expect(thief.address).toBe(place)
    await eventually('a failed attempt', async () => (await eventTypes(b)).includes('proxy.heal-failed'))
    expect(await b.post('/proxies/a', { enabled: false })).not.toHaveProperty('ttl')
  }
  await quiet(1300)
  expect(await b.get('/proxies/a')).toMatchObject({ enabled: false })
})

test('populate gives leases too', async () => {
  await using b = await bench()
  const place = await b.route('127.0.0.1:9')
  const entry = { name: 'a', listen: place, upstream: '127.0.0.1:9', enabled: false }
  await b.post('/populate', [{ ...entry, ttl: 60_000 }])
  expect(await b.get('/proxies/a')).toMatchObject({ enabled: false, ttl: 60_000 })
  await b.post('/populate', [{ ...entry, upstream: '127.0.0.1:10', ttl: 100 }])
  await eventually('the proxy to heal', async () => (await b.get('/proxies/a')).enabled === true)
})

test('a lease given with a proxy covers the toxics given with it, unless they have their own', async () => {
  await using b = await bench()
  const toxics = [{ type: 'noop' }, { type: 'latency', ttl: 60_000 }]
  await b.route('127.0.0.1:9', { enabled: false, ttl: 30_000, toxics })
  expect(await b.get('/proxies/a')).toMatchObject({
    enabled: false,
    ttl: 30_000,
    toxics: [
      { type: 'noop', ttl: 30_000 },
      { type: 'latency', ttl: 60_000 },
    ],
  })
})

test('reset and delete end all leases', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9', { toxics: [{ type: 'noop', ttl: 80 }] })
  await b.post('/proxies/a', { enabled: false, ttl: 80 })
  expect((await b.call('POST', '/reset')).status).toBe(204)
  await b.remove('/proxies/a')
  await quiet(150)
  const types = await eventTypes(b)
  expect(types.filter(type => type === 'toxic.expired' || type === 'proxy.healed')).toEqual([])
})

test('a lease must be a whole number, 0 or more', async () => {
  await using b = await bench()
  await b.route('127.0.0.1:9')
  for (const ttl of [-1, 1.5, '100']) {
    expect((await b.call('POST', '/proxies/a/toxics', { type: 'noop', ttl })).status).toBe(400)
    expect((await b.call('POST', '/proxies/a', { ttl })).status).toBe(400)
  }
})

async function toxics(b: Bench): Promise<readonly string[]> {
  return (await b.get<{ name: string }[]>('/proxies/a/toxics')).map(toxic => toxic.name)
}

async function eventTypes(b: Bench): Promise<readonly string[]> {
  return (await b.get<{ events: { type: string }[] }>('/events')).events.map(event => event.type)
}
