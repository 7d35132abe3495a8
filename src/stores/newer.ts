import type { Files } from '../model/world/files.ts'
import { differs, type Parts, partsFold } from './parts.ts'
import { saysTheSame } from './restore.ts'
import { openSnapshot, type Snapshot, snapshot } from './snapshot.ts'
import type { Store, StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

/** What is known of a collection when it was packed. */
export interface Packed {
  /** When its newest row was written, asked before the first row was read; nothing where rows do not say. */
  readonly newest: string | undefined
  readonly rows: number
  readonly parts: Parts
}

/**
 * Writes into a file what was written since a collection was packed; nothing if nothing was. Where rows say when they were written they
 * tell by that, else by what they say: then all are read twice.
 */
export async function packNewer(
  store: Store,
  files: Pick<Files, 'append' | 'remove'>,
  path: string,
  packed: Packed,
): Promise<Snapshot | undefined> {
  // An earlier fault may have taken the collection away; then nothing was written since.
  if (!(await store.describe()).exists) return undefined
  const isNewer = await newerThan(store, packed)
  if (isNewer === undefined) return undefined
  const taken = await snapshot({ ...store, scan: batch => only(store.scan(batch), isNewer) }, files, path)
  if (taken.rows === 0) await files.remove(path)
  return taken.rows === 0 ? undefined : taken
}

/** Puts back what such a file holds and is missing now, or was put back in an older state. Says how many rows that were. */
export async function putNewer(
  store: Store,
  files: Pick<Files, 'lines'>,
  path: string,
  sha256: string,
): Promise<number> {
  const { rounds } = await store.describe()
  let count = 0
  for await (const rows of (await openSnapshot(files, path, sha256)).rows()) {
    const there = new Map((await store.get(rows.map(row => row.id))).map(row => [row.id, row]))
    const lost = rows.filter(row => !isAsNew(there.get(row.id), row, store.place, rounds))
    if (lost.length > 0) await store.put(lost)
    count += lost.length
  }
  return count
}

async function newerThan(store: Store, packed: Packed): Promise<((row: StoreRow) => boolean) | undefined> {
  const { newest, parts } = packed
  if (newest !== undefined) {
    if (timeOf(await store.newest()) <= timeOf(newest) && (await rowsIn(store)) === packed.rows) return undefined
    // A row says when its writing began, and may have shown later than others that began after it.
    const sinceMs = timeOf(newest) - LONGEST_WRITING_MS
    return ({ written }) => timeOf(written) >= sinceMs
  }
  const fold = partsFold()
  for await (const rows of store.scan()) for (const row of rows) fold.see(row)
  const now = fold.parts()
  return now.every((sum, part) => sum === parts[part]) ? undefined : row => differs(row, parts, now)
}

const LONGEST_WRITING_MS = 60_000

async function rowsIn(store: Store): Promise<number> {
  return Object.values(await store.count()).reduce((sum, count) => sum + count, 0)
}

async function* only(all: AsyncIterable<readonly StoreRow[]>, isMeant: (row: StoreRow) => boolean) {
  for await (const rows of all) {
    const meant = rows.filter(isMeant)
    if (meant.length > 0) yield meant
  }
}

/** Whether a row is there, and no older than this one. What says the same time and something else was damaged. */
function isAsNew(
  there: StoreRow | undefined,
  row: StoreRow,
  { fields }: Store['place'],
  rounds: boolean | undefined,
): boolean {
  if (there === undefined) return false
  const [thereMs, rowMs] = [timeOf(there.written), timeOf(row.written)]
  if (row.written !== undefined && thereMs !== rowMs) return thereMs > rowMs
  // A row that waits for its vector gets it without another date.
  const isFinished = fields.vector !== undefined && row.vector === undefined && there.vector !== undefined
  return isFinished || saysTheSame(row, there, fields, rounds)
}
