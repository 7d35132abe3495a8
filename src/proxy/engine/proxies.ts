import { messageOf } from '../../model/error.ts'
import { ApiError } from '../api-error.ts'
import type { Log } from '../log.ts'
import type { Budget } from '../stream/link.ts'
import { resolveAddress, sameAddress } from './address.ts'
import { type EventLog, eventLog } from './events.ts'
import type { PopulateEntry, ProxyPatch, ProxySettings } from './settings.ts'
import { type ProxyHost, TcpProxy } from './tcp-proxy.ts'

// How soon a proxy whose lease ran out is tried again when somebody else has taken its port.
const HEAL_RETRY_MS = 1000

/** All proxies of one server. Changes to proxies of the same name happen one after the other, in the order they were asked for. */
export class Proxies implements ProxyHost {
  readonly seed: number
  readonly events: EventLog
  readonly budget: Budget
  readonly warn: (message: string) => void
  readonly #proxies = new Map<string, TcpProxy>()
  readonly #turns = new Map<string, Promise<unknown>>()
  #closed = false

  constructor(seed: number, mostHeldBytes: number, log: Log) {
    this.seed = seed
    this.budget = { heldBytes: 0, mostBytes: mostHeldBytes }
    this.events = eventLog(undefined, ({ type, ...about }) => {
      log(type.startsWith('connection.') ? 'debug' : 'info', type, about)
    })
    this.warn = message => log('warn', message)
  }

  /** By name. */
  all(): readonly TcpProxy[] {
    return [...this.#proxies.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  get(name: string): TcpProxy {
    const proxy = this.#proxies.get(name)
    if (proxy === undefined) throw new ApiError(404, 'proxy not found')
    return proxy
  }

  create(settings: ProxySettings): Promise<TcpProxy> {
    return this.#inTurn(settings.name, async () => {
      if (this.#proxies.has(settings.name)) throw new ApiError(409, 'proxy already exists')
      return this.#make(settings)
    })
  }

  update(name: string, patch: ProxyPatch): Promise<TcpProxy> {
    return this.#inTurn(name, async () => {
      const proxy = this.get(name)
      await proxy.update(patch)
      return proxy
    })
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(name, async () => this.#remove(this.get(name)))
  }

  /** Makes each proxy what its entry says. Stops at the first that cannot be, and says which were done before. */
  async populate(entries: readonly PopulateEntry[]): Promise<{ done: readonly TcpProxy[]; error: unknown }> {
    const done: TcpProxy[] = []
    for (const entry of entries) {
      try {
        done.push(await this.#inTurn(entry.name, () => this.#settle(entry)))
      } catch (error) {
        return { done, error }
      }
    }
    return { done, error: undefined }
  }

  /** Enables every proxy and removes every toxic. One that cannot listen does not keep the others from being reset. */
  async reset(): Promise<void> {
    const attempts = this.all().map(proxy =>
      this.#inTurn(proxy.name, async () => {
        if (this.#proxies.get(proxy.name) !== proxy) return
        proxy.toxicList.clear()
        await proxy.update({ enabled: true })
      }),
    )
    const failed = (await Promise.allSettled(attempts)).find(attempt => attempt.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  /** Enables a proxy whose lease ran out; keeps trying while its port is taken. */
  heal(proxy: TcpProxy): void {
    const attempt = this.#inTurn(proxy.name, async () => {
      // Somebody may have removed, enabled or disabled it while this waited for its turn.
      if (this.#proxies.get(proxy.name) !== proxy || !proxy.overdue) return
      await proxy.update({ enabled: true })
      this.events.add({ type: 'proxy.healed', proxy: proxy.name })
    })
    attempt.catch((error: unknown) => {
      this.events.add({ type: 'proxy.heal-failed', proxy: proxy.name, error: messageOf(error) })
      this.warn(`the lease of proxy ${proxy.name} ran out, but it cannot be enabled: ${messageOf(error)}`)
      proxy.healLater(HEAL_RETRY_MS)
    })
  }

  close(): void {
    this.#closed = true
    for (const proxy of this.#proxies.values()) this.#remove(proxy)
  }

  async #make(settings: ProxySettings): Promise<TcpProxy> {
    const proxy = new TcpProxy(this, settings)
    try {
      await proxy.update({ enabled: settings.enabled, ...leaseOf(settings) })
      if (this.#closed) throw new ApiError(503, 'the server is closing')
    } catch (error) {
      proxy.close()
      throw error
    }
    this.#proxies.set(proxy.name, proxy)
    proxy.announce()
    return proxy
  }

  async #settle(entry: PopulateEntry): Promise<TcpProxy> {
    const proxy = this.#proxies.get(entry.name)
    if (proxy === undefined) return this.#make(entry)
    const same = proxy.upstream === entry.upstream && (await sameListen(proxy.listen, entry.listen))
    // A client that leaves `enabled` out, or sends null, wants the proxy to exist, not to be switched on.
    if (same) await proxy.update({ ...(entry.says.enabled ? { enabled: entry.enabled } : {}), ...leaseOf(entry) })
    else await proxy.update({ ...placeOf(entry), ...leaseOf(entry), upstream: entry.upstream, enabled: entry.enabled })
    if (same && !entry.says.toxics) return proxy
    proxy.toxicList.clear()
    for (const toxic of entry.toxics) proxy.toxicList.add({ ...toxic, ttlMs: toxic.ttlMs ?? entry.ttlMs })
    return proxy
  }

  #remove(proxy: TcpProxy): void {
    this.#proxies.delete(proxy.name)
    proxy.close()
    this.events.add({ type: 'proxy.removed', proxy: proxy.name })
  }

  async #inTurn<T>(name: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(act, act)
    const settled = turn.catch(() => {})
    this.#turns.set(name, settled)
    try {
      return await turn
    } finally {
      if (this.#turns.get(name) === settled) this.#turns.delete(name)
    }
  }
}

function placeOf({ listen }: ProxySettings): ProxyPatch {
  return listen === '' ? {} : { listen }
}

function leaseOf({ ttlMs }: ProxySettings): ProxyPatch {
  return ttlMs === undefined ? {} : { ttlMs }
}

async function sameListen(current: string, wanted: string): Promise<boolean> {
  // An entry that does not say where is content with where it is.
  if (wanted === '' || wanted === current) return true
  const [one, other] = await Promise.all([resolveAddress(current).catch(() => undefined), resolveAddress(wanted)])
  return one !== undefined && other.port !== 0 && sameAddress(one, other)
}
