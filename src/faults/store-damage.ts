import { DrillError } from '../model/error.ts'
import type { Effect, StoreFaultKind } from '../model/fault.ts'
import type { SampledRow, StorePlace } from '../model/store.ts'
import type { Undo } from '../model/undo.ts'
import { corrupt } from '../stores/damage.ts'
import { timeOf } from '../stores/manifest.ts'
import { remove } from '../stores/removal.ts'
import { sampled } from '../stores/row-hash.ts'
import { isChosen } from '../stores/sample.ts'
import type { Store } from '../stores/store.ts'
import type { FaultDriver, FaultOf, Parachute, Target } from './driver.ts'

/** Data is deleted. */
export const storeDelete: FaultDriver<FaultOf<'store.delete'>> = {
  prepare: fromParachute,
  inject: async (fault, at, signal) =>
    withStore(at, store => remove(store, fault.what, { seed: at.seed, wallMs: wallMs(at), signal })),
  effect: async ({ what }, at) =>
    withStore(at, async store => {
      if (what.of === 'collection') return whether(!(await store.describe()).exists, 'it is gone', 'it is still there')
      const meant = samplesOf(at).filter(({ id, tenant, written }) => {
        if (what.of === 'tenant') return tenant === what.tenant
        if (what.of === 'prefix') return id.startsWith(what.prefix)
        const isOld = what.olderThanMs === undefined || timeOf(written) < wallMs(at) - what.olderThanMs
        return isOld && (what.olderThanMs !== undefined || isChosen(id, at.seed, what.shareRatio))
      })
      return areGone(store, meant, at)
    }),
}

/** Data is damaged where it is. */
export const storeCorrupt: FaultDriver<FaultOf<'store.corrupt'>> = {
  prepare: fromParachute,
  async inject({ how, shareRatio, text }, at, signal) {
    await withStore(at, store => corrupt(store, { how, shareRatio, text, seed: at.seed }, signal))
  },
  effect: async ({ how, shareRatio }, at) =>
    withStore(at, async store => {
      const meant = samplesOf(at).filter(({ id }) => isChosen(id, at.seed, shareRatio))
      if (how === 'drop') return areGone(store, meant, at)
      const now = new Map(
        (await store.get(meant.map(row => row.id))).map(row => [row.id, sampled(row, store.place.fields)]),
      )
      const wrong = meant.filter(
        row => now.get(row.id)?.payload !== row.payload || now.get(row.id)?.vector !== row.vector,
      )
      return whether(
        wrong.length > 0,
        `${wrong.length} of ${meant.length} rows looked at are not what they were`,
        `none of ${meant.length} rows looked at is different`,
      )
    }),
}

/** The store is as it was a while ago. */
export const storeRollback: FaultDriver<FaultOf<'store.rollback'>> = {
  async prepare(fault, at) {
    if (placeOf(at).fields.written !== undefined) return fromParachute(fault, at)
    throw new DrillError(
      'NOT_AVAILABLE',
      `${at.component.id} cannot be rolled back: nothing says when its rows were written.`,
      {
        hint: 'name what does as "data: { written }" in the platform file. Nothing was changed',
      },
    )
  },
  inject: async ({ backMs }, at) =>
    withStore(at, store => store.remove({ by: 'written', side: 'after', wallMs: wallMs(at) - backMs })),
  effect: async ({ backMs }, at) =>
    withStore(at, store =>
      areGone(
        store,
        samplesOf(at).filter(({ written }) => timeOf(written) > wallMs(at) - backMs),
        at,
      ),
    ),
}

/** Everybody is held up by it for a share of the time. */
export const storeThrottle: FaultDriver<FaultOf<'store.throttle'>> = {
  prepare: async (fault, at) => ({ kind: 'store.release', store: placeOf(at), throttle: `${at.drill}-${fault.id}` }),
  inject: async (fault, at) =>
    withStore(at, async store => {
      const release = await store.throttle?.(fault.heldRatio, at.world.clock)
      if (release === undefined) throw noThrottle(at)
      at.stores.held.set(`${at.drill}-${fault.id}`, release)
    }),
  effect: async (_fault, at) =>
    withStore(at, async store => {
      const startedMs = at.world.clock.nowMs()
      for (let i = 0; i < LOOKS; i++) await store.newest().then(() => store.count())
      const tookMs = Math.round(at.world.clock.nowMs() - startedMs)
      const words = `${LOOKS} looks at it took ${tookMs} ms`
      return whether(tookMs > LOOKS * 20, words, words)
    }),
}

