import type { Acknowledgement, Ledger, LedgerRead, LedgerRemoval, Paging } from '../../model/ledger.ts'
import type { WrittenLedger } from '../schemas/ledger-schema.ts'
import type { Tenanted } from '../tenancy.ts'
import { enoughInFlight, ms, resolveRequest, resolveRules } from './resolve-asked.ts'

/** A ledger with all that was left unsaid. */
export function resolveLedger({ id, name, tenant, written }: Tenanted<WrittenLedger>): Ledger {
  const everyMs = ms(written.every, 100)
  const timeoutMs = ms(written.timeout, 5000)
  return {
    id,
    name,
    tenant,
    component: written.component,
    write: { request: resolveRequest(written.write.request), acked: acked(written.write), idAt: written.write.id },
    remove: written.remove && removal(written.remove),
    read: reading(written.read),
    everyMs,
    timeoutMs,
    maxInFlight: written.maxInFlight ?? enoughInFlight(timeoutMs, everyMs),
    settleMs: ms(written.settle, 2000),
    readWithinMs: ms(written.readWithin, READ_WITHIN_MS),
    // Whoever says how long it may take knows his platform: all of that is for its first page, too.
    firstPageWithinMs: ms(written.readWithin, FIRST_PAGE_WITHIN_MS),
    duplicatesAllowed: written.duplicates === 'allowed',
    ifClaimed: written.when === 'claimed',
  }
}

const READ_WITHIN_MS = 30_000
const FIRST_PAGE_WITHIN_MS = 10_000

function removal(written: NonNullable<WrittenLedger['remove']>): LedgerRemoval {
  return {
    request: resolveRequest(written.request),
    acked: acked(written),
    everyNth: written.nth,
    afterMs: ms(written.after, 1000),
  }
}

function acked({ status, json }: Pick<WrittenLedger['write'], 'status' | 'json'>): Acknowledgement {
  return { status, json: resolveRules(json ?? {}) }
}

function reading(written: WrittenLedger['read']): LedgerRead {
  return {
    request: resolveRequest(written.request),
    status: written.status ?? 200,
    itemsAt: written.items,
    idAt: written.id,
    textAt: written.text,
    sumAt: written.sum,
    paging: paging(written),
  }
}

function paging({ next, param }: WrittenLedger['read']): Paging {
  if (param === undefined) return { kind: 'whole' }
  return next === undefined ? { kind: 'offset', param } : { kind: 'cursor', nextAt: next, param }
}
