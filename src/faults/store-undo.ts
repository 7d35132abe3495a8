import { join } from 'node:path'
import { storeName } from '../model/store.ts'
import type { Undo, UndoOutcome } from '../model/undo.ts'
import type { World } from '../model/world.ts'
import { putNewer } from '../stores/newer.ts'
import { restore } from '../stores/restore.ts'
import type { Stores } from '../stores/store.ts'
import { buryAgain } from '../stores/tombstones.ts'

type UndoOf<K extends Undo['kind']> = Extract<Undo, { kind: K }>

/** How undos reach stores and what was packed for them. */
export interface StoreMeans {
  readonly stores: Stores
  readonly world: Pick<World, 'files'>
  /** The drill's own folder, where parachutes are. */
  readonly dir: string
}

/** Pulls the parachute: what it holds is put back where it is missing or different. */
export async function restoreStore(undo: UndoOf<'store.restore'>, means: StoreMeans): Promise<UndoOutcome> {
  await using store = await means.stores.open(undo.store)
  const { putBack, asBefore, remade } = await restore(
    store,
    means.world.files,
    join(means.dir, undo.snapshot),
    undo.sha256,
  )
  const name = storeName(undo.store)
  const { since } = undo
  const newer =
    since === undefined ? 0 : await putNewer(store, means.world.files, join(means.dir, since.snapshot), since.sha256)
  const buried = undo.tombstones === undefined ? 0 : await buryAgain(store, means.world.files, undo.tombstones)
  const more = [
    ...(newer === 0 ? [] : [`, and ${newer} that were written after it was packed`]),
    ...(buried === 0 ? [] : [`; ${buried} that had been deleted for good meanwhile were removed again`]),
  ].join('')
  if (remade) return { state: 'undone', detail: `${name} was made again from the parachute, ${putBack} rows${more}` }
  const rows =
    putBack === 0
      ? `all ${asBefore} rows were there already`
      : `${putBack} rows came from the parachute, ${asBefore} were as before`
  return { state: 'undone', detail: `${name} is as it was: ${rows}${more}` }
}

/** Takes the place beside a store away again, and looks that it is gone. */
export async function dropScratch(undo: UndoOf<'store.drop-scratch'>, means: StoreMeans): Promise<UndoOutcome> {
  await using store = await means.stores.open(undo.store)
  await store.drop()
  if ((await store.describe()).exists) throw new Error(`${storeName(undo.store)} would not go away`)
  return { state: 'undone', detail: `${storeName(undo.store)} is removed again` }
}

/** What holds a store ends with the process that holds it; from another shell there is only to look. */
export async function releaseStore(undo: UndoOf<'store.release'>, means: StoreMeans): Promise<UndoOutcome> {
  await means.stores.held.get(undo.throttle)?.()
  means.stores.held.delete(undo.throttle)
  await using store = await means.stores.open(undo.store)
  await store.count()
  return { state: 'undone', detail: `${storeName(undo.store)} holds nobody up any more` }
}
