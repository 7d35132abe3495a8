import { formatDuration } from '../model/duration.ts'
import { messageOf } from '../model/error.ts'
import { type IntegrityCheck, type IntegrityCheckName, type StoreManifest, storeName } from '../model/store.ts'
import { worst } from '../model/verdict.ts'
import { timeOf } from '../stores/manifest.ts'
import { sampled } from '../stores/row-hash.ts'
import type { Store, StoreRow } from '../stores/store.ts'
import type { GateAnswer } from './smoke.ts'

/** What a store was like while it was well. */
export interface Wholeness {
  readonly manifest: StoreManifest
  /** The vectors that its frozen questions ask with; too long for a journal. */
  readonly vectors: ReadonlyMap<string, readonly number[]>
}

export interface IntegrityMeans {
  readonly store: Store
  readonly before: Wholeness
  /** When it was damaged, on the wall. */
  readonly damagedMs: number
  /** How much of the newest may be lost. */
  readonly rpoMs: number
  /** Whether the platform itself answers just now. */
  readonly application: { readonly works: boolean; readonly detail: string }
  /** Ids that were deleted for good, and must not come back with an old snapshot. */
  readonly tombstones: AsyncIterable<readonly string[]> | undefined
}

/** Looks at everything by which restored data can differ from what there was. What does not apply to a store is left out. */
export async function checkIntegrity(means: IntegrityMeans): Promise<readonly IntegrityCheck[]> {
  const { exists } = await means.store.describe()
  if (!exists) return [found('counts', false, `${storeName(means.store.place)} is not there`)]
  const checks: IntegrityCheck[] = []
  for (const [name, check] of CHECKS) {
    const result = await check(means).catch((error: unknown) => failedToLook(name, error))
    if (result !== undefined) checks.push(result)
  }
  return checks
}

/** All checks as one answer: what went wrong, or how many went well. */
export function integrityAnswer(checks: readonly IntegrityCheck[]): GateAnswer {
  const verdict = worst(checks.map(check => check.verdict))
  const bad = checks.filter(check => check.verdict !== 'passed')
  if (bad.length === 0)
    return { verdict, detail: `${checks.length} checks: ${checks.map(({ check }) => check).join(', ')}` }
  return { verdict, detail: bad.map(({ check, detail }) => `${check}: ${detail}`).join('; ') }
}

type Check = (means: IntegrityMeans) => Promise<IntegrityCheck | undefined>

const CHECKS: readonly (readonly [IntegrityCheckName, Check])[] = [
  ['counts', counts],
  ['structure', structure],
  ['fingerprints', fingerprints],
  ['recall', recall],
  ['ready', ready],
  ['watermark', watermark],
  ['canary', canary],
  ['application', application],
  ['tombstones', tombstones],
  ['tenants', tenants],
]

async function counts({ store, before, rpoMs }: IntegrityMeans): Promise<IntegrityCheck> {
  const now = await store.count()
  // What may be lost need not be there; everything older must.
  const least = rpoMs > 0 ? before.manifest.settled : before.manifest.tenants
  const short = Object.entries(least).filter(([tenant, count]) => (now[tenant] ?? 0) < count)
  const named = (tenant: string) => (tenant === '' ? '' : `${tenant}: `)
  const words = short.map(([tenant, count]) => `${named(tenant)}${now[tenant] ?? 0} of ${count} rows`)
  const total = Object.values(now).reduce((sum, count) => sum + count, 0)
  return found(
    'counts',
    short.length === 0,
    short.length === 0 ? `${total} rows, ${before.manifest.rows} before` : words.join(', '),
  )
}

async function structure({ store, before }: IntegrityMeans): Promise<IntegrityCheck> {
  const now = await store.describe()
  const there = now.structure.map(withoutNames)
  const lacks = before.manifest.structure.filter(line => !there.includes(withoutNames(line)))
  const hasDimension = now.dimension === before.manifest.dimension
  if (lacks.length === 0 && hasDimension) return found('structure', true, `${now.structure.length} parts as before`)
  const dimension = hasDimension
    ? []
    : [`${now.dimension ?? 'no fixed'} dimensions instead of ${before.manifest.dimension}`]
  return found('structure', false, [...dimension, ...lacks.map(line => `no ${line}`)].join('; '))
}

/** What was built beside and took the old one's place has other names for its keys and indexes, and is as good. */
function withoutNames(line: string): string {
  return line
    .replace(/CONSTRAINT "(?:[^"]|"")+"/, 'CONSTRAINT')
    .replace(/ INDEX \S+ ON (?:ONLY )?\S+ USING /, ' INDEX USING ')
}

async function fingerprints({ store, before, damagedMs, rpoMs }: IntegrityMeans): Promise<IntegrityCheck> {
  const { samples } = before.manifest
  const now = new Map(
    (await store.get(samples.map(row => row.id))).map(row => [row.id, sampled(row, store.place.fields)]),
  )
  const mayBeLost = (written: string | undefined) => rpoMs > 0 && timeOf(written) > damagedMs - rpoMs
  const gone = samples.filter(row => !now.has(row.id) && !mayBeLost(row.written))
  const wrong = (part: 'payload' | 'vector' | 'tenant') =>
    samples.filter(row => now.has(row.id) && now.get(row.id)?.[part] !== row[part])
  const parts = [
    ...(gone.length === 0 ? [] : [`${gone.length} are gone`]),
    ...(['payload', 'vector', 'tenant'] as const).flatMap(part => {
      const count = wrong(part).length
      return count === 0 ? [] : [`${count} have another ${part}`]
    }),
  ]
  const words = `of ${samples.length} rows looked at ${parts.length === 0 ? 'all are what they were' : parts.join(', ')}`
  return found('fingerprints', parts.length === 0, words)
}

