import { type StorePlace, storeName } from '../model/store.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { placeOf, whether } from './store-target.ts'

/** An empty place beside a store that stays as it is. */
export const storeScratch: FaultDriver<FaultOf<'store.scratch'>> = {
  prepare: async (_fault, at) => ({ kind: 'store.drop-scratch', store: await scratchOf(at) }),
  async inject(_fault, at) {
    await using store = await at.stores.open(placeOf(at))
    await using beside = await at.stores.open(await scratchOf(at))
    const blueprint = await store.blueprint()
    await beside.make(blueprint)
    await beside.finish(blueprint)
  },
  async effect(_fault, at) {
    await using beside = await at.stores.open(await scratchOf(at))
    return whether((await beside.describe()).exists, `${storeName(beside.place)} is there`, 'it is not there')
  },
}

/** Where an isolated restore of this drill goes. */
async function scratchOf(at: Target): Promise<StorePlace> {
  await using store = await at.stores.open(placeOf(at))
  return store.scratch('isolated')
}
