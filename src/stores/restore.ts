import { messageOf } from '../model/error.ts'
import type { StoreFields } from '../model/store.ts'
import type { Files } from '../model/world/files.ts'
import { isNear } from './near.ts'
import { canonical, payloadHash } from './row-hash.ts'
import { type OpenSnapshot, openSnapshot, snapshot } from './snapshot.ts'
import type { Blueprint, Store, StoreRow, StoreShape } from './store.ts'

/** What a restore did. */
export interface Restored {
  /** Rows that were missing or not as in the snapshot. */
  readonly putBack: number
  /** Rows that were as they should be. */
  readonly asBefore: number
  readonly remade: boolean
}

/**
 * Puts back what a snapshot holds: the collection, if it is gone or made of something else now, and every row that is missing
 * or different. Rows that were written since stay. Doing it twice changes nothing the second time.
 */
export async function restore(
  store: Store,
  files: Pick<Files, 'lines' | 'append' | 'remove' | 'exists'>,
  path: string,
  sha256?: string,
): Promise<Restored> {
  const from = await openSnapshot(files, path, sha256)
  const meanwhile = `${path}.meanwhile`
  const { exists, rounds } = await store.describe()
  if (exists && (await isWholeAgain(store, from))) {
    const merged = await merge(store, from, rounds)
    return (await files.exists(meanwhile)) ? finishRemake(store, files, from, meanwhile, merged) : merged
  }
  // What was written since the snapshot is on the disk before anything is dropped: dying half-way must lose nothing.
  if (exists && !(await files.exists(meanwhile))) await snapshot(store, files, meanwhile)
  await store.drop()
  await store.make(from.blueprint)
  let putBack = 0
  for await (const rows of from.rows()) {
    await store.put(rows)
    putBack += rows.length
  }
  const remade = { putBack, asBefore: 0, remade: true }
  if (await files.exists(meanwhile)) return finishRemake(store, files, from, meanwhile, remade)
  await store.finish(from.blueprint)
  return remade
}

/** Whether a collection is made of what it was made of; what only hangs on it and is lost is put back first. */
async function isWholeAgain(store: Store, { blueprint, dimension }: OpenSnapshot): Promise<boolean> {
  const { structure, dimension: now } = await store.describe()
  // Where all vectors are of one length, and the first row decides which, nothing else tells that it was another's.
  const differs = now !== undefined && dimension !== undefined && now !== dimension
  if (store.resized !== undefined && differs) return false
  if (isMadeOf(blueprint, structure)) return true
  const lines = blueprint.structure as readonly string[]
  if (!structure.every(line => lines.includes(line))) return false
  // A column that is gone cannot be added like an alias or an index: then the collection is made again.
  await store.finish(blueprint).catch(error => messageOf(error))
  return isMadeOf(blueprint, (await store.describe()).structure)
}

function isMadeOf(blueprint: Blueprint, structure: readonly string[]): boolean {
  const lines = blueprint.structure
  return !Array.isArray(lines) || lines.join('\n') === structure.join('\n')
}

async function merge(store: Store, from: OpenSnapshot, rounds: Rounds): Promise<Restored> {
  let putBack = 0
  let asBefore = 0
  for await (const rows of from.rows()) {
    const there = new Map((await store.get(rows.map(row => row.id))).map(row => [row.id, row]))
    const wrong = rows.filter(row => !saysTheSame(row, there.get(row.id), store.place.fields, rounds))
    if (wrong.length > 0) await store.put(wrong)
    putBack += wrong.length
    asBefore += rows.length - wrong.length
  }
  return { putBack, asBefore, remade: false }
}

/** Rows that came after the snapshot come back too; what the damage made unfit for the old structure cannot. */
async function finishRemake(
  store: Store,
  files: Pick<Files, 'lines' | 'remove'>,
  from: OpenSnapshot,
  meanwhile: string,
  sofar: Restored,
): Promise<Restored> {
  for await (const rows of (await openSnapshot(files, meanwhile)).rows()) {
    const there = new Set((await store.get(rows.map(row => row.id))).map(row => row.id))
    for (const row of rows.filter(({ id }) => !there.has(id))) await store.put([row]).catch(error => messageOf(error))
  }
  await store.finish(from.blueprint)
  await files.remove(meanwhile)
  return { ...sofar, remade: true }
}

/** Whether a row says what it said: by what the platform file calls payload, or by everything. What was restored may carry another date. */
export function saysTheSame(a: StoreRow, b: StoreRow | undefined, fields: StoreFields, rounds: Rounds): boolean {
  if (b === undefined) return false
  // Where the platform file does not name it, the date is the store's own: a file that was copied back has another.
  if (fields.payload === undefined)
    return isSame(fields.written === undefined ? { ...a, written: b.written } : a, b, rounds)
  const same = a.tenant === b.tenant && isNear(a.vector, b.vector, writings(rounds))
  return same && payloadHash(a, fields) === payloadHash(b, fields)
}

/** Whether a store holds what a snapshot does, and nothing else. */
export async function holdsAll(
  store: Store,
  files: Pick<Files, 'lines'>,
  path: string,
  sha256: string,
): Promise<boolean> {
  const { rounds } = await store.describe()
  let count = 0
  for await (const rows of (await openSnapshot(files, path, sha256)).rows()) {
    const there = new Map((await store.get(rows.map(row => row.id))).map(row => [row.id, row]))
    // The date may be the store's own.
    const isThere = (row: StoreRow) =>
      isSame({ ...row, written: there.get(row.id)?.written }, there.get(row.id), rounds)
    if (!rows.every(isThere)) return false
    count += rows.length
  }
  return Object.values(await store.count()).reduce((sum, each) => sum + each, 0) === count
}

/** Whether a row is there exactly as it was; where its store rounds, its vector up to the digits that one writing loses. */
export function isSame(a: StoreRow, b: StoreRow | undefined, rounds?: Rounds): boolean {
  if (a === b) return true
  return (
    b !== undefined &&
    a.tenant === b.tenant &&
    a.written === b.written &&
    isNear(a.vector, b.vector, writings(rounds)) &&
    canonical(a.payload) === canonical(b.payload)
  )
}

type Rounds = StoreShape['rounds']

/** How often a row was written since it was read into a snapshot. */
function writings(rounds: Rounds): number {
  return rounds ? 1 : 0
}
