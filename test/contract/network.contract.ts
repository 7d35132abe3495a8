import { describe, expect } from 'vitest'
import { toxiproxyNetwork } from '../../src/network/toxiproxy.ts'
import { connectTo, echo, tryConnect } from '../support/sockets.ts'
import { eventually } from '../support/wait.ts'
import { promisesOf, type Subject } from './subject.ts'

const LATENCY = {
  name: 'blackstart-slow',
  type: 'latency',
  stream: 'downstream',
  toxicity: 1,
  attributes: { latency: 60_000, jitter: 0 },
} as const

/** The verbs a drill uses, whichever Toxiproxy is behind them. */
export function networkContract(subject: Subject): void {
  describe(`a network on ${subject.name}`, () => {
    const promise = promisesOf(subject)

    promise('opens a route, shows it, and closes it as often as it is told to', async ({ url }) => {
      await using server = await echo()
      const network = toxiproxyNetwork(`${url}/`)
      expect(network.url).toBe(url)
      expect(await network.version()).toMatch(/^(2\.\d+\.\d+|git)$/)
      expect(await network.proxies()).toEqual([])
      expect(await network.proxy('openai')).toBeUndefined()
      const route = { name: 'openai', listen: '127.0.0.1:0', upstream: server.address }
      const made = await network.createProxy(route)
      expect(made).toEqual({ ...route, listen: expect.stringMatching(/^127\.0\.0\.1:\d+$/), enabled: true, toxics: [] })
      expect(await network.proxies()).toEqual([made])
      expect(await network.proxy('openai')).toEqual(made)
      await network.removeProxy('openai')
      await network.removeProxy('openai')
      expect(await network.proxies()).toEqual([])
    })

    promise('refuses and lets in again on the same port', async ({ url }) => {
      await using server = await echo()
      const network = toxiproxyNetwork(url)
      const { listen } = await network.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: server.address })
      await network.setEnabled('a', false)
      expect(await tryConnect(listen)).toBe('ECONNREFUSED')
      expect(await network.proxy('a')).toMatchObject({ listen, enabled: false })
      await network.setEnabled('a', true)
      expect(await tryConnect(listen)).toBe('connected')
    })

    promise('adds a toxic with or without a lease, and removes it as often as it is told to', async ({ url }) => {
      const network = toxiproxyNetwork(url)
      await network.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
      await network.addToxic('a', LATENCY)
      await network.addToxic('a', { ...LATENCY, name: 'leased', stream: 'upstream' }, { ttlMs: 60_000 })
      expect((await network.proxy('a'))?.toxics).toEqual([{ ...LATENCY, name: 'leased', stream: 'upstream' }, LATENCY])
      await network.removeToxic('a', LATENCY.name)
      await network.removeToxic('a', LATENCY.name)
      await network.removeToxic('gone', LATENCY.name)
      expect((await network.proxy('a'))?.toxics.map(toxic => toxic.name)).toEqual(['leased'])
    })

    promise('takes names that mean something in a URL', async ({ url }) => {
      const network = toxiproxyNetwork(url)
      for (const name of ['a b', 'ä?x=1#y', '50%', 'vector store: main']) {
        await network.createProxy({ name, listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
        await network.addToxic(name, { ...LATENCY, name })
        expect(await network.proxy(name)).toMatchObject({ name, toxics: [{ name }] })
        await network.setEnabled(name, false)
        await network.removeToxic(name, name)
        expect(await network.proxy(name)).toMatchObject({ enabled: false, toxics: [] })
        await network.removeProxy(name)
      }
      expect(await network.proxies()).toEqual([])
    })

    promise('takes even names with a slash in them', async ({ url }) => {
      const network = toxiproxyNetwork(url)
      await network.createProxy({ name: 'a/b', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
      expect(await network.proxy('a/b')).toMatchObject({ name: 'a/b' })
      await network.removeProxy('a/b')
      expect(await network.proxies()).toEqual([])
    })

    promise('passes on the words of a refusal', async ({ url }) => {
      const network = toxiproxyNetwork(url)
      const route = { name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' }
      await network.createProxy(route)
      await expect(network.createProxy(route)).rejects.toMatchObject({
        code: 'TOXIPROXY_REFUSED',
        message: `Toxiproxy at ${url} refused POST /proxies: proxy already exists.`,
      })
      await expect(network.addToxic('a', { ...LATENCY, type: 'no-such' })).rejects.toMatchObject({
        code: 'TOXIPROXY_REFUSED',
        message: `Toxiproxy at ${url} refused POST /proxies/a/toxics: invalid toxic type.`,
      })
      await expect(network.setEnabled('b', true)).rejects.toMatchObject({
        code: 'TOXIPROXY_REFUSED',
        message: `Toxiproxy at ${url} refused POST /proxies/b: proxy not found.`,
      })
    })

    promise(
      'tells how many connections met which toxic, and how many bytes crossed, while they last',
      async ({ url }) => {
        await using server = await echo()
        const network = toxiproxyNetwork(url)
        const { listen } = await network.createProxy({ name: 'a', listen: '127.0.0.1:0', upstream: server.address })
        expect(await network.traffic('a')).toEqual({ connections: 0, upstreamBytes: 0, downstreamBytes: 0, met: {} })
        const idle = await connectTo(listen)
        const busy = await connectTo(listen)
        busy.socket.write('hello')
        await busy.got(5)
        await network.addToxic('a', LATENCY)
        busy.socket.write('again')
        const seen = { connections: 2, upstreamBytes: 10, downstreamBytes: 5, met: { [LATENCY.name]: 1 } }
        await eventually(
          'the second answer to meet the toxic',
          async () => (await network.traffic('a'))?.met[LATENCY.name],
        )
        expect(await network.traffic('a')).toEqual(seen)
        for (const client of [idle, busy]) client.destroy()
      },
    )
  })

  describe(`the metrics of ${subject.name}`, () => {
    const promise = promisesOf({ ...subject, start: () => subject.start({ proxyMetrics: true }) })

    promise('count the bytes of connections that ended', async ({ url }) => {
      await using server = await echo()
      const network = toxiproxyNetwork(url)
      const { listen } = await network.createProxy({ name: 'a "b"', listen: '127.0.0.1:0', upstream: server.address })
      const client = await connectTo(listen)
      client.socket.write('hello')
      await client.got(5)
      client.destroy()
      const traffic = await eventually('the bytes to be counted', async () => {
        const { upstreamBytes = 0, downstreamBytes = 0 } = (await network.traffic('a "b"')) ?? {}
        return upstreamBytes + downstreamBytes === 10 && { upstreamBytes, downstreamBytes }
      })
      expect(traffic).toEqual({ upstreamBytes: 5, downstreamBytes: 5 })
      const text = await (await fetch(`${url}/metrics`)).text()
      const labels = `{direction="upstream",listener="${listen}",proxy="a \\"b\\"",upstream="${server.address}"}`
      expect(text).toContain(`# TYPE toxiproxy_proxy_received_bytes_total counter\n`)
      expect(text).toContain(`toxiproxy_proxy_received_bytes_total${labels} 5\n`)
      expect(text).toContain(`toxiproxy_proxy_sent_bytes_total${labels} 5\n`)
    })
  })
}
