import type { Socket } from 'node:net'
import { ApiError } from '../api-error.ts'
import { realClock } from '../stream/clock.ts'
import { Connection, type ConnectionHost } from '../stream/connection.ts'
import type { Budget } from '../stream/link.ts'
import type { Toxic } from '../toxics/toxic.ts'
import { type ResolvedAddress, resolveAddress, sameAddress } from './address.ts'
import { dial } from './dial.ts'
import type { EventLog, ProxyEvent } from './events.ts'
import { lease } from './lease.ts'
import { type Listener, openListener } from './listener.ts'
import type { ProxyPatch, ProxySettings } from './settings.ts'
import { tally } from './tally.ts'
import { ToxicList } from './toxic-list.ts'

/** What a proxy needs of the server it belongs to. */
export interface ProxyHost {
  readonly seed: number
  readonly events: EventLog
  readonly budget: Budget
  warn(message: string): void
  /** The lease of a disabled proxy ran out. */
  heal(proxy: TcpProxy): void
}

/** One proxy: its listener, upstream, toxics and connections. Its async verbs must not overlap; `Proxies` sees to that. */
export class TcpProxy implements ConnectionHost {
  readonly name: string
  readonly seed: number
  readonly clock = realClock
  readonly budget: Budget
  readonly tally = tally()
  readonly toxicList: ToxicList
  readonly #host: ProxyHost
  readonly #connections = new Set<Connection>()
  #dialled = 0
  #listen: string
  #upstream: string
  #listener: Listener | undefined
  #ttlMs: number | undefined
  #endLease = nothing
  #overdue = false
  #announced = false
  #closed = false

  constructor(host: ProxyHost, settings: ProxySettings) {
    this.#host = host
    this.seed = host.seed
    this.budget = host.budget
    this.name = settings.name
    this.#listen = settings.listen
    this.#upstream = settings.upstream
    this.toxicList = new ToxicList((change, toxic) => {
      if (change === 'toxic.added') this.tally.toxicMade(toxic.name)
      this.#tell({ type: change, proxy: this.name, toxic: toxic.name })
      for (const connection of this.#connections) connection.setToxics(this.toxicList.all)
    })
    for (const toxic of settings.toxics) this.toxicList.add({ ...toxic, ttlMs: toxic.ttlMs ?? settings.ttlMs })
  }

  /** Where it listens while it is enabled; otherwise where it will, as it was given. */
  get listen(): string {
    return this.#listener?.address.text ?? this.#listen
  }

  get upstream(): string {
    return this.#upstream
  }

  get enabled(): boolean {
    return this.#listener !== undefined
  }

  /** How long it stays disabled at most, if that was agreed. */
  get ttlMs(): number | undefined {
    return this.#ttlMs
  }

  /** Whether its lease has run out and it is still disabled. */
  get overdue(): boolean {
    return this.#overdue
  }

  get toxics(): readonly Toxic[] {
    return this.toxicList.all
  }

  /** It is really there now. What it went through before, while it might still have failed, is nobody's business. */
  announce(): void {
    this.#announced = true
    this.#tell({ type: 'proxy.created', proxy: this.name })
  }

  /** Changes what the patch mentions. If the new port cannot be had it throws, and everything is as it was. */
  async update(patch: ProxyPatch): Promise<void> {
    const wanted = patch.listen === undefined ? undefined : await resolveAddress(patch.listen)
    const moves = wanted !== undefined && !(await this.#isAt(wanted))
    const enable = patch.enabled ?? this.enabled
    if (enable && (moves || !this.enabled)) await this.#open(wanted ?? (await resolveAddress(this.#listen)))
    if (moves || (patch.upstream !== undefined && patch.upstream !== this.#upstream))
      this.#dropConnections('proxy.changed')
    if (moves && patch.listen !== undefined) this.#listen = this.#listener?.address.text ?? patch.listen
    this.#upstream = patch.upstream ?? this.#upstream
    if (!enable) this.disable()
    if (patch.enabled !== undefined || patch.ttlMs !== undefined) this.#startLease(patch.ttlMs)
  }

  /** Refuses new connections and drops those there are. Keeps its place and its toxics. */
  disable(): void {
    if (this.#listener === undefined) return
    this.#listen = this.#listener.address.text
    this.#listener.close()
    this.#listener = undefined
    this.#dropConnections('proxy.disabled')
  }

  /** Its lease has run out, but it could not be enabled: to be tried again, unless somebody decides otherwise until then. */
  healLater(delayMs: number): void {
    this.#endLease = lease(delayMs, () => this.#host.heal(this))
  }

  /** Stops for good. */
  close(): void {
    this.#closed = true
    this.#endLease()
    this.disable()
    this.toxicList.clear()
  }

  opened(connection: Connection): void {
    this.#tell({ type: 'connection.opened', proxy: this.name, connection: connection.number })
  }

  failed(connection: Connection, error: string): void {
    this.#tell({ type: 'connection.failed', proxy: this.name, connection: connection.number, error })
  }

  met(connection: Connection, toxic: Toxic): void {
    this.tally.met(toxic.name)
    const { name: proxy } = this
    this.#tell({ type: 'connection.met', proxy, connection: connection.number, toxic: toxic.name })
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection)
    this.tally.closed(connection)
    this.#tell({
      type: 'connection.closed',
      proxy: this.name,
      connection: connection.number,
      upstreamBytes: connection.bytes('upstream').sent,
      downstreamBytes: connection.bytes('downstream').sent,
    })
  }

  async #isAt(wanted: ResolvedAddress): Promise<boolean> {
    if (this.#listener !== undefined) return sameAddress(wanted, this.#listener.address)
    const current = await resolveAddress(this.#listen).catch(() => undefined)
    return current !== undefined && sameAddress(wanted, current)
  }

  async #open(address: ResolvedAddress): Promise<void> {
    const before = this.#listener
    // Our own listener may be what keeps the new one out: same port, other interface.
    const yields = before !== undefined && before.address.port === address.port
    if (yields) before.close()
    try {
      this.#listener = await openListener(address, client => this.#accept(client), this.#host.warn)
    } catch (error) {
      if (yields) this.#listener = await openListener(before.address, client => this.#accept(client), this.#host.warn)
      throw error
    }
    if (this.#closed) {
      this.#listener.close()
      throw new ApiError(503, 'the server is closing')
    }
    if (before === undefined) this.#tell({ type: 'proxy.enabled', proxy: this.name })
    else if (!yields) before.close()
  }

  #accept(client: Socket): void {
    const connection = new Connection(this, ++this.#dialled, client, onread => dial(this.#upstream, onread))
    this.#connections.add(connection)
    this.tally.opened(connection)
  }

  #dropConnections(why: 'proxy.changed' | 'proxy.disabled'): void {
    this.#tell({ type: why, proxy: this.name })
    for (const connection of this.#connections) connection.destroy()
  }

  #tell(event: ProxyEvent): void {
    if (this.#announced) this.#host.events.add(event)
  }

  // A lease covers being disabled, so each change of `enabled` ends the one before.
  #startLease(ttlMs: number | undefined): void {
    this.#endLease()
    this.#endLease = nothing
    this.#overdue = false
    this.#ttlMs = this.enabled || ttlMs === 0 ? undefined : ttlMs
    if (this.#ttlMs === undefined) return
    this.#endLease = lease(this.#ttlMs, () => {
      this.#overdue = true
      this.#host.heal(this)
    })
  }
}

function nothing(): void {}
