import type { FateCounts, FatedEntry } from './ledger.ts'

/** What happens while ledgers are written and read back. */
export type LedgerHappening =
  | ({ readonly type: 'ledger.wrote' } & LedgerWrote)
  | ({ readonly type: 'ledger.removed' } & LedgerRemoved)
  | LedgerReading
  | LedgerFates
  | LedgerWasRead

/** One entry written, or not. Its time is when it was due; once acknowledged it is a promise. */
export interface LedgerWrote {
  readonly ledger: string
  /** Its number: every ledger counts from 0. */
  readonly entry: number
  readonly dueMs: number
  /** From due to the acknowledgement, or to giving up. */
  readonly tookMs: number
  /** How late we were to send it. */
  readonly lateMs: number
  readonly acked: boolean
  /** That it was never sent, because too many were already waiting; only there where that is so. */
  readonly shed?: true
  /** What the platform calls it, where it has names of its own. */
  readonly known: string | undefined
  /** The checksum of the text that was written. */
  readonly sum: string
  /** Why it is not acknowledged. */
  readonly detail: string | undefined
}

/** One entry deleted again, or perhaps not. */
export interface LedgerRemoved {
  readonly ledger: string
  readonly entry: number
  readonly atMs: number
  readonly acked: boolean
  readonly detail: string | undefined
}

/** A ledger is about to be read back: every entry up to this one will be accounted for. */
export interface LedgerReading {
  readonly type: 'ledger.reading'
  readonly ledger: string
  readonly during: ReadMoment
  /** The number of the next entry: all before it have been noted. */
  readonly upTo: number
}

/** Entries that turned out not to be kept, each told once, and again only if it got worse. */
export interface LedgerFates {
  readonly type: 'ledger.fates'
  readonly ledger: string
  readonly during: ReadMoment
  readonly entries: readonly FatedEntry[]
}

/** What reading a ledger back came to: every fate of the entries up to one of them, of all read-backs so far. */
export interface LedgerWasRead {
  readonly type: 'ledger.read'
  readonly ledger: string
  readonly during: ReadMoment
  readonly upTo: number
  readonly startedMs: number
  /** Whether everything was read. If not nobody knows what was lost. */
  readonly complete: boolean
  readonly counts: FateCounts
  /** Never acknowledged, and there all the same. */
  readonly unknownThere: number
  /** How often everything was read until two readings agreed, and the pages and entries of the last one. */
  readonly readings: number
  readonly pages: number
  readonly items: number
  readonly detail: string
}

/** When a ledger is read back. */
export const READ_MOMENTS = ['recovered', 'healed'] as const
export type ReadMoment = (typeof READ_MOMENTS)[number]
