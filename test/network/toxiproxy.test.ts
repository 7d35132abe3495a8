import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { DrillError } from '../../src/model/error.ts'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { freePort, listen } from '../support/sockets.ts'

const TOXIC = { name: 't', type: 'noop', stream: 'downstream', toxicity: 1, attributes: {} } as const

test('every verb says that nobody is there, and that nothing was changed', async () => {
  const url = `http://127.0.0.1:${await freePort()}`
  const network = toxiproxyNetwork(url)
  const verbs = [
    () => network.version(),
    () => network.proxies(),
    () => network.proxy('a'),
    () => network.createProxy({ name: 'a', listen: '', upstream: 'x:1' }),
    () => network.removeProxy('a'),
    () => network.setEnabled('a', false),
    () => network.addToxic('a', TOXIC),
    () => network.removeToxic('a', 't'),
    () => network.traffic('a'),
  ]
  for (const verb of verbs) {
    const error = await verb().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DrillError)
    expect(error).toMatchObject({
      code: 'TOXIPROXY_UNREACHABLE',
      message: `Could not reach Toxiproxy at ${url}: connection refused.`,
      hint: expect.stringMatching(/Nothing was changed\.$/),
    })
  }
})

test('a server that accepts and says nothing is given up on', async () => {
  await using silent = await listen()
  const url = `http://${silent.address}`
  await expect(toxiproxyNetwork(url, { timeoutMs: 150 }).addToxic('a', TOXIC)).rejects.toMatchObject({
    code: 'TOXIPROXY_UNREACHABLE',
    message: `Could not reach Toxiproxy at ${url}: no answer within 150 ms.`,
    hint: expect.stringContaining('may have been carried out'),
  })
})

test('a server that hangs up is told apart from one that is not there', async () => {
  await using rude = await listen({ onConnection: peer => peer.socket.destroy() })
  const url = `http://${rude.address}`
  await expect(toxiproxyNetwork(url).proxies()).rejects.toMatchObject({
    code: 'TOXIPROXY_UNREACHABLE',
    message: `Could not reach Toxiproxy at ${url}: the connection was broken.`,
  })
})

test('a name that does not exist is told as such', async () => {
  await expect(toxiproxyNetwork('http://nohost.invalid:8474').version()).rejects.toMatchObject({
    code: 'TOXIPROXY_UNREACHABLE',
    message: 'Could not reach Toxiproxy at http://nohost.invalid:8474: no such host.',
  })
})

test('something else at that place is not taken for an empty Toxiproxy', async () => {
  const url = await answering((_, response) => response.end('<html>hello</html>'))
  const network = toxiproxyNetwork(url)
  await expect(network.proxies()).rejects.toMatchObject({
    code: 'TOXIPROXY_REFUSED',
    message: expect.stringMatching(/^What answers at http:\S+ is not a Toxiproxy: /),
  })
  const missing = await answering((_, response) => response.writeHead(404).end('<h1>Not here</h1>'))
  const elsewhere = toxiproxyNetwork(missing)
  for (const verb of [
    () => elsewhere.proxy('a'),
    () => elsewhere.removeProxy('a'),
    () => elsewhere.removeToxic('a', 't'),
  ]) {
    await expect(verb()).rejects.toMatchObject({
      code: 'TOXIPROXY_REFUSED',
      message: expect.stringMatching(/^Toxiproxy at \S+ refused \w+ \/proxies\/a\S*: status 404, Not here\.$/),
    })
  }
})

test('a stuck server is quoted without its markup', async () => {
  const url = await answering((_, response) =>
    response.writeHead(503, { 'content-type': 'text/html' }).end('<html><head><title>Timeout</title></head></html>'),
  )
  await expect(toxiproxyNetwork(url).setEnabled('a', true)).rejects.toMatchObject({
    code: 'TOXIPROXY_REFUSED',
    message: `Toxiproxy at ${url} refused POST /proxies/a: status 503, Timeout.`,
  })
})

test('where neither traffic nor metrics are told, there is no telling', async () => {
  const url = await answering((_, response) =>
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n'),
  )
  expect(await toxiproxyNetwork(url).traffic('a')).toBeUndefined()
})

test('a proxy disabled with a lease comes back by itself', async () => {
  await using server = await startProxyServer({ port: 0 })
  const network = toxiproxyNetwork(server.url)
  await network.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: 'x:1' })
  await network.setEnabled('a', false, { ttlMs: 60_000 })
  expect(await (await fetch(`${server.url}/proxies/a`)).json()).toMatchObject({ enabled: false, ttl: 60_000 })
  await network.addToxic('a', TOXIC, { ttlMs: 60_000 })
  expect(await (await fetch(`${server.url}/proxies/a/toxics/t`)).json()).toMatchObject({ ttl: 60_000 })
})

test('a stream spelt by somebody else in capitals is still a direction', async () => {
  await using server = await startProxyServer({ port: 0 })
  const network = toxiproxyNetwork(server.url)
  await network.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: 'x:1' })
  const body = JSON.stringify({ type: 'noop', stream: 'UPSTREAM' })
  await fetch(`${server.url}/proxies/a/toxics`, { method: 'POST', body })
  expect((await network.proxy('a'))?.toxics).toEqual([{ ...TOXIC, name: 'noop_UPSTREAM', stream: 'upstream' }])
})

test('several networks do not get into each other’s way', async () => {
  await using one = await startProxyServer({ port: 0 })
  await using other = await startProxyServer({ port: 0 })
  const [first, second] = [toxiproxyNetwork(one.url), toxiproxyNetwork(other.url)]
  await Promise.all([
    first.createProxy({ name: 'a', listen: '', upstream: 'x:1' }),
    second.createProxy({ name: 'b', listen: '', upstream: 'x:1' }),
  ])
  expect((await first.proxies()).map(proxy => proxy.name)).toEqual(['a'])
  expect((await second.proxies()).map(proxy => proxy.name)).toEqual(['b'])
})

test('the version of old servers, which is not JSON, is understood too', async () => {
  const url = await answering((_, response) => response.end('2.1.4\n'))
  expect(await toxiproxyNetwork(url).version()).toBe('2.1.4')
})

async function answering(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
