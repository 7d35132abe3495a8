import { expect, test } from 'vitest'
import { connectTo, echo, freePort, hostAndPort, listen, tryConnect } from '../support/sockets.ts'
import { eventually } from '../support/wait.ts'
import { bench } from './api-client.ts'

test('toxics given with a proxy are there before its first connection', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address, { toxics: [{ type: 'limit_data', attributes: { bytes: 1 } }] })
  const client = await connectTo(place)
  client.socket.write('ab')
  expect(await client.ending()).toBe('end')
  expect(client.text).toBe('a')
  client.destroy()
})

test('one wrong toxic, and the proxy is not created at all', async () => {
  await using b = await bench()
  const refused = async (toxics: unknown) => {
    const answer = await b.call('POST', '/proxies', { name: 'a', upstream: 'x:1', toxics })
    return [answer.status, (answer.json as { error: string }).error]
  }
  expect(await refused([{ type: 'noop' }, { type: 'none' }])).toEqual([400, 'invalid toxic type'])
  expect(await refused([{ type: 'noop' }, { type: 'noop' }])).toEqual([409, 'toxic already exists'])
  expect(await refused({})).toEqual([400, expect.stringMatching(/cannot unmarshal object/)])
  expect(await b.get('/proxies')).toEqual({})
})

test('populate makes toxics what an entry says, and leaves them alone if it says nothing', async () => {
  await using b = await bench()
  const place = await b.route('x:1', { toxics: [{ type: 'noop' }] })
  const entry = { name: 'a', listen: place, upstream: 'x:1' }
  const populated = async (more: object) => {
    const { proxies } = await b.post<{ proxies: { toxics: { name: string }[] }[] }>('/populate', [
      { ...entry, ...more },
    ])
    return proxies[0]?.toxics.map(toxic => toxic.name)
  }
  expect(await populated({})).toEqual(['noop_downstream'])
  expect(await populated({ toxics: null })).toEqual(['noop_downstream'])
  expect(await populated({ toxics: [{ type: 'latency' }] })).toEqual(['latency_downstream'])
  expect(await populated({ toxics: [] })).toEqual([])
})

test('populate switches a known proxy on or off if an entry says so, and only then', async () => {
  await using b = await bench()
  const place = await b.route('x:1')
  const entry = { name: 'a', listen: place, upstream: 'x:1' }
  const enabled = async (more: object) => {
    await b.post('/populate', [{ ...entry, ...more }])
    return (await b.get('/proxies/a')).enabled
  }
  expect(await enabled({ enabled: false })).toBe(false)
  expect(await enabled({})).toBe(false)
  expect(await enabled({ enabled: null })).toBe(false)
  expect(await enabled({ enabled: true })).toBe(true)
})

test('populate without a place leaves a known proxy where it is', async () => {
  await using b = await bench()
  const place = await b.route('x:1', { toxics: [{ type: 'noop' }] })
  await b.post('/populate', [{ name: 'a', upstream: 'x:1' }])
  expect(await b.get('/proxies/a')).toMatchObject({ listen: place, toxics: [{ type: 'noop' }] })
  await b.post('/populate', [{ name: 'a', upstream: 'x:2' }])
  expect(await b.get('/proxies/a')).toMatchObject({ listen: place, upstream: 'x:2' })
})

test('a proxy that populate cannot move keeps running where it was', async () => {
  await using upstream = await echo()
  await using taken = await listen()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const answer = await b.call('POST', '/populate', [{ name: 'a', listen: taken.address, upstream: upstream.address }])
  expect(answer).toMatchObject({ status: 500, json: { proxies: [] } })
  expect(await tryConnect(place)).toBe('connected')
})

test('a proxy that is not told where to listen stays on loopback', async () => {
  await using b = await bench()
  const listens = expect.stringMatching(/^127\.0\.0\.1:\d+$/)
  expect(await b.post('/proxies', { name: 'a', upstream: 'x:1' })).toMatchObject({ listen: listens })
  expect(await b.post('/proxies', { name: 'b', upstream: 'x:1', listen: '' })).toMatchObject({ listen: listens })
})

test('enabling an enabled proxy, or naming its own place in other words, drops nobody', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const client = await connectTo(place)
  await b.post('/proxies/a', { enabled: true })
  await b.post('/proxies/a', { listen: place.replace('127.0.0.1', 'localhost') })
  client.socket.write('x')
  expect(await client.got(1)).toBe('x')
  client.destroy()
})

test('an update with nothing in it for a place leaves the place alone', async () => {
  await using b = await bench()
  const place = await b.route('x:1')
  expect(await b.post('/proxies/a', { listen: '', upstream: '' })).toMatchObject({ listen: place, upstream: 'x:1' })
})

