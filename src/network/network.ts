import type { ProxyState, Toxic } from '../model/undo.ts'

/** Whichever Toxiproxy there is. Everything a drill does to the network goes through these few verbs. */
export interface Network {
  readonly url: string
  version(): Promise<string>
  proxies(): Promise<readonly ProxyState[]>
  /** One proxy as it stands now; undefined if there is none of that name. */
  proxy(name: string): Promise<ProxyState | undefined>
  createProxy(proxy: NewProxy): Promise<ProxyState>
  /** Removing what is not there is fine: an undo may run twice. */
  removeProxy(name: string): Promise<void>
  /** `ttlMs`, where the Toxiproxy is ours, makes a disabled proxy enable itself. */
  setEnabled(name: string, enabled: boolean, options?: { readonly ttlMs?: number }): Promise<void>
  /** `ttlMs`, where the Toxiproxy is ours, makes the toxic remove itself. */
  addToxic(proxy: string, toxic: Toxic, options?: { readonly ttlMs?: number }): Promise<void>
  /** Removing what is not there is fine: an undo may run twice. */
  removeToxic(proxy: string, toxic: string): Promise<void>
  /** What crossed a proxy so far; undefined where this Toxiproxy cannot tell. */
  traffic(proxy: string): Promise<Traffic | undefined>
}

export interface NewProxy {
  readonly name: string
  readonly listen: string
  readonly upstream: string
}

export interface Traffic {
  readonly connections: number
  readonly upstreamBytes: number
  readonly downstreamBytes: number
  /** These counts appear only when a connection ends: nothing yet does not mean that nothing crosses. */
  readonly late?: true
  /** How many connections met each toxic, by its name. */
  readonly met: Readonly<Record<string, number>>
}
