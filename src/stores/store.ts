import type { Attachment, StorePlace } from '../model/store.ts'
import type { Clock } from '../model/world.ts'

/** One row as every store can say it. Values are kept as the store writes them, so that putting one back changes nothing. */
export interface StoreRow {
  readonly id: string
  readonly tenant: string | undefined
  readonly vector: readonly number[] | undefined
  readonly written: string | undefined
  /** Everything else, by name. */
  readonly payload: Readonly<Record<string, StoreValue>>
}
/** A row's name, whose it is and when it was written, without what it says. */
export type RowName = Pick<StoreRow, 'id' | 'tenant' | 'written'>
export type StoreValue =
  | string
  | number
  | boolean
  | null
  | readonly StoreValue[]
  | { readonly [name: string]: StoreValue }

/** What a collection is just now. */
export interface StoreShape {
  readonly exists: boolean
  readonly bytes: number
  readonly dimension: number | undefined
  /** What it is made of, one line each, in order. */
  readonly structure: readonly string[]
  /** Names in the payload that hold plain text, which can be cut or overwritten and still be stored. */
  readonly texts: readonly string[]
  /** Names in the payload that hold JSON as text: whatever plain text is in it can be cut or overwritten too. */
  readonly documents?: readonly string[]
  /** Whether vectors come back with other last digits, because it keeps them as a direction and a length. Most keep what they were given. */
  readonly rounds?: boolean
  /** Why it cannot answer well yet: an index still being built. Nothing if it can, or if this store never says. */
  readonly unready: string | undefined
}

/** Which rows are meant. */
export type Rows =
  | { readonly by: 'all' }
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'tenant'; readonly tenant: string }
  | { readonly by: 'prefix'; readonly prefix: string }
  | { readonly by: 'written'; readonly side: 'before' | 'after'; readonly wallMs: number }

/** What a collection can be made from again; only its own driver reads it. */
export type Blueprint = Readonly<Record<string, unknown>>

/**
 * What a driver can do with one collection. Sampling, fingerprints, snapshots, restores and damage are made from it and
 * are the same for all of them.
 */
export interface Store {
  readonly place: StorePlace
  describe(): Promise<StoreShape>
  /** How many rows each tenant has; all under `` where rows have no tenant. Exact, never an estimate. */
  count(): Promise<Readonly<Record<string, number>>>
  /** All rows in the order of their ids, some at a time. */
  scan(batch?: number): AsyncIterable<readonly StoreRow[]>
  /** The names of all rows, some at a time: what rows say is most of what there is, and is not read for it. */
  names(): AsyncIterable<readonly RowName[]>
  get(ids: readonly string[]): Promise<readonly StoreRow[]>
  /** Writes rows, in place of those with the same ids. Resolves when reading shows them. */
  put(rows: readonly StoreRow[]): Promise<void>
  remove(rows: Rows): Promise<void>
  /** When the newest row was written, as the store says it. */
  newest(): Promise<string | undefined>
  /** The ids nearest to a vector, nearest first. */
  query?(vector: readonly number[], most: number, tenant?: string): Promise<readonly string[]>

  blueprint(): Promise<Blueprint>
  /** Makes the collection again, empty. */
  make(blueprint: Blueprint): Promise<void>
  /** What is better done once all rows are there: indexes, rules, links from elsewhere. */
  finish(blueprint: Blueprint): Promise<void>
  /** Removes the collection itself. Removing what is not there is fine. */
  drop(): Promise<void>
  /** Where a copy can stand beside it, out of everybody's way. */
  scratch(name: string): StorePlace

  /** Lets the collection take vectors of any length beside those it has. */
  loosen?(): Promise<void>
  /** What a collection for vectors of another length is made from, where all of one have the same. */
  resized?(blueprint: Blueprint, dimension: number): Blueprint
  /** Takes away what leads to the collection or guards it, and leaves every row. Says what that was; nothing if there is none. */
  detach?(what: Attachment): Promise<readonly string[]>
  /** Holds everybody else up for a share of the time until told to stop. What holds it ends with our process at the latest. */
  throttle?(heldRatio: number, clock: Pick<Clock, 'sleep'>): Promise<() => Promise<void>>
  /** The same fingerprint as reading every row would give, made by the store itself. */
  fingerprint?(): Promise<Fingerprint>
  [Symbol.asyncDispose](): Promise<void>
}

/** A few bytes that stand for everything: equal for equal rows in any order. Only comparable when made the same way. */
export interface Fingerprint {
  readonly rows: number
  readonly tenants: Readonly<Record<string, string>>
}

/** How stores are opened. */
export interface Stores {
  open(place: StorePlace): Promise<Store>
  /** What is being held up just now, and how each is let go. */
  readonly held: Map<string, () => Promise<void>>
}
