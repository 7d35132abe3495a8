import type { FrozenQuestion, StoreManifest } from '../model/store.ts'
import { ageStep } from './ages.ts'
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

/** Looks at a store while it is well, and remembers what it takes to tell later whether it is well again. */
export async function manifestOf(store: Store, seed: number): Promise<StoreManifest> {
  const { fields, collection } = store.place
  const shape = await store.describe()
  const tenants = await store.count()
  const chosen = sampleFold(SAMPLES, seed)
  const newest = await store.newest()
  const recent = newestFold(RECENT)
  const ages: Record<string, Map<number, number>> = {}
  for await (const rows of store.scan()) {
    for (const row of rows) {
      chosen.see(row)
      recent.see(row)
      const tenant = row.tenant ?? ''
      const steps = ages[tenant] ?? new Map<number, number>()
      ages[tenant] = steps
      const step = ageStep(timeOf(row.written), timeOf(newest))
      steps.set(step, (steps.get(step) ?? 0) + 1)
    }
  }
  const samples = chosen.rows()
  return {
    collection,
    rows: Object.values(tenants).reduce((total, count) => total + count, 0),
    tenants,
    ages: Object.fromEntries(Object.entries(ages).map(([tenant, steps]) => [tenant, [...steps]])),
    recent: recent.rows(),
    bytes: shape.bytes,
    dimension: shape.dimension,
    structure: shape.structure,
    samples: samples.map(row => sampled(row, fields)),
    questions: await ask(store, samples, tenants),
    newest,
  }
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
