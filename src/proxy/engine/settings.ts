import type { Toxic } from '../toxics/toxic.ts'

/** A proxy as a client asks for it. */
export interface ProxySettings {
  readonly name: string
  readonly listen: string
  readonly upstream: string
  readonly enabled: boolean
  readonly toxics: readonly ToxicSettings[]
  /** Milliseconds after which it is enabled again if it was made disabled. Its toxics inherit this lease if they have none. */
  readonly ttlMs: number | undefined
}

/** One entry of a populate call, and which of its optional parts it really mentions. */
export interface PopulateEntry extends ProxySettings {
  readonly says: { readonly enabled: boolean; readonly toxics: boolean }
}

/** What an update of a proxy changes; what it does not mention stays. */
export interface ProxyPatch {
  readonly listen?: string
  readonly upstream?: string
  readonly enabled?: boolean
  readonly ttlMs?: number
}

/** A toxic as a client asks for it. */
export type ToxicSettings = Omit<Toxic, 'serial'>

/** What an update of a toxic changes. Name, type and stream never do. A `ttlMs` of 0 ends the lease. */
export interface ToxicPatch {
  readonly toxicity?: number
  readonly attributes?: Readonly<Record<string, number>>
  readonly ttlMs?: number
}
