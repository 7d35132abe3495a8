import { formatDuration } from '../../model/duration.ts'
import type { IntegrityCheck, StorePlace } from '../../model/store.ts'
import { writtenUntil } from '../../stores/ages.ts'
import { changedIn } from '../../stores/row-hash.ts'
import { timeOf } from '../../stores/time-of.ts'
import { found, type Looking } from './means.ts'

/** The rows of each tenant that there were: all of them, or all but the newest where those may be lost. */
export async function counts(looking: Looking): Promise<IntegrityCheck> {
  const { manifest } = looking.before
  const { rows, known } = await looking.left()
  const dueMs = await looking.dueMs()
  const now = writtenUntil(known, dueMs)
  const short = Object.entries(writtenUntil(manifest, dueMs)).filter(([tenant, count]) => (now[tenant] ?? 0) < count)
  const named = (tenant: string) => (tenant === '' ? '' : `${tenant}: `)
  const words = short.map(([tenant, count]) => `${named(tenant)}${now[tenant] ?? 0} of ${count} rows`)
  const lacking = short.reduce((sum, [tenant, count]) => sum + count - (now[tenant] ?? 0), 0)
  const erased = lacking === 0 ? 0 : (await looking.erased()).size
  if (lacking > erased) return found('counts', false, words.join(', '))
  const meanwhile = erased === 0 ? '' : `, ${erased} deleted for good meanwhile`
  return found('counts', true, `${rows} rows, ${manifest.rows} before${meanwhile}`)
}

/** It is made of what it was made of. */
export async function structure({ store, before }: Looking): Promise<IntegrityCheck> {
  const now = await store.describe()
  const there = now.structure.map(withoutNames)
  // Rules and links tie a table to its users; a copy beside it has neither.
  const isCopy = isBeside(store.place, before)
  const lacks = before.manifest.structure
    .filter(line => !isCopy || !/^(?:rule|link) /.test(line))
    .filter(line => !there.includes(withoutNames(line)))
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

/** A few rows that were looked at closely say what they said. */
export async function fingerprints(looking: Looking): Promise<IntegrityCheck> {
  const { store, before } = looking
  const { samples } = before.manifest
  const now = new Map((await store.get(samples.map(row => row.id))).map(row => [row.id, row]))
  const missing = samples.filter(row => !now.has(row.id))
  const dueMs = missing.length === 0 ? Number.POSITIVE_INFINITY : await looking.dueMs()
  const due = missing.filter(row => timeOf(row.written) <= dueMs)
  const erased = due.length === 0 ? new Set() : await looking.erased()
  const gone = due.filter(({ id }) => !erased.has(id))
  const changed = samples.map(row => {
    const said = now.get(row.id)
    return said === undefined ? [] : changedIn(row, said, store.place.fields)
  })
  const parts = [
    ...(gone.length === 0 ? [] : [`${gone.length} are gone`]),
    ...(['payload', 'vector', 'tenant'] as const).flatMap(part => {
      const count = changed.filter(parts => parts.includes(part)).length
      return count === 0 ? [] : [`${count} have another ${part}`]
    }),
  ]
  const words = `of ${samples.length} rows looked at ${parts.length === 0 ? 'all are what they were' : parts.join(', ')}`
  return found('fingerprints', parts.length === 0, words)
}

/** What is missing is no older than may be lost. */
export async function watermark(looking: Looking): Promise<IntegrityCheck | undefined> {
  const { damagedMs, rpoMs } = looking
  const { newest } = looking.before.manifest
  if (newest === undefined) return undefined
  const { newest: now } = await looking.left()
  const lostMs = Math.max(0, timeOf(newest) - timeOf(now))
  if (lostMs === 0) return found('watermark', true, `the newest row from before the damage is of ${now}`)
  const words = `the newest row from before the damage is of ${now ?? 'never'}, ${Number.isFinite(lostMs) ? formatDuration(lostMs) : 'everything'} before what there was`
  return found('watermark', rpoMs > 0 && timeOf(now) >= damagedMs - rpoMs, words)
}

/** What was deleted for good has not come back with an old snapshot. */
export async function tombstones({ store, before, tombstones }: Looking): Promise<IntegrityCheck | undefined> {
  if (tombstones === undefined) return undefined
  // Beside a copy the platform goes on, and deletes what the copy has rightly still got.
  const most = isBeside(store.place, before) ? before.erased : Number.POSITIVE_INFINITY
  let count = 0
  const risen: string[] = []
  for await (const ids of tombstones()) {
    const due = ids.slice(0, Math.max(0, most - count))
    count += due.length
    if (due.length > 0) risen.push(...(await store.get(due)).map(row => row.id))
  }
  return found(
    'tombstones',
    risen.length === 0,
    risen.length === 0
      ? `none of ${count} deleted rows is back`
      : `deleted for good, and back: ${risen.slice(0, 5).join(', ')}`,
  )
}

/** Whether what is looked at is a copy that stands beside the store. */
function isBeside(place: StorePlace, { manifest }: Looking['before']): boolean {
  return place.collection !== manifest.collection
}
