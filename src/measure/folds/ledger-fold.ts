import type { DrillEvent } from '../../model/event.ts'
import type { FateCounts, Ledger } from '../../model/ledger.ts'
import type { LedgerFates, LedgerReading, LedgerWasRead, LedgerWrote } from '../../model/ledger-event.ts'
import type { LossState, LostEntry } from '../../model/loss.ts'

/** Follows one ledger's writes and read-backs, in memory that does not grow with their number. */
export interface LedgerFold {
  see(event: DrillEvent): void
  /** The damage began at t0; acknowledgements are given while something is broken once it was done. */
  endBaseline(t0Ms: number, doneMs: number): void
  account(): LedgerAccount
}

/** What a ledger's journal lines add up to. */
export interface LedgerAccount {
  readonly ledger: Ledger
  readonly state: LossState
  readonly detail: string | null
  readonly acked: number
  readonly ackedBeforeT0: number
  readonly unknown: number
  readonly unsent: number
  readonly counts: FateCounts
  readonly unread: number
  readonly lostAfterT0: number
  readonly resurrectedAfterT0: number
  /** When the oldest promise was given that was broken before t0. */
  readonly oldestBrokenMs: number | null
  readonly firstLost: LostEntry | null
  readonly lastLost: LostEntry | null
  readonly maxLateMs: number
  readonly seq: number | null
}

export function ledgerFold(ledger: Ledger): LedgerFold {
  let t0Ms: number | undefined
  let damagedMs: number | undefined
  let tally = { acked: 0, ackedBeforeT0: 0, unknown: 0, unsent: 0, maxLateMs: 0 }
  let reading: { readonly ackedByThen: number } | undefined
  let read: Read | undefined
  let listed = noneBroken

  const see = (event: DrillEvent): void => {
    if (!('ledger' in event) || event.ledger !== ledger.id) return
    switch (event.type) {
      case 'ledger.wrote':
        tally = counted(tally, event, t0Ms)
        break
      case 'ledger.reading':
        reading = begun(event, tally.acked)
        break
      case 'ledger.fates':
        listed = event.entries.reduce((sofar, entry) => broken(sofar, entry, event.seq, damagedMs), listed)
        break
      case 'ledger.read':
        read = finished(event, reading?.ackedByThen, listed.lost, read)
        reading = undefined
        break
    }
  }
  const account = (): LedgerAccount => {
    const counts = read?.counts ?? nothing
    const unread = tally.acked - totalOf(counts)
    const trouble = read?.trouble ?? (unread > 0 ? unreadWords(unread, tally.acked) : null)
    return {
      ledger,
      ...tally,
      ...listed,
      state: tally.acked === 0 && read === undefined ? 'not-measured' : trouble === null ? 'measured' : 'unreadable',
      detail: trouble,
      counts,
      unread: Math.max(0, unread),
      seq: read?.seq ?? null,
    }
  }
  return {
    see,
    endBaseline(ms, doneMs) {
      t0Ms ??= ms
      damagedMs ??= doneMs
    },
    account,
  }
}

type Tally = Pick<LedgerAccount, 'acked' | 'ackedBeforeT0' | 'unknown' | 'unsent' | 'maxLateMs'>

function counted(tally: Tally, event: LedgerWrote, t0Ms: number | undefined): Tally {
  const before = event.acked && (t0Ms === undefined || event.dueMs + event.tookMs < t0Ms)
  return {
    acked: tally.acked + (event.acked ? 1 : 0),
    ackedBeforeT0: tally.ackedBeforeT0 + (before ? 1 : 0),
    unknown: tally.unknown + (event.acked ? 0 : 1),
    unsent: tally.unsent + (event.shed === true ? 1 : 0),
    maxLateMs: Math.max(tally.maxLateMs, event.lateMs),
  }
}

function begun(_: LedgerReading, acked: number): { readonly ackedByThen: number } {
  return { ackedByThen: acked }
}

type Broken = Pick<
  LedgerAccount,
  'lostAfterT0' | 'resurrectedAfterT0' | 'oldestBrokenMs' | 'firstLost' | 'lastLost'
> & { readonly lost: number }

const noneBroken: Broken = {
  lost: 0,
  lostAfterT0: 0,
  resurrectedAfterT0: 0,
  oldestBrokenMs: null,
  firstLost: null,
  lastLost: null,
}

function broken(
  sofar: Broken,
  { entry, fate, ackMs }: LedgerFates['entries'][number],
  seq: number,
  damagedMs: number | undefined,
): Broken {
  if (fate !== 'lost' && fate !== 'resurrected') return sofar
  // What was acknowledged while the damage was being done may have been there to be damaged.
  const after = damagedMs !== undefined && ackMs >= damagedMs ? 1 : 0
  const oldestBrokenMs = after === 1 ? sofar.oldestBrokenMs : Math.min(sofar.oldestBrokenMs ?? ackMs, ackMs)
  if (fate === 'resurrected') {
    return { ...sofar, oldestBrokenMs, resurrectedAfterT0: sofar.resurrectedAfterT0 + after }
  }
  const here = { entry, ackMs, seq }
  return {
    ...sofar,
    oldestBrokenMs,
    lost: sofar.lost + 1,
    lostAfterT0: sofar.lostAfterT0 + after,
    firstLost: sofar.firstLost === null || ackMs < sofar.firstLost.ackMs ? here : sofar.firstLost,
    lastLost: sofar.lastLost === null || ackMs > sofar.lastLost.ackMs ? here : sofar.lastLost,
  }
}

interface Read {
  readonly counts: FateCounts
  readonly trouble: string | null
  readonly seq: number
}

/** A reading that was not complete says nothing new; one that does not add up is not believed. */
function finished(
  event: LedgerWasRead & { readonly seq: number },
  ackedByThen: number | undefined,
  lostListed: number,
  before: Read | undefined,
): Read {
  if (!event.complete) return { counts: before?.counts ?? nothing, trouble: event.detail, seq: event.seq }
  const accounted = totalOf(event.counts)
  const adds = accounted === ackedByThen && event.counts.lost === lostListed
  const trouble = `the read-back accounts for ${accounted} of ${ackedByThen ?? 'unknown'} acknowledged writes, and lists ${lostListed} of ${event.counts.lost} as lost`
  return { counts: event.counts, trouble: adds ? null : trouble, seq: event.seq }
}

const nothing: FateCounts = { kept: 0, duplicated: 0, resurrected: 0, corrupt: 0, lost: 0, removed: 0 }

function totalOf(counts: FateCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

function unreadWords(unread: number, acked: number): string {
  return unread === acked ? 'nothing was read back' : `${unread} of ${acked} acknowledged writes were not read back`
}
