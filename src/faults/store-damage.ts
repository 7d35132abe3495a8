import { join } from 'node:path'
import { DrillError } from '../model/error.ts'
import type { Effect } from '../model/fault.ts'
import type { SampledRow } from '../model/store.ts'
import { STORE_ABILITIES } from '../model/store-abilities.ts'
import { corrupt, isHit } from '../stores/damage.ts'
import { remove } from '../stores/removal.ts'
import { changedIn } from '../stores/row-hash.ts'
import { isChosen } from '../stores/sample.ts'
import { openSnapshot } from '../stores/snapshot.ts'
import type { Store } from '../stores/store.ts'
import { timeOf } from '../stores/time-of.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { fromParachute, parachuteOf, placeOf, samplesOf, wallMs, whether, withStore } from './store-target.ts'

/** Data is deleted. */
export const storeDelete: FaultDriver<FaultOf<'store.delete'>> = {
  prepare: fromParachute,
  inject: async (fault, at, signal) =>
    withStore(at, store => remove(store, fault.what, { seed: at.seed, wallMs: wallMs(at), signal })),
  effect: async ({ what }, at) =>
    withStore(at, async store => {
      if (what.of === 'collection') return whether(!(await store.describe()).exists, 'it is gone', 'it is still there')
      const meant = samplesOf(at).filter(({ id, tenant, written }) => {
        if (what.of === 'tenant') return tenant === what.tenant
        if (what.of === 'prefix') return id.startsWith(what.prefix)
        const isOld = what.olderThanMs === undefined || timeOf(written) < wallMs(at) - what.olderThanMs
        return isOld && (what.olderThanMs !== undefined || isChosen(id, at.seed, what.shareRatio))
      })
      return areGone(store, meant, at)
    }),
}

/** Data is damaged where it is. */
export const storeCorrupt: FaultDriver<FaultOf<'store.corrupt'>> = {
  prepare: fromParachute,
  async inject({ how, shareRatio, text, only }, at, signal) {
    const { file, sha256 } = parachuteOf(at)
    const copy = () => openSnapshot(at.world.files, join(at.dir, file), sha256)
    await withStore(at, store => corrupt(store, { how, shareRatio, text, only, seed: at.seed }, { copy, signal }))
  },
  effect: async ({ how, shareRatio, only }, at) =>
    withStore(at, async store => {
      const meant = samplesOf(at).filter(row => isHit(row, { only, shareRatio, seed: at.seed }))
      if (how === 'drop') return areGone(store, meant, at)
      if (meant.length === 0)
        return { state: 'unknown', seen: 'none of the rows that were remembered is among those hit' }
      const now = new Map((await store.get(meant.map(row => row.id))).map(row => [row.id, row]))
      const wrong = meant.filter(row => {
        const said = now.get(row.id)
        return said === undefined || changedIn(row, said, store.place.fields).some(part => part !== 'tenant')
      })
      return whether(
        wrong.length > 0,
        `${wrong.length} of ${meant.length} rows looked at are not what they were`,
        `none of ${meant.length} rows looked at is different`,
      )
    }),
}

/** The store is as it was a while ago. */
export const storeRollback: FaultDriver<FaultOf<'store.rollback'>> = {
  async prepare(fault, at) {
    const { driver, fields } = placeOf(at)
    if (fields.written !== undefined || STORE_ABILITIES[driver].written === 'store') return fromParachute(fault, at)
    throw new DrillError(
      'NOT_AVAILABLE',
      `${at.component.id} cannot be rolled back: nothing says when its rows were written.`,
      {
        hint: 'name what does as "data: { written }" in the platform file. Nothing was changed',
      },
    )
  },
  inject: async ({ backMs }, at) =>
    withStore(at, store => store.remove({ by: 'written', side: 'after', wallMs: wallMs(at) - backMs })),
  effect: async ({ backMs }, at) =>
    withStore(at, store =>
      areGone(
        store,
        samplesOf(at).filter(({ written }) => timeOf(written) > wallMs(at) - backMs),
        at,
      ),
    ),
}

async function areGone(store: Store, meant: readonly SampledRow[], at: Target): Promise<Effect> {
  if (meant.length === 0) {
    const counts = Object.values(await store.count()).reduce((total, count) => total + count, 0)
    const before = parachuteOf(at).manifest.rows
    return whether(counts < before, `${counts} of ${before} rows are left`, `all ${counts} rows are still there`)
  }
  const left = await store.get(meant.map(row => row.id))
  const gone = meant.length - left.length
  return whether(
    gone > 0,
    `${gone} of ${meant.length} rows looked for are gone`,
    `all ${meant.length} rows looked for are still there`,
  )
}
