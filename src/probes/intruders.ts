import type { Happening } from '../model/event.ts'
import type { HttpOutcome } from '../model/http.ts'
import type { IntrusionOutcome } from '../model/isolation-event.ts'
import type { Intruder, Tenant } from '../model/sharing.ts'
import { askedWith } from '../model/tenant.ts'
import type { World } from '../model/world.ts'
import { dueCount, dueMs } from './pace.ts'

/** Tries one key that must be refused, on a schedule that waits for no answer, until told to stop. */
export async function tryKey(
  world: Pick<World, 'clock' | 'http'>,
  intruder: Intruder,
  [key, value]: readonly [string, string],
  tenants: readonly Tenant[],
  watch: {
    readonly nowMs: () => number
    readonly emit: (happening: Happening) => void
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { nowMs, emit, signal } = watch
  const request = askedWith(intruder.request, tenants, value)
  const startMs = nowMs()
  const underWay = new Set<Promise<void>>()
  let asked = 0
  const tryOnce = async (atMs: number): Promise<void> => {
    const answer = await world.http.send(request, { timeoutMs: PATIENCE_MS })
    const worth = intrusionOf(answer, intruder.refusedBy)
    emit({ type: 'intruder.tried', intruder: intruder.id, key, dueMs: atMs, tookMs: nowMs() - atMs, ...worth })
  }
  while (!signal.aborted) {
    for (let due = dueCount(startMs, intruder.everyMs, nowMs(), asked); due > 0; due--) {
      const atMs = dueMs(startMs, intruder.everyMs, asked++)
      // A platform that hangs lets nobody in either; thousands of open questions would prove no more.
      if (underWay.size >= MOST_UNDER_WAY) continue
      const tried = tryOnce(atMs).finally(() => underWay.delete(tried))
      underWay.add(tried)
    }
    await world.clock.sleep(dueMs(startMs, intruder.everyMs, asked) - nowMs(), signal).catch(() => {})
  }
  await Promise.all(underWay)
}

const PATIENCE_MS = 3000
const MOST_UNDER_WAY = 50

/** Refused by one of the statuses that refuse, let in by success, and by anything else neither. */
function intrusionOf(
  outcome: HttpOutcome,
  refusedBy: readonly number[],
): { readonly outcome: IntrusionOutcome; readonly detail: string } {
  if (outcome.kind === 'failed') return { outcome: 'no-answer', detail: outcome.detail }
  const detail = `status ${outcome.status}`
  if (refusedBy.includes(outcome.status)) return { outcome: 'refused', detail }
  // An error of the server, or being told to wait, is no refusal of the key; but nobody got in.
  return { outcome: outcome.status < 400 ? 'let-in' : 'no-answer', detail }
}