const LOOKS = 4

/** An empty place beside a store that stays as it is. */
export const storeScratch: FaultDriver<FaultOf<'store.scratch'>> = {
  prepare: async (_fault, at) => ({ kind: 'store.drop-scratch', store: await scratchOf(at) }),
  async inject(_fault, at) {
    await using store = await at.stores.open(placeOf(at))
    await using beside = await at.stores.open(await scratchOf(at))
    const blueprint = await store.blueprint()
    await beside.make(blueprint)
    await beside.finish(blueprint)
  },
  async effect(_fault, at) {
    await using beside = await at.stores.open(await scratchOf(at))
    return whether((await beside.describe()).exists, `${beside.place.collection} is there`, 'it is not there')
  },
}

/** Where an isolated restore of this drill goes. */
export async function scratchOf(at: Pick<Target, 'stores' | 'component' | 'drill'>): Promise<StorePlace> {
  await using store = await at.stores.open(placeOf(at))
  return store.scratch('isolated')
}

async function fromParachute(_fault: unknown, at: Target): Promise<Undo> {
  const { file, sha256 } = parachuteOf(at)
  return { kind: 'store.restore', store: placeOf(at), snapshot: file, sha256 }
}

async function withStore<T>(at: Target, act: (store: Store) => Promise<T>): Promise<T> {
  await using store = await at.stores.open(placeOf(at))
  // Awaited here: returned as it is, it would still be under way when the store is closed.
  return await act(store)
}

function placeOf({ component }: Pick<Target, 'component'>): StorePlace {
  if (component.store !== undefined) return component.store
  throw new DrillError('NOT_AVAILABLE', `${component.id} is no store that can be reached.`, {
    hint: 'give it "driver" and "connect" in the platform file. Nothing was changed',
  })
}

function parachuteOf({ parachutes, component }: Target): Parachute {
  const parachute = parachutes.get(component.id)
  if (parachute !== undefined) return parachute
  throw new DrillError('INTERNAL', `There is no parachute for ${component.id}, so its data is not touched.`, {
    hint: 'this is a mistake of ours. Nothing was changed by this fault',
  })
}

function samplesOf(at: Target): readonly SampledRow[] {
  return parachuteOf(at).manifest.samples
}

async function areGone(store: Store, meant: readonly SampledRow[], at: Target): Promise<Effect> {
  if (meant.length === 0) {
    const counts = Object.values(await store.count()).reduce((total, count) => total + count, 0)
    const before = parachuteOf(at).manifest.rows
    return whether(counts < before, `${counts} of ${before} rows are left`, `all ${counts} rows are still there`)
  }
  const left = await store.get(meant.map(row => row.id))
  const gone = meant.length - left.length
  return whether(
    gone > 0,
    `${gone} of ${meant.length} rows looked for are gone`,
    `all ${meant.length} rows looked for are still there`,
  )
}

function whether(bitten: boolean, seen: string, otherwise: string): Effect {
  return bitten ? { state: 'bitten', seen } : { state: 'not-bitten', seen: otherwise }
}

function wallMs({ world }: Target): number {
  return Date.parse(world.clock.wall())
}

function noThrottle({ component }: Target): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `A store of the driver ${component.store?.driver} cannot be throttled from inside.`,
    {
      hint: 'give the component a route and slow that down, with "latency" or "bandwidth". Nothing was changed',
    },
  )
}

/** The kinds that need a parachute before they may be done. */
export const DESTRUCTIVE: readonly StoreFaultKind[] = ['store.delete', 'store.corrupt', 'store.rollback']
