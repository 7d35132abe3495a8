import type { Removal } from '../model/store.ts'
import { isChosen } from './sample.ts'
import type { Store } from './store.ts'

/** Deletes what a fault says is deleted. `wallMs` is now, as clocks on walls say it. */
export async function remove(
  store: Store,
  what: Removal,
  by: { readonly seed: number; readonly wallMs: number; readonly signal?: AbortSignal },
): Promise<void> {
  switch (what.of) {
    case 'collection':
      return store.drop()
    case 'tenant':
      return store.remove({ by: 'tenant', tenant: what.tenant })
    case 'prefix':
      return store.remove({ by: 'prefix', prefix: what.prefix })
    case 'rows':
      if (what.olderThanMs !== undefined) {
        return store.remove({ by: 'written', side: 'before', wallMs: by.wallMs - what.olderThanMs })
      }
      if (what.shareRatio >= 1) return store.remove({ by: 'all' })
      return removeShare(store, what.shareRatio, by)
    default:
      return what satisfies never
  }
}

async function removeShare(
  store: Store,
  shareRatio: number,
  by: { readonly seed: number; readonly signal?: AbortSignal },
): Promise<void> {
  for await (const rows of store.scan()) {
    by.signal?.throwIfAborted()
    const ids = rows.map(row => row.id).filter(id => isChosen(id, by.seed, shareRatio))
    if (ids.length > 0) await store.remove({ by: 'ids', ids })
  }
}
