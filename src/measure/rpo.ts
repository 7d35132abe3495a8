import type { FateTally, LedgerMeasure, LossState, RpoMeasure } from '../model/loss.ts'
import type { PartTarget } from '../model/scenario.ts'
import { isNamed } from '../model/sharing.ts'
import type { LedgerAccount } from './folds/ledger-fold.ts'

/** The achieved RPO: of each ledger, and of all of them the worst. */
export function rpoOf(
  accounts: readonly LedgerAccount[],
  fault: { readonly t0Ms: number | null; readonly actMs: number },
  targets: { readonly targetMs: number | null; readonly parts: readonly PartTarget[] },
): RpoMeasure {
  const ledgers = accounts.map(account => measureOf(account, fault, targetOf(account, targets)))
  const worst = ledgers.reduce<LedgerMeasure | undefined>(
    (sofar, next) => ((next.achievedMs ?? -1) > (sofar?.achievedMs ?? -1) ? next : sofar),
    undefined,
  )
  return {
    ...ledgers.reduce<FateTally>(added, empty),
    targetMs: targets.targetMs,
    achievedMs: worst?.achievedMs ?? null,
    precisionMs: worst?.precisionMs ?? null,
    met: together(ledgers),
    state: stateOf(ledgers),
    ledgers,
  }
}

function measureOf(
  account: LedgerAccount,
  { t0Ms, actMs }: { readonly t0Ms: number | null; readonly actMs: number },
  targetMs: number | null,
): LedgerMeasure {
  const { ledger, counts } = account
  const isKnown = t0Ms !== null && account.state === 'measured'
  const brokenMs = account.oldestBrokenMs
  const achievedMs = t0Ms !== null && brokenMs !== null ? Math.max(0, t0Ms - brokenMs) : isKnown ? 0 : null
  const figures = {
    achievedMs,
    // The write before the oldest lost one was kept: what was lost goes back no further than that.
    precisionMs: achievedMs === null ? null : brokenMs === null ? 0 : ledger.everyMs + actMs,
  }
  return {
    name: ledger.id,
    ledger: ledger.name,
    tenant: ledger.tenant ?? null,
    component: ledger.component ?? null,
    everyMs: ledger.everyMs,
    targetMs,
    ...figures,
    met: t0Ms === null || targetMs === null ? null : metBy(account, figures, targetMs),
    state: account.state,
    detail: account.detail,
    acked: account.acked,
    kept: counts.kept,
    lost: counts.lost,
    lostAfterT0: account.lostAfterT0,
    corrupt: counts.corrupt,
    duplicated: counts.duplicated,
    unknown: account.unknown,
    resurrected: counts.resurrected,
    removed: counts.removed,
    unread: account.unread,
    unsent: account.unsent,
    firstLost: account.firstLost,
    lastLost: account.lastLost,
    maxLateMs: account.maxLateMs,
    seq: account.seq,
  }
}

/** Whether no more was lost than may be: undecided if the target lies inside the error bar, or if not everything was read. */
function metBy(
  account: LedgerAccount,
  { achievedMs, precisionMs }: Pick<LedgerMeasure, 'achievedMs' | 'precisionMs'>,
  targetMs: number,
): boolean | null {
  // Lost while the platform was said to work: no age of a backup excuses that.
  if (account.lostAfterT0 > 0 || account.resurrectedAfterT0 > 0) return false
  if (achievedMs === null) return null
  if (achievedMs > targetMs) return false
  if (account.state !== 'measured' || account.ackedBeforeT0 === 0) return null
  return achievedMs + (precisionMs ?? 0) <= targetMs ? true : null
}

/** The strictest of all that is claimed of a ledger, its tenant, its component, and everything. */
function targetOf(
  { ledger }: LedgerAccount,
  { targetMs, parts }: { readonly targetMs: number | null; readonly parts: readonly PartTarget[] },
): number | null {
  const own = parts.filter(({ of, name }) => {
    switch (of) {
      case 'ledger':
        return isNamed(ledger.id, name)
      case 'tenant':
        return ledger.tenant === name
      case 'component':
        return ledger.component === name
      default:
        return false
    }
  })
  const claims = [targetMs, ...own.map(({ rpoMs }) => rpoMs)].filter(ms => typeof ms === 'number')
  return claims.length === 0 ? null : Math.min(...claims)
}

function together(ledgers: readonly LedgerMeasure[]): boolean | null {
  const asked = ledgers.filter(({ targetMs }) => targetMs !== null).map(({ met }) => met)
  if (asked.includes(false)) return false
  return asked.length === 0 || asked.includes(null) ? null : true
}

function stateOf(ledgers: readonly LedgerMeasure[]): LossState {
  const states = ledgers.map(({ state }) => state)
  if (states.includes('unreadable')) return 'unreadable'
  return states.includes('measured') ? 'measured' : 'not-measured'
}

const empty: FateTally = {
  acked: 0,
  kept: 0,
  lost: 0,
  lostAfterT0: 0,
  corrupt: 0,
  duplicated: 0,
  unknown: 0,
  resurrected: 0,
  removed: 0,
  unread: 0,
}

function added(a: FateTally, b: FateTally): FateTally {
  return {
    acked: a.acked + b.acked,
    kept: a.kept + b.kept,
    lost: a.lost + b.lost,
    lostAfterT0: a.lostAfterT0 + b.lostAfterT0,
    corrupt: a.corrupt + b.corrupt,
    duplicated: a.duplicated + b.duplicated,
    unknown: a.unknown + b.unknown,
    resurrected: a.resurrected + b.resurrected,
    removed: a.removed + b.removed,
    unread: a.unread + b.unread,
  }
}
