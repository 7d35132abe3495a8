import type { FrozenQuestion, StoreManifest } from '../model/store.ts'
import { agesFold } from './ages.ts'
import { type KnownNames, knownNames } from './known-names.ts'
import { newestFold } from './newest-fold.ts'
import { sampled } from './row-hash.ts'
import { sampleFold } from './sample.ts'
import type { Store, StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

const SAMPLES = 50
const RECENT = 50
const QUESTIONS = 8
/** So many neighbours are remembered for each frozen question, or a quarter of what its tenant has: being asked for all, every index knows them. */
const NEIGHBOURS = 10

/** What is remembered of a store: a manifest that is put on the record, and names that are too many for that. */
export interface Remembered {
  readonly manifest: StoreManifest
  readonly names: Pick<KnownNames, 'knows'>
}

/** Looks at a store while it is well, and remembers what it takes to tell later whether it is well again. */
export async function manifestOf(store: Store, seed: number): Promise<Remembered> {
  const { fields, collection } = store.place
  const shape = await store.describe()
  const newest = await store.newest()
  const names = knownNames(total(await store.count()))
  const [whole, unfinished] = [sampleFold(SAMPLES, seed), sampleFold(SAMPLES, seed)]
  const recent = newestFold(RECENT)
  const ages = agesFold(newest)
  for await (const rows of store.scan()) {
    for (const row of rows) {
      const writtenMs = timeOf(row.written)
      // A platform goes on writing while it is read. What came since then is not remembered, and a row that is read twice is one.
      if (writtenMs > timeOf(newest) || !names.add(row.id)) continue
      // A row that waits for its vector is about to change.
      const isWhole = fields.vector === undefined || row.vector !== undefined
      ;(isWhole ? whole : unfinished).see(row)
      recent.see(row)
      ages.see(row.tenant, writtenMs)
    }
  }
  const samples = whole.rows().length > 0 ? whole.rows() : unfinished.rows()
  const counted = ages.ages()
  const manifest = {
    collection,
    rows: total(counted.tenants),
    ...counted,
    recent: recent.rows(),
    bytes: shape.bytes,
    dimension: shape.dimension,
    structure: shape.structure,
    samples: samples.map(row => sampled(row, fields, shape)),
    questions: await ask(store, samples, counted.tenants),
  }
  return { manifest, names }
}

function total(tenants: Readonly<Record<string, number>>): number {
  return Object.values(tenants).reduce((sum, count) => sum + count, 0)
}

/** Each question is a row's own vector: nobody has to write any. */
async function ask(
  store: Store,
  rows: readonly StoreRow[],
  tenants: Readonly<Record<string, number>>,
): Promise<readonly FrozenQuestion[]> {
  if (store.query === undefined) return []
  const questions: FrozenQuestion[] = []
  for (const { id, tenant, vector } of rows.filter(row => row.vector !== undefined).slice(0, QUESTIONS)) {
    const most = Math.max(1, Math.min(NEIGHBOURS, Math.floor((tenants[tenant ?? ''] ?? 0) / 4)))
    if (vector !== undefined) questions.push({ id, tenant, nearest: await store.query(vector, most, tenant) })
  }
  return questions
}
