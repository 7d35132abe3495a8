import { formatDuration, formatMeasured } from '../../model/duration.ts'
import { journalLine } from '../../model/journal-line.ts'
import type { LedgerMeasure, LostEntry } from '../../model/loss.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { offset } from './words.ts'

/** What became of one ledger's writes. */
export interface LedgerView {
  /** `runs`, or `runs of acme`. */
  readonly name: string
  readonly acked: string
  readonly kept: string
  /** All fates but the good one, in words. */
  readonly others: string
  readonly rpo: string
  readonly verdict: 'passed' | 'inconclusive' | 'failed'
  readonly word: string
  /** The first and the last write that were lost, and where the journal says so. */
  readonly lost: readonly LostView[]
  readonly detail: string | undefined
}

export interface LostView {
  readonly which: string
  readonly entry: string
  readonly acked: string
  readonly event: string
}

/** The ledgers in words, one for each tenant. */
export function ledgerViews({ rpo, t0 }: DrillMeasures): readonly LedgerView[] {
  return rpo.ledgers.map(ledger => ({
    name: ledger.tenant === null ? ledger.ledger : `${ledger.ledger} of ${ledger.tenant}`,
    acked: String(ledger.acked),
    kept: String(ledger.kept + ledger.removed),
    others: othersWords(ledger),
    rpo: rpoWords(ledger),
    ...metWords(ledger),
    lost: lostViews(ledger, t0 ?? 0),
    detail: ledger.detail ?? undefined,
  }))
}

function othersWords(ledger: LedgerMeasure): string {
  const fates: readonly (readonly [number, string])[] = [
    [ledger.lost - ledger.lostAfterT0, 'lost from before the fault'],
    [ledger.lostAfterT0, 'lost though acknowledged after the fault'],
    [ledger.corrupt, 'corrupt'],
    [ledger.duplicated, 'there more than once'],
    [ledger.resurrected, 'deleted and back'],
    [ledger.unread, 'not read back'],
    [ledger.unknown - ledger.unsent, 'never acknowledged, so not counted'],
    [ledger.unsent, 'never sent, because too many were waiting'],
  ]
  const told = fates.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  return told.length === 0 ? 'none' : told.join(', ')
}

function rpoWords({ state, achievedMs, precisionMs, lost, resurrected, lostAfterT0 }: LedgerMeasure): string {
  if (achievedMs === null) return state === 'unreadable' ? 'not known' : 'not measured'
  if (lost + resurrected === 0) return 'nothing lost'
  if (lost === lostAfterT0 && resurrected === 0) return 'nothing from before the fault'
  return formatMeasured(achievedMs, precisionMs ?? 0)
}

function metWords({ met, state, targetMs, lost }: LedgerMeasure): Pick<LedgerView, 'verdict' | 'word'> {
  const target = `its target of ${formatDuration(targetMs ?? 0)}`
  if (met === false) return { verdict: 'failed', word: `Over ${target}` }
  if (met === true) return { verdict: 'passed', word: `Within ${target}` }
  if (state === 'measured' && targetMs === null && lost === 0) return { verdict: 'passed', word: 'No target set' }
  return { verdict: 'inconclusive', word: 'Cannot be judged' }
}

function lostViews({ firstLost, lastLost, lost }: LedgerMeasure, t0: number): readonly LostView[] {
  if (firstLost === null || lastLost === null) return []
  const view = (which: string, { entry, ackMs, seq }: LostEntry): LostView => ({
    which,
    entry: `entry ${entry}`,
    acked: offset(ackMs - t0),
    event: `journal line ${journalLine(seq)}`,
  })
  if (lost === 1) return [view('The one that was lost', firstLost)]
  return [view(`The first of ${lost.toLocaleString('en-US')} lost`, firstLost), view('The last', lastLost)]
}
