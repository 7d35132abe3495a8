import type { ProxyState } from '../model/undo.ts'
import type { CanarySighting, Exchange } from '../model/world/sockets.ts'
import type { Network } from '../network/network.ts'
import { fakeExchange } from './fake-exchange.ts'

/** A Toxiproxy in memory: what stands on it, what a canary would meet, and how much crossed it. */
export interface FakeNetwork extends Network {
  readonly state: Map<string, ProxyState>
  /** Lets some traffic cross every proxy that lets it through, but for some that nobody asks. */
  cross(bytes: number, unasked?: readonly string[]): void
  canary(listen: string, waitMs: number): CanarySighting
  exchange(listen: string, said: string, waitMs: number): Exchange
}

/** `changed` is called after every change to what stands on it. */
export function fakeNetwork(url: string, changed: () => void = () => {}): FakeNetwork {
  const state = new Map<string, ProxyState>()
  const bytes = new Map<string, number>()
  const change = (name: string, changes: (proxy: ProxyState) => Partial<ProxyState>): void => {
    const proxy = state.get(name)
    if (proxy === undefined) throw new Error(`proxy not found: ${name}`)
    state.set(name, { ...proxy, ...changes(proxy) })
    changed()
  }
  const at = (listen: string) => [...state.values()].find(known => known.listen === listen)
  return {
    url,
    state,
    version: async () => 'fake',
    proxies: async () => [...state.values()],
    proxy: async name => state.get(name),
    async createProxy(proxy) {
      const created = { ...proxy, enabled: true, toxics: [] }
      state.set(proxy.name, created)
      return created
    },
    async removeProxy(name) {
      state.delete(name)
    },
    async setEnabled(name, enabled) {
      change(name, () => ({ enabled }))
    },
    async addToxic(name, toxic) {
      change(name, proxy => ({ toxics: [...proxy.toxics, toxic] }))
    },
    async removeToxic(name, toxic) {
      change(name, proxy => ({ toxics: proxy.toxics.filter(known => known.name !== toxic) }))
    },
    async traffic(name) {
      if (!state.has(name)) return undefined
      const met = Object.fromEntries((state.get(name)?.toxics ?? []).map(toxic => [toxic.name, 1]))
      return { connections: 1, upstreamBytes: bytes.get(name) ?? 0, downstreamBytes: 0, met }
    },
    cross(count, unasked = []) {
      for (const { name, enabled } of state.values())
        if (enabled && !unasked.includes(name)) bytes.set(name, (bytes.get(name) ?? 0) + count)
    },
    canary(listen, waitMs) {
      const proxy = at(listen)
      if (proxy?.enabled !== true) return { saw: 'refused', tookMs: 0, detail: 'ECONNREFUSED' }
      const toxic = proxy.toxics[0]
      if (toxic?.type === 'timeout') return { saw: 'silence', waitedMs: waitMs }
      if (toxic?.type === 'reset_peer') return { saw: 'reset', tookMs: 0, detail: 'ECONNRESET' }
      return { saw: 'answer', tookMs: 1 + (toxic?.attributes.latency ?? 0) }
    },
    exchange: (listen, said, waitMs) => fakeExchange(at(listen), said, waitMs),
  }
}
