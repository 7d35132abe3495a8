import { join, resolve } from 'node:path'
import { DrillError } from '../model/error.ts'
import type { Effect, Fault } from '../model/fault.ts'
import type { SampledRow, StorePlace } from '../model/store.ts'
import type { Undo } from '../model/undo.ts'
import { packNewer } from '../stores/newer.ts'
import type { Store } from '../stores/store.ts'
import type { Parachute, Target } from './driver.ts'

/** Does something with the store that a fault is about, and closes it again. */
export async function withStore<T>(at: Target, act: (store: Store) => Promise<T>): Promise<T> {
  await using store = await at.stores.open(placeOf(at))
  // Awaited here: returned as it is, it would still be under way when the store is closed.
  return await act(store)
}

/** Where a component keeps its data. */
export function placeOf({ component }: Pick<Target, 'component'>): StorePlace {
  if (component.store !== undefined) return component.store
  throw new DrillError('NOT_AVAILABLE', `${component.id} is no store that can be reached.`, {
    hint: 'give it "driver" and "connect" in the platform file. Nothing was changed',
  })
}

/** Whatever becomes of the data: the parachute brings it back. */
export async function fromParachute(fault: Pick<Fault, 'id'>, at: Target): Promise<Undo> {
  const { file, sha256, packed } = parachuteOf(at)
  const { tombstones } = at.component
  const graves = tombstones === undefined ? {} : { tombstones: resolve(at.platform.dir, tombstones) }
  const undo = { kind: 'store.restore', store: placeOf(at), snapshot: file, sha256, ...graves } as const
  // A platform goes on writing while its parachute is packed and tried. What that was is taken along in the last moment.
  const since = `${file}.since-${fault.id}`
  const taken = await withStore(at, store => packNewer(store, at.world.files, join(at.dir, since), packed))
  return taken === undefined ? undo : { ...undo, since: { snapshot: since, sha256: taken.sha256, rows: taken.rows } }
}

/** The snapshot that puts the component back; without one its data is not touched. */
export function parachuteOf({ parachutes, component }: Target): Parachute {
  const parachute = parachutes.get(component.id)
  if (parachute !== undefined) return parachute
  throw new DrillError('INTERNAL', `There is no parachute for ${component.id}, so its data is not touched.`, {
    hint: 'this is a mistake of ours. Nothing was changed by this fault',
  })
}

/** A few rows as they were before anything was damaged. */
export function samplesOf(at: Target): readonly SampledRow[] {
  return parachuteOf(at).manifest.samples
}

/** Now, as clocks on walls say it. */
export function wallMs({ world }: Target): number {
  return Date.parse(world.clock.wall())
}

/** An effect by what was seen, or by what was seen instead. */
export function whether(bitten: boolean, seen: string, otherwise: string): Effect {
  return bitten ? { state: 'bitten', seen } : { state: 'not-bitten', seen: otherwise }
}
