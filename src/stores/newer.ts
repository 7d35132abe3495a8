import type { Files } from '../model/world/files.ts'
import { openSnapshot, type Snapshot, snapshot } from './snapshot.ts'
import type { Store, StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

/** Writes into a file what was written after a moment, as the store says it; nothing where rows do not say when, or nothing was. */
export async function packNewer(
  store: Store,
  files: Pick<Files, 'append' | 'remove'>,
  path: string,
  watermark: string | undefined,
): Promise<Snapshot | undefined> {
  if (store.place.fields.written === undefined || watermark === undefined) return undefined
  // An earlier fault may have taken the collection away; then nothing was written since.
  if (!(await store.describe()).exists) return undefined
  const newest = await store.newest()
  if (timeOf(newest) <= timeOf(watermark)) return undefined
  const taken = await snapshot({ ...store, scan: batch => newerThan(store.scan(batch), watermark) }, files, path)
  if (taken.rows === 0) await files.remove(path)
  return taken.rows === 0 ? undefined : taken
}

async function* newerThan(all: AsyncIterable<readonly StoreRow[]>, watermark: string) {
  for await (const rows of all) {
    const newer = rows.filter(row => timeOf(row.written) > timeOf(watermark))
    if (newer.length > 0) yield newer
  }
}

/** Puts back what such a file holds and is missing now, or was put back in an older state. Says how many rows that were. */
export async function putNewer(
  store: Store,
  files: Pick<Files, 'lines'>,
  path: string,
  sha256: string,
): Promise<number> {
  let count = 0
  for await (const rows of (await openSnapshot(files, path, sha256)).rows()) {
    const there = new Map((await store.get(rows.map(row => row.id))).map(row => [row.id, row]))
    const lost = rows.filter(({ id, written }) => !(timeOf(there.get(id)?.written) >= timeOf(written)))
    if (lost.length > 0) await store.put(lost)
    count += lost.length
  }
  return count
}
