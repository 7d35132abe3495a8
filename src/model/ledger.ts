import type { HttpRequest, JsonRule } from './http.ts'

/**
 * A stream of small writes through the platform, each remembered once acknowledged and read back after a recovery: what RPO is
 * made of. One for each tenant that writes. Its requests hold `${entry.…}` and `${ledger.prefix}`, which every entry fills in.
 */
export interface Ledger {
  /** `runs`, or `runs@acme` for one of several tenants. */
  readonly id: string
  /** As the platform file calls it. */
  readonly name: string
  readonly tenant: string | undefined
  /** Whose data it is, for targets of components. */
  readonly component: string | undefined
  readonly write: LedgerWrite
  readonly remove: LedgerRemoval | undefined
  readonly read: LedgerRead
  readonly everyMs: number
  /** A write that is not acknowledged by then may or may not have happened. */
  readonly timeoutMs: number
  readonly maxInFlight: number
  /** So long after a recovery what is missing may still appear. */
  readonly settleMs: number
  /** Reading everything back may take so long; what is not read by then counts as unreadable. */
  readonly readWithinMs: number
  /** Who has shown not one page by then is not back, and more patience tells no more. */
  readonly firstPageWithinMs: number
  /** Whether an entry may be there more than once, as where a queue delivers at least once. */
  readonly duplicatesAllowed: boolean
  /** Whether it is written only in drills of scenarios that claim something of it: elsewhere it would be traffic for nothing. */
  readonly ifClaimed: boolean
}

export interface LedgerWrite {
  readonly request: HttpRequest
  readonly acked: Acknowledgement
  /** Where the acknowledgement says what the platform calls the entry; undefined: by the name that was sent. */
  readonly idAt: string | undefined
}

/** Every so many-th entry is deleted again, so long after it was acknowledged: after a recovery it must not be back. */
export interface LedgerRemoval {
  readonly request: HttpRequest
  readonly acked: Acknowledgement
  readonly everyNth: number
  readonly afterMs: number
}

/** What makes an answer the platform's word that it has done it. */
export interface Acknowledgement {
  readonly status: number
  readonly json: readonly JsonRule[]
}

export interface LedgerRead {
  readonly request: HttpRequest
  readonly status: number
  /** Where a page holds its list of entries. */
  readonly itemsAt: string
  /** Where, inside one of them, its name is. */
  readonly idAt: string
  /** Where the text is that was written; undefined: what an entry says is not compared. */
  readonly textAt: string | undefined
  /** Where the checksum is that was written with it. */
  readonly sumAt: string | undefined
  readonly paging: Paging
}

/** How one page leads to the next. */
export type Paging =
  | { readonly kind: 'whole' }
  /** The page says where the next one begins, and the request is asked again with that as `param`; nothing said is the end. */
  | { readonly kind: 'cursor'; readonly nextAt: string; readonly param: string }
  /** Asked again with the number of entries so far as `param`, until a page is empty. */
  | { readonly kind: 'offset'; readonly param: string }

/** What became of one acknowledged write. The worse, the later in the list. */
export const FATES = ['kept', 'duplicated', 'resurrected', 'corrupt', 'lost'] as const
export type Fate = (typeof FATES)[number]

/** How often each fate was met, by the entries up to one of them. */
export interface FateCounts extends Readonly<Record<Fate, number>> {
  /** Deleted, and gone. */
  readonly removed: number
}

/** One entry that was not kept: its number, its fate, and when the promise that was broken had been given. */
export interface FatedEntry {
  readonly entry: number
  readonly fate: Exclude<Fate, 'kept'>
  readonly ackMs: number
}
