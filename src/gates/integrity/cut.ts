import type { Store } from '../../stores/store.ts'
import { timeOf } from '../../stores/time-of.ts'
import type { IntegrityMeans } from './means.ts'

// What was written at the same time may have arrived in another order than it was dated.
const ORDER_MS = 1000

/**
 * How far back data goes that was restored: what was written until then has to be there, and nothing that is newer. The data
 * itself says it, by the newest row from before the damage: a hole is no newest part, however much may be lost. How much may is
 * held against the watermark alone. Infinite where nothing may be missing, and where nothing of what there was is there.
 */
export async function cutOf(means: IntegrityMeans): Promise<number> {
  if (means.rpoMs === 0 || means.before.manifest.newest === undefined) return Number.POSITIVE_INFINITY
  const newestMs = timeOf(await newestLeft(means))
  return Number.isFinite(newestMs) ? newestMs - ORDER_MS : Number.POSITIVE_INFINITY
}

/** When the newest row was written that is there from before the damage; undefined if none is. */
export async function newestLeft({ store, before, damagedMs }: IntegrityMeans): Promise<string | undefined> {
  const { samples, recent } = before.manifest
  const known = [...recent, ...samples]
  const there = new Set((await store.get(known.map(({ id }) => id))).map(({ id }) => id))
  // A restore may date rows anew; those that are remembered by name are as old as they were.
  const left = known.filter(({ id }) => there.has(id)).map(({ written }) => written)
  return [...left, await newestUntil(store, damagedMs)].reduce(newer, undefined)
}

async function newestUntil(store: Store, untilMs: number): Promise<string | undefined> {
  const newest = await store.newest()
  if (timeOf(newest) <= untilMs) return newest
  let found: string | undefined
  for await (const rows of store.scan())
    for (const { written } of rows) if (timeOf(written) <= untilMs) found = newer(found, written)
  return found
}

function newer(a: string | undefined, b: string | undefined): string | undefined {
  return timeOf(b) > timeOf(a) ? b : a
}
