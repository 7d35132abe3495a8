import {
  type ICreateProxyBody,
  type ICreateToxicBody,
  Proxy as ProxyHandle,
  Toxic as ToxicHandle,
  type ToxicType,
  Toxiproxy,
} from 'toxiproxy-node-client'
import type { ProxyState, Toxic } from '../model/undo.ts'
import { clientHttp, ToxiproxyRefusal } from './client-http.ts'
import { metricsTraffic } from './metrics-traffic.ts'
import type { Network, Traffic } from './network.ts'

/** Any Toxiproxy, ours or a real one from 2.1 on, at a URL. It is neither started nor stopped from here, and never reset as a whole. */
export function toxiproxyNetwork(url: string, options: { readonly timeoutMs?: number } = {}): Network {
  const base = url.replace(/\/+$/, '')
  const http = clientHttp(base, options.timeoutMs ?? 5000)
  const client = new Toxiproxy(base)
  Object.assign(client.getApi(), http)
  const path = (name: string) => `${base}/proxies/${encodeURIComponent(name)}`

  return {
    url: base,
    version: async () => versionIn(await client.getVersion()),
    // The client's own listing drops the toxics.
    proxies: async () => {
      const { data } = await http.get<Readonly<Record<string, ProxyState>>>(`${base}/proxies`)
      return Object.values(data).map(proxyState)
    },
    proxy: name => unlessMissing(async () => proxyState((await http.get<ProxyState>(path(name))).data), undefined),
    async createProxy(proxy) {
      const { name, listen, upstream, enabled } = await client.createProxy({ ...proxy } satisfies ICreateProxyBody)
      return { name, listen, upstream, enabled, toxics: [] }
    },
    removeProxy: name => unlessMissing(() => handle(client, name).remove(), undefined),
    async setEnabled(name, enabled, { ttlMs } = {}) {
      const change = { enabled, ...(ttlMs === undefined ? {} : { ttl: ttlMs }) }
      // The client's type demands all fields of an update; the server takes any of them.
      await handle(client, name).update(change as Parameters<ProxyHandle['update']>[0])
    },
    async addToxic(proxy, toxic, { ttlMs } = {}) {
      await handle(client, proxy).addToxic(toxicBody(toxic, ttlMs))
    },
    removeToxic: (proxy, name) => unlessMissing(() => toxicHandle(client, proxy, name).remove(), undefined),
    async traffic(name) {
      const own = await unlessMissing(async () => (await http.get<Traffic>(`${path(name)}/traffic`)).data, undefined)
      return own ?? metricsTraffic(await unlessMissing(() => http.getText(`${base}/metrics`), ''), name)
    },
  }
}

// The client puts names into paths as they are. Its handles use their name for nothing else, so they get it ready for a URL.
function handle(client: Toxiproxy, name: string): ProxyHandle {
  return new ProxyHandle(client, {
    name: encodeURIComponent(name),
    listen: '',
    upstream: '',
    enabled: true,
    toxics: [],
  })
}

function toxicHandle(client: Toxiproxy, proxy: string, name: string): ToxicHandle<object> {
  const rest = { type: 'latency', stream: 'downstream', toxicity: 1, attributes: {} } as const
  return new ToxicHandle(client.getApi(), handle(client, proxy).getPath(), { name: encodeURIComponent(name), ...rest })
}

function toxicBody(toxic: Toxic, ttlMs: number | undefined): ICreateToxicBody<object> {
  // The client's list of types differs from the servers'; what does not exist is refused by the server.
  return { ...toxic, type: toxic.type as ToxicType, ...(ttlMs === undefined ? {} : { ttl: ttlMs }) }
}

// What is already gone is as good as removed.
async function unlessMissing<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ToxiproxyRefusal && error.missing) return otherwise
    throw error
  }
}

// The real server says more than the model knows (a stray `Logger`, for one), and spells streams as they were sent.
function proxyState({ name, listen, upstream, enabled, toxics }: ProxyState): ProxyState {
  return { name, listen, upstream, enabled, toxics: (toxics ?? []).map(toxicState) }
}

function toxicState({ name, type, stream, toxicity, attributes }: Toxic): Toxic {
  const direction = stream.toLowerCase() === 'upstream' ? 'upstream' : 'downstream'
  return { name, type, stream: direction, toxicity, attributes }
}

// `{"version": "2.12.0"}` since 2.1.5; before that, the bare number.
function versionIn(text: string): string {
  try {
    const { version } = JSON.parse(text) as { version?: unknown }
    return typeof version === 'string' ? version : text.trim()
  } catch {
    return text.trim()
  }
}
