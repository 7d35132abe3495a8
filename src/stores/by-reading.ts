import { isMeant } from './is-meant.ts'
import type { Store, StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

/** What a store must be able to do of itself, if it cannot count or delete by what rows say. */
export interface Reading {
  /** Every row once, some at a time. Without vectors where nobody asks for them: they are most of what there is. */
  rows(batch: number, vectors: boolean): AsyncIterable<readonly StoreRow[]>
  removeIds(ids: readonly string[]): Promise<void>
}

/** Counting, finding the newest and deleting, by reading every row once and keeping nothing but names. */
export function byReading({ rows, removeIds }: Reading): Pick<Store, 'scan' | 'names' | 'count' | 'newest' | 'remove'> {
  return {
    scan: (batch = BATCH) => rows(batch, true),
    names: () => rows(BATCH, false),
    async count() {
      const counts: Record<string, number> = {}
      for await (const some of rows(BATCH, false)) {
        for (const { tenant = '' } of some) counts[tenant] = (counts[tenant] ?? 0) + 1
      }
      return counts
    },
    async newest() {
      let newest: string | undefined
      for await (const some of rows(BATCH, false)) {
        for (const { written } of some) if (timeOf(written) > timeOf(newest)) newest = written
      }
      return newest
    },
    async remove(which) {
      const ids: string[] = which.by === 'ids' ? [...which.ids] : []
      if (which.by !== 'ids') {
        // All names first: a store that is read in pages must not change while they are turned.
        for await (const some of rows(BATCH, false)) {
          ids.push(...some.filter(row => isMeant(row, which)).map(({ id }) => id))
        }
      }
      for (let i = 0; i < ids.length; i += BATCH) await removeIds(ids.slice(i, i + BATCH))
    },
  }
}

/** Rows at a time, where nobody says otherwise: a page of embeddings is a few megabytes. */
export const BATCH = 200
