import { join } from 'node:path'
import type { Parachute } from '../../faults/driver.ts'
import type { Component } from '../../model/component.ts'
import { DrillError } from '../../model/error.ts'
import { isOneOf } from '../../model/fault.ts'
import { type StoreManifest, type StorePlace, storeName } from '../../model/store.ts'
import { DESTRUCTIVE_KINDS } from '../../model/store-fault.ts'
import { fingerprintFold, sameFingerprint } from '../../stores/fingerprint.ts'
import { manifestOf } from '../../stores/manifest.ts'
import { holdsAll, restore } from '../../stores/restore.ts'
import { type Snapshot, snapshot } from '../../stores/snapshot.ts'
import type { Store } from '../../stores/store.ts'
import { heal } from '../afterwards/heal.ts'
import { touchedFold } from '../afterwards/touched.ts'
import { undoMeans } from '../afterwards/undo-means.ts'
import { type Ground, type Running, recoverCommand } from '../drill.ts'

/** Where parachutes are, in the drill's folder. */
const PARACHUTES = 'parachutes'

/** Takes a snapshot of everything that is about to be damaged, and restores each once beside its store: one that was never restored is a hope. */
export async function packParachutes(running: Running, ground: Ground): Promise<Ground> {
  const { journal, drill, abort } = running
  const endangered = drill.platform.components.filter(({ id }) =>
    drill.scenario.faults.some(fault => fault.component === id && isOneOf(fault, DESTRUCTIVE_KINDS)),
  )
  if (endangered.length === 0) {
    journal.append({ type: 'parachute.skipped', why: 'no fault of this scenario destroys data' })
    return ground
  }
  const parachutes = new Map<string, Parachute>()
  for (const component of endangered) {
    abort.signal.throwIfAborted()
    parachutes.set(component.id, await pack(running, component))
  }
  return { ...ground, parachutes }
}

async function pack(running: Running, { id, store: place }: Component): Promise<Parachute> {
  const { world, journal, drill, means } = running
  if (place === undefined) throw noStore(id)
  const file = `${PARACHUTES}/${id}.jsonl`
  await world.files.makeDir(join(drill.dir, PARACHUTES))
  await using store = await means.stores.open(place)
  // Asked first: what is written while rows are read may be missed by them, and must not count as old.
  const newest = place.fields.written === undefined ? undefined : await store.newest()
  const startedMs = journal.nowMs()
  const taken = await snapshot(store, world.files, join(drill.dir, file))
  const tookMs = journal.nowMs() - startedMs
  const { manifest } = await manifestOf(store, drill.plan.seed)
  await proveRestorable(running, id, store, { ...taken, file })
  const { rows, bytes, sha256 } = taken
  const detail = `${rows} rows, restored once beside ${storeName(place)} and found the same`
  await journal.commit({ type: 'parachute.packed', component: id, file, sha256, rows, bytes, tookMs, detail })
  return {
    file,
    sha256,
    manifest: safe(manifest),
    packed: { newest: taken.dated ? newest : undefined, rows, parts: taken.parts },
  }
}

/** The manifest of a parachute is for proofs; what it takes for gates is taken by them. */
function safe(manifest: StoreManifest): StoreManifest {
  return { ...manifest, questions: [] }
}

// Two restores make an interval; more only while they are quick.
const MOST_TRIES = 3
const QUICK_MS = 1500

async function proveRestorable(
  running: Running,
  component: string,
  store: Store,
  taken: Snapshot & { readonly file: string },
): Promise<void> {
  const { world, journal, drill, means, abort } = running
  const place = store.scratch(drill.id)
  const path = join(drill.dir, taken.file)
  const undo = { kind: 'store.drop-scratch', store: place } as const
  await journal.commit({ type: 'scratch.intended', component, undo })
  try {
    for (let i = 0; i < MOST_TRIES; i++) {
      abort.signal.throwIfAborted()
      const tookMs = await tryOnce(running, component, place, path, taken)
      const { rows, bytes } = taken
      journal.append({ type: 'restore.timed', component, into: 'scratch', rows, bytes, tookMs })
      if (tookMs > QUICK_MS) break
    }
  } finally {
    const how = undoMeans(world, means, { dir: drill.dir, touched: touchedFold().touched })
    const pending = [{ of: 'scratch', id: component, undo }] as const
    await heal(journal, pending, how, { actor: 'conductor', command: recoverCommand(drill.id) })
  }
}

async function tryOnce(
  { world, journal, means }: Running,
  component: string,
  place: StorePlace,
  path: string,
  taken: Snapshot,
): Promise<number> {
  await using beside = await means.stores.open(place)
  await beside.drop()
  const startedMs = journal.nowMs()
  await restore(beside, world.files, path, taken.sha256)
  const tookMs = journal.nowMs() - startedMs
  const sum = fingerprintFold()
  for await (const rows of beside.scan()) for (const row of rows) sum.see(row)
  if (sameFingerprint(sum.fingerprint(), taken.fingerprint)) return tookMs
  // A sum is another for one other digit: only where a store loses the last ones of vectors are rows held against each other.
  const { rounds } = await beside.describe()
  if (rounds && (await holdsAll(beside, world.files, path, taken.sha256))) return tookMs
  throw new DrillError('SNAPSHOT_UNUSABLE', `The snapshot of ${component} did not come back as it was taken.`, {
    hint: 'what cannot be put back is not broken: find out what the store changes in what it is given. Nothing was damaged',
  })
}

function noStore(component: string): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `${component} is no store that can be reached, so nothing could put its data back.`,
    {
      hint: 'give it "driver" and "connect" in the platform file. Nothing was changed',
    },
  )
}
