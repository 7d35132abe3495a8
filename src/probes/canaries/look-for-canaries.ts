import { messageOf } from '../../model/error.ts'
import type { Happening } from '../../model/event.ts'
import type { HttpRequest } from '../../model/http.ts'
import type { Platform } from '../../model/platform.ts'
import { askedWith } from '../../model/tenant.ts'
import type { World } from '../../model/world.ts'
import { filledRequest } from './filled.ts'
import type { Planted } from './plant-canaries.ts'

/** Asks, as every tenant, for what it may see, and for what only another may; again and again until told to stop. */
export async function lookForCanaries(
  world: Pick<World, 'http' | 'clock'>,
  { tenants }: Platform,
  { place, tenant, id }: Planted,
  watch: {
    readonly nowMs: () => number
    readonly emit: (happening: Happening) => void
    readonly signal: AbortSignal
  },
): Promise<void> {
  const others = tenants.filter(other => other.id !== tenant.id)
  const { look, read } = place.asks[tenant.id] ?? {}
  const theirs = read === undefined ? undefined : filledRequest(read, id === undefined ? {} : { id })
  const reads = theirs !== undefined && !`${theirs.url}${theirs.body ?? ''}`.includes('{id}')
  for (let round = 0; !watch.signal.aborted; round++) {
    // Whatever comes back is searched by the one who sends.
    if (look !== undefined) await ask(world, askedWith(look, tenants, tenant.key))
    // One of the others at a time: with many tenants all of them would be a load of their own.
    const other = others[round % others.length]
    if (reads && other !== undefined) {
      const dueMs = watch.nowMs()
      const answer = await ask(world, askedWith(theirs, tenants, other.key))
      watch.emit({
        ...{ type: 'intruder.tried', intruder: place.id, key: 'another tenant’s', dueMs },
        ...{ tookMs: watch.nowMs() - dueMs, ...answer },
      })
    }
    await world.clock.sleep(place.everyMs, watch.signal).catch(() => {})
  }
}

async function ask({ http }: Pick<World, 'http'>, request: HttpRequest) {
  const outcome = await http.send(request, { timeoutMs: 5000 }).catch(error => messageOf(error))
  if (typeof outcome === 'string') return { outcome: 'no-answer', detail: outcome } as const
  if (outcome.kind === 'failed') return { outcome: 'no-answer', detail: outcome.detail } as const
  return { outcome: outcome.status < 400 ? 'let-in' : 'refused', detail: `status ${outcome.status}` } as const
}
