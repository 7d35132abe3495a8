import { type Ages, agesFold } from '../../stores/ages.ts'
import { timeOf } from '../../stores/time-of.ts'
import type { IntegrityMeans } from './means.ts'

/** What there is now of what there was. */
export interface Left {
  /** All rows there are, whoever wrote them. */
  readonly rows: number
  /** Those that were there before, by tenant and age. */
  readonly known: Ages
  /** When the newest of those was written. */
  readonly knownNewestMs: number
  /** When the newest row was written that says to be from before the damage; undefined if none does. */
  readonly newest: string | undefined
}

/**
 * Reads the names of all rows once. A platform goes on writing, and so do looks at it: what has come since stands for nothing that is
 * missing. A row that says it was written since and was there before was changed, or dated anew by a restore: how old it was is known of
 * those that are remembered by name, and the others are as old as can be.
 */
export async function whatIsLeft({ store, before, damagedMs }: IntegrityMeans): Promise<Left> {
  const { manifest, names } = before
  const remembered = new Map([...manifest.samples, ...manifest.recent].map(({ id, written }) => [id, written]))
  const known = agesFold(manifest.newest)
  const wasNewestMs = timeOf(manifest.newest)
  let rows = 0
  let knownNewestMs = Number.NEGATIVE_INFINITY
  let newest: string | undefined
  const newer = (written: string | undefined) => {
    if (timeOf(written) > timeOf(newest)) newest = written
  }
  for await (const some of store.names()) {
    rows += some.length
    for (const { id, tenant, written } of some) {
      const saysMs = timeOf(written)
      if (saysMs <= damagedMs) newer(written)
      if (!names.knows(id)) continue
      const once = remembered.get(id)
      newer(once)
      const wasMs = saysMs <= wasNewestMs ? saysMs : timeOf(once)
      knownNewestMs = Math.max(knownNewestMs, wasMs)
      known.see(tenant, wasMs)
    }
  }
  return { rows, known: known.ages(), knownNewestMs, newest }
}