// Approximate indexes may swap a neighbour or two at the edge; a wrong index loses most of them.
const LEAST_RECALL = 0.9

async function recall({ store, before, rpoMs }: IntegrityMeans): Promise<IntegrityCheck | undefined> {
  const { questions } = before.manifest
  if (store.query === undefined || questions.length === 0) return undefined
  const total = Object.values(await store.count()).reduce((sum, count) => sum + count, 0)
  // What came since may stand nearer: each old neighbour may have moved back by as many.
  const more = Math.max(0, total - before.manifest.rows)
  const shares: number[] = []
  for (const { id, tenant, nearest } of questions) {
    const vector = before.vectors.get(id)
    if (vector === undefined) continue
    const now = await store.query(vector, nearest.length + more, tenant)
    // Where some of the newest rows may be lost, those that are cannot be found; how many are is counted elsewhere.
    const findable = rpoMs > 0 ? (await store.get(nearest)).map(row => row.id) : nearest
    if (findable.length > 0) shares.push(findable.filter(known => now.includes(known)).length / findable.length)
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
  const words = `${Math.round(mean * 100)} % of the neighbours that ${shares.length} frozen questions had before`
  return found('recall', mean >= LEAST_RECALL, words)
}

async function ready({ store }: IntegrityMeans): Promise<IntegrityCheck> {
  const { unready } = await store.describe()
  return found('ready', unready === undefined, unready ?? 'nothing is being built')
}

async function watermark({ store, before, damagedMs, rpoMs }: IntegrityMeans): Promise<IntegrityCheck | undefined> {
  if (before.manifest.newest === undefined) return undefined
  const newest = await store.newest()
  const lostMs = Math.max(0, timeOf(before.manifest.newest) - timeOf(newest))
  if (lostMs === 0) return found('watermark', true, `the newest row is of ${newest}`)
  const words = `the newest row is of ${newest ?? 'never'}, ${Number.isFinite(lostMs) ? formatDuration(lostMs) : 'everything'} before what there was`
  return found('watermark', rpoMs > 0 && timeOf(newest) >= damagedMs - rpoMs, words)
}

/** A row is written over itself and read back: that proves writing, and leaves nothing behind. */
async function canary({ store, before }: IntegrityMeans): Promise<IntegrityCheck | undefined> {
  // Whichever is there: some of the newest may be lost, and that is told elsewhere.
  const [row] = await store.get(before.manifest.samples.map(sample => sample.id))
  if (row === undefined) return undefined
  const refusal = await store.put([row]).then(
    () => undefined,
    (error: unknown) => messageOf(error),
  )
  if (refusal !== undefined) return found('canary', false, `${row.id} cannot be written: ${refusal}`)
  const [again] = await store.get([row.id])
  const words = `${row.id} was written over itself and ${again === undefined ? 'is not there any more' : 'read back'}`
  return found('canary', again !== undefined, words)
}

async function application({ application }: IntegrityMeans): Promise<IntegrityCheck> {
  return found('application', application.works, application.detail)
}

async function tombstones({ store, tombstones }: IntegrityMeans): Promise<IntegrityCheck | undefined> {
  if (tombstones === undefined) return undefined
  let count = 0
  const risen: string[] = []
  for await (const ids of tombstones) {
    count += ids.length
    risen.push(...(await store.get(ids)).map(row => row.id))
  }
  return found(
    'tombstones',
    risen.length === 0,
    risen.length === 0
      ? `none of ${count} deleted rows is back`
      : `deleted for good, and back: ${risen.slice(0, 5).join(', ')}`,
  )
}

async function tenants({ store, before }: IntegrityMeans): Promise<IntegrityCheck | undefined> {
  const questions = before.manifest.questions.filter(({ tenant }) => tenant !== undefined)
  if (store.query === undefined || questions.length === 0) return undefined
  const strangers: string[] = []
  for (const { id, tenant, nearest } of questions) {
    const vector = before.vectors.get(id)
    if (vector === undefined) continue
    const seen = await store.get(await store.query(vector, nearest.length, tenant))
    strangers.push(
      ...seen
        .filter((row: StoreRow) => row.tenant !== tenant)
        .map(row => `${tenant} is shown ${row.id} of ${row.tenant}`),
    )
  }
  return found(
    'tenants',
    strangers.length === 0,
    strangers.length === 0
      ? `${questions.length} questions were answered from their own tenant's rows alone`
      : strangers.slice(0, 3).join('; '),
  )
}

function found(check: IntegrityCheckName, good: boolean, detail: string): IntegrityCheck {
  return { check, verdict: good ? 'passed' : 'failed', detail }
}

/** What cannot be looked at is not known to be well. */
function failedToLook(check: IntegrityCheckName, error: unknown): IntegrityCheck {
  return { check, verdict: 'inconclusive', detail: `nobody could look: ${messageOf(error)}` }
}
