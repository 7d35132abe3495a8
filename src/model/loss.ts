/** Data lost, by the ledgers' account: their worst figure, and their counts together. All null and zero where no ledger ran. */
export interface RpoMeasure extends FateTally {
  readonly targetMs: number | null
  /** How much recent data was lost: from the oldest lost acknowledged write to t0. A duration; 0 if none was. */
  readonly achievedMs: number | null
  /** The truth lies between `achievedMs` and `achievedMs + precisionMs`. */
  readonly precisionMs: number | null
  readonly met: boolean | null
  readonly state: LossState
  readonly ledgers: readonly LedgerMeasure[]
}

/** Whether it is known what was lost. */
export const LOSS_STATES = ['not-measured', 'unreadable', 'measured'] as const
export type LossState = (typeof LOSS_STATES)[number]

/** What became of a ledger's writes. `acked` is the sum of `kept`, `lost`, `corrupt`, `duplicated`, `resurrected`, `removed` and `unread`. */
export interface FateTally {
  readonly acked: number
  readonly kept: number
  readonly lost: number
  /** Lost though acknowledged after t0: no backup's age excuses it. */
  readonly lostAfterT0: number
  readonly corrupt: number
  readonly duplicated: number
  /** Never acknowledged: it may have happened or not, so it never counts as loss. */
  readonly unknown: number
  /** Deleted, acknowledged, and back. */
  readonly resurrected: number
  /** Deleted, and gone. */
  readonly removed: number
  /** Acknowledged, and not accounted for by any read-back. */
  readonly unread: number
}

/** One ledger of one tenant. */
export interface LedgerMeasure extends FateTally {
  readonly name: string
  readonly ledger: string
  readonly tenant: string | null
  readonly component: string | null
  readonly everyMs: number
  readonly targetMs: number | null
  readonly achievedMs: number | null
  readonly precisionMs: number | null
  readonly met: boolean | null
  readonly state: LossState
  /** Why it could not be read back, or not believed. */
  readonly detail: string | null
  /** How many of the unknown were never sent, because too many were already waiting. */
  readonly unsent: number
  readonly firstLost: LostEntry | null
  readonly lastLost: LostEntry | null
  readonly maxLateMs: number
  /** The journal line that says what was read back. */
  readonly seq: number | null
}

/** An acknowledged write that is gone, and the journal line that says so. */
export interface LostEntry {
  readonly entry: number
  readonly ackMs: number
  readonly seq: number
}
