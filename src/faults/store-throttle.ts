import { DrillError } from '../model/error.ts'
import type { Clock } from '../model/world.ts'
import type { Store } from '../stores/store.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { placeOf, whether, withStore } from './store-target.ts'

/** Everybody is held up by it for a share of the time. */
export const storeThrottle: FaultDriver<FaultOf<'store.throttle'>> = {
  prepare: async (fault, at) => ({
    kind: 'store.release',
    store: placeOf(at),
    throttle: `${at.drill}-${fault.id}`,
    usualMs: await withStore(at, store => slowestLook(store, at.world.clock, at.until)),
  }),
  inject: async (fault, at) =>
    withStore(at, async store => {
      const release = await store.throttle?.(fault.heldRatio, at.world.clock)
      if (release === undefined) throw noThrottle(at)
      at.stores.held.set(`${at.drill}-${fault.id}`, release)
    }),
  async effect(_fault, at, signal, undo) {
    const usualMs = undo.kind === 'store.release' ? undo.usualMs : 0
    const limitMs = 2 * usualMs + LEAST_MS
    const slowestMs = await withStore(at, store => slowestLook(store, at.world.clock, signal, limitMs))
    const words = `a look at it took up to ${slowestMs} ms, and ${usualMs} ms while nobody was held up`
    return whether(slowestMs > limitMs, words, words)
  },
}

// Spread over more than one round of holding and letting go, so that one of them meets a held moment.
const LOOKS = 25
const BETWEEN_MS = 17
const LEAST_MS = 15

/** How long the slowest of several looks takes; a look that takes longer than a limit is the last. */
async function slowestLook(store: Store, clock: Clock, signal: AbortSignal, limitMs = Number.POSITIVE_INFINITY) {
  let slowestMs = 0
  for (let i = 0; i < LOOKS && slowestMs <= limitMs; i++) {
    const startedMs = clock.nowMs()
    await store.count()
    slowestMs = Math.max(slowestMs, Math.round(clock.nowMs() - startedMs))
    await clock.sleep(BETWEEN_MS, signal)
  }
  return slowestMs
}

function noThrottle({ component }: Target): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `A store of the driver ${component.store?.driver} cannot be throttled from inside.`,
    { hint: 'give the component a route and slow that down, with "latency" or "bandwidth". Nothing was changed' },
  )
}
