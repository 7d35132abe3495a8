import type { IntegrityMeans } from './means.ts'

/** What was there before, is not any more, and was deleted for good: nobody misses it. */
export async function erasedSince({ store, before, tombstones }: IntegrityMeans): Promise<ReadonlySet<string>> {
  const erased = new Set<string>()
  for await (const ids of tombstones?.() ?? []) {
    const known = ids.filter(before.names.knows)
    if (known.length === 0) continue
    const there = new Set((await store.get(known)).map(({ id }) => id))
    for (const id of known) if (!there.has(id)) erased.add(id)
  }
  return erased
}
