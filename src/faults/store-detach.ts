import { DrillError } from '../model/error.ts'
import type { Attachment } from '../model/store.ts'
import { cannotTake } from '../model/store-abilities.ts'
import type { FaultDriver, FaultOf } from './driver.ts'
import { fromParachute, parachuteOf, placeOf, whether, withStore } from './store-target.ts'

/** Every row stays; what leads to them, or keeps tenants apart, is lost. */
export const storeDetach: FaultDriver<FaultOf<'store.detach'>> = {
  async prepare(fault, at) {
    const no = cannotTake(placeOf(at).driver, fault)
    if (no !== undefined) throw cannot(at.component.id, no.why, no.instead)
    return fromParachute(fault, at)
  },
  inject: async ({ what }, at) =>
    withStore(at, async store => {
      const lost = (await store.detach?.(what)) ?? []
      if (lost.length === 0) throw cannot(at.component.id, NONE[what], FILTERED)
    }),
  effect: async (_fault, at) =>
    withStore(at, async store => {
      const { structure } = await store.describe()
      const lost = parachuteOf(at).manifest.structure.filter(line => !structure.includes(line))
      return whether(lost.length > 0, `lost: ${lost.join('; ')}`, 'everything that belongs to it is still there')
    }),
}

const NONE: Readonly<Record<Attachment, string>> = {
  alias: 'it has no other name',
  'tenant-filter': 'no rule of its own keeps tenants apart',
}

const FILTERED = 'what applications filter by themselves can only be broken in them'

function cannot(component: string, why: string, instead: string): DrillError {
  return new DrillError('NOT_AVAILABLE', `${component} cannot lose what it does not have: ${why}.`, {
    hint: `${instead}. Nothing was changed`,
  })
}