test('a new upstream leaves no moment in which connecting is refused', async () => {
  await using one = await echo()
  await using other = await echo()
  await using b = await bench()
  const place = await b.route(one.address)
  const update = b.post('/proxies/a', { upstream: other.address })
  const seen = new Set<string>()
  for (let round = 0; round < 30; round++) seen.add(await tryConnect(place))
  await update
  expect([...seen]).toEqual(['connected'])
})

test('moves between interfaces on the same port, and back if it must', async () => {
  await using b = await bench()
  const place = await b.route('x:1')
  const { port } = hostAndPort(place)
  await using elsewhere = await listen()
  const everywhere = await b.post('/proxies/a', { listen: `:${port}` })
  expect(everywhere).toMatchObject({ listen: `[::]:${port}`, enabled: true })
  expect(await b.post('/proxies/a', { listen: `0.0.0.0:${port}` })).toEqual(everywhere)
  expect(await b.post('/proxies/a', { listen: place })).toMatchObject({ listen: place })
  const failed = await b.call('POST', '/proxies/a', { listen: `192.0.2.1:${port}` })
  expect(failed).toMatchObject({
    status: 500,
    json: { error: `listen tcp 192.0.2.1:${port}: bind: cannot assign requested address` },
  })
  expect(await b.get('/proxies/a')).toMatchObject({ listen: place, enabled: true })
  expect(await tryConnect(place)).toBe('connected')
  expect((await b.call('POST', '/proxies/a', { listen: elsewhere.address })).status).toBe(500)
})

test('toxics survive being disabled and moved', async () => {
  await using b = await bench()
  await b.route('x:1', { toxics: [{ type: 'noop' }] })
  await b.post('/proxies/a', { enabled: false })
  await b.post('/proxies/a', { enabled: true, listen: `127.0.0.1:${await freePort()}`, upstream: 'y:1' })
  expect(await b.get('/proxies/a')).toMatchObject({ toxics: [{ name: 'noop_downstream' }] })
})

test('an upstream may be anything; the connection fails, the proxy does not', async () => {
  await using b = await bench()
  for (const upstream of ['garbage', 'a:b:c', 'x:99999', 'nohost.invalid:80', ':1', '[::1']) {
    const place = await b.route(upstream)
    const client = await connectTo(place)
    expect(await client.ending()).toBe('end')
    client.destroy()
    await eventually('the failure to be told', async () => {
      const { events } = await b.get<{ events: { type: string }[] }>('/events?proxy=a')
      return events.some(event => event.type === 'connection.failed')
    })
    await b.remove('/proxies/a')
  }
})

test('an attribute that makes no sense is refused by name', async () => {
  await using b = await bench()
  await b.route('x:1')
  for (const [type, name] of [
    ['bandwidth', 'rate'],
    ['limit_data', 'bytes'],
    ['slow_close', 'delay'],
    ['slicer', 'size_variation'],
  ] as const) {
    expect(await b.call('POST', '/proxies/a/toxics', { type, attributes: { [name]: -1 } })).toMatchObject({
      status: 400,
      json: { error: `bad request body: ${name} of ${type} must be 0 or more, not -1`, status: 400 },
    })
  }
})

test('reset resets all it can although one port is taken', async () => {
  await using b = await bench()
  const place = await b.route('x:1')
  await b.post('/proxies', { name: 'b', upstream: 'x:1', toxics: [{ type: 'noop' }] })
  await b.post('/proxies/a', { enabled: false })
  await b.post('/proxies/b', { enabled: false })
  await using thief = await listen({ port: hostAndPort(place).port })
  expect(await b.call('POST', '/reset')).toMatchObject({
    status: 500,
    json: { error: `listen tcp ${thief.address}: bind: address already in use` },
  })
  expect(await b.get('/proxies')).toMatchObject({ a: { enabled: false }, b: { enabled: true, toxics: [] } })
})

test('two creates of one name at the same time: one wins, one is told', async () => {
  await using b = await bench()
  const create = () => b.call('POST', '/proxies', { name: 'a', upstream: 'x:1', listen: 'localhost:0' })
  const statuses = (await Promise.all([create(), create(), create()])).map(answer => answer.status)
  expect(statuses.toSorted()).toEqual([201, 409, 409])
})

test('names are only names', async () => {
  await using b = await bench()
  const names = ['__proto__', 'constructor', '1', 'ünï', 'a/b', '../x', '%', 'a?b#c', ' ']
  for (const name of names) await b.post('/proxies', { name, upstream: 'x:1' })
  expect(Object.keys(await b.get('/proxies')).toSorted()).toEqual(names.toSorted())
  for (const name of names) {
    const path = `/proxies/${encodeURIComponent(name)}`
    expect(await b.get(path)).toMatchObject({ name })
    await b.post(`${path}/toxics`, { type: 'noop', name })
    await b.remove(`${path}/toxics/${encodeURIComponent(name)}`)
    await b.remove(path)
  }
})
