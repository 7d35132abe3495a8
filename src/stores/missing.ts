import { DrillError } from '../model/error.ts'
import type { StorePlace } from '../model/store.ts'

/** What is thrown where a server has no collection of this name. Only its host is named: the address may hold a key. */
export function missing({ collection, connect }: StorePlace, what = 'collection'): DrillError {
  return new DrillError('STORE_MISSING', `There is no ${what} ${collection} at ${new URL(connect).host}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
