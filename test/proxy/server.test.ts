import { expect, test } from 'vitest'
import { DrillError } from '../../src/model/error.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { connectTo, echo, hostAndPort, listen, tryConnect } from '../support/sockets.ts'
import { within } from '../support/wait.ts'
import { bench } from './api-client.ts'

test('a busy port is told with a way out', async () => {
  await using taken = await listen()
  const { port } = hostAndPort(taken.address)
  const error = await startProxyServer({ port }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(DrillError)
  expect(error).toMatchObject({
    code: 'PORT_BUSY',
    message: `Could not listen on 127.0.0.1:${port}: another program already does.`,
    hint: expect.stringContaining('-port'),
  })
})

test('a host that is not ours is told with a way out', async () => {
  await expect(startProxyServer({ host: 'nohost.invalid', port: 0 })).rejects.toMatchObject({
    code: 'NOT_AVAILABLE',
    message: 'Could not listen on nohost.invalid:0: listen tcp: lookup nohost.invalid: no such host.',
  })
  await expect(startProxyServer({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
})

test('"localhost" means the IPv4 loopback, and IPv6 gets its brackets', async () => {
  await using four = await startProxyServer({ host: 'localhost', port: 0 })
  expect(four.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  await using six = await startProxyServer({ host: '::1', port: 0 })
  expect(six.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect((await fetch(`${six.url}/version`)).status).toBe(200)
})

test('closing ends everything at once: API, proxies, connections, even those that are stuck', async () => {
  await using upstream = await echo()
  const { server, route, post } = await bench()
  const place = await route(upstream.address)
  await post('/proxies/a/toxics', { type: 'bandwidth' })
  const client = await connectTo(place)
  client.socket.write('x')
  await (await upstream.peer(0)).got(1)
  const halfRequest = await connectTo(new URL(server.url).host)
  halfRequest.socket.write('POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{')
  const idle = await connectTo(new URL(server.url).host)
  await within('the server to close', server.close())
  for (const peer of [halfRequest, idle]) expect(await peer.ending()).toMatch(/^(end|ECONNRESET)$/)
  expect(await client.ending()).toBe('end')
  expect(await tryConnect(place)).toBe('ECONNREFUSED')
  expect(await tryConnect(new URL(server.url).host)).toBe('ECONNREFUSED')
  for (const peer of [client, halfRequest, idle]) peer.destroy()
  await server.close()
})

test('starts with proxies and toxics from a config, as text or as objects', async () => {
  await using upstream = await echo()
  const config = [
    { name: 'fast', listen: '127.0.0.1:0', upstream: upstream.address },
    {
      name: 'slow',
      listen: '127.0.0.1:0',
      upstream: upstream.address,
      enabled: false,
      toxics: [{ type: 'latency', attributes: { latency: 5 } }],
    },
  ]
  for (const written of [config, JSON.stringify(config)]) {
    await using b = await bench({ config: written })
    expect(await b.get('/proxies')).toMatchObject({
      fast: { enabled: true, toxics: [] },
      slow: { enabled: false, toxics: [{ name: 'latency_downstream', attributes: { latency: 5, jitter: 0 } }] },
    })
  }
})

test('a config that is wrong is told, and the server runs on without it', async () => {
  for (const [config, told] of [
    ['nonsense', /could not set up the configured proxies: bad request body/],
    ['[{"name":"a"}]', /missing required field: upstream at proxy 1/],
    ['[{"name":"a","upstream":"x:1","listen":"garbage"}]', /missing port in address/],
  ] as const) {
    const lines: string[] = []
    await using b = await bench({ config, log: (level, message) => void lines.push(`${level} ${message}`) })
    expect(await b.get('/proxies')).toEqual({})
    expect(lines).toEqual([expect.stringMatching(told)])
  }
})

test('tells in the log what happens to proxies', async () => {
  const lines: unknown[] = []
  await using b = await bench({ log: (level, message, about) => void lines.push([level, message, about]) })
  await b.route('127.0.0.1:9')
  await b.remove('/proxies/a')
  expect(lines).toEqual([
    ['info', 'proxy.created', { proxy: 'a' }],
    ['info', 'proxy.disabled', { proxy: 'a' }],
    ['info', 'proxy.removed', { proxy: 'a' }],
  ])
})
