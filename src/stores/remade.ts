import type { OpenSnapshot } from './snapshot.ts'
import type { Store, StoreRow } from './store.ts'

/** Makes a collection anew for vectors of another length, as whoever rebuilds it with the wrong model does. Says how many rows are in it. */
export async function remadeFor(
  store: Store,
  from: Pick<OpenSnapshot, 'rows'>,
  vectorOf: (row: StoreRow) => StoreRow['vector'],
  signal?: AbortSignal,
): Promise<number> {
  const blueprint = await store.blueprint()
  let count = 0
  for await (const rows of from.rows()) {
    signal?.throwIfAborted()
    const changed = rows.map(row => ({ ...row, vector: vectorOf(row) }))
    const dimension = changed.find(({ vector }) => vector !== undefined)?.vector?.length
    if (dimension === undefined) continue
    if (count === 0) {
      await store.drop()
      await store.make(store.resized?.(blueprint, dimension) ?? blueprint)
    }
    await store.put(changed)
    count += rows.length
  }
  if (count > 0) await store.finish(blueprint)
  return count
}
