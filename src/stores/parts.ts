import { rowNumber } from './row-hash.ts'
import type { StoreRow } from './store.ts'

/** What rows were like, in half a megabyte however many they are: those of one part are the same as long as its sum is. */
export type Parts = BigUint64Array

/** Adds rows up, part by part, as they pass. */
export function partsFold(): { see(row: StoreRow): void; parts(): Parts } {
  const sums = new BigUint64Array(PARTS)
  return {
    see(row) {
      const part = partOf(row)
      sums[part] = (sums[part] ?? 0n) + rowNumber(row)
    },
    parts: () => sums,
  }
}

/** Whether rows of a part are there that were not, or say something else. */
export function differs({ id }: Pick<StoreRow, 'id'>, before: Parts, now: Parts): boolean {
  const part = partOf({ id })
  return before[part] !== now[part]
}

const PARTS = 65_536

/** Any row's part: the same each time, and as many rows in each. */
function partOf({ id }: Pick<StoreRow, 'id'>): number {
  let number = 0x811c9dc5
  for (let i = 0; i < id.length; i++) number = Math.imul(number ^ id.charCodeAt(i), 0x01000193)
  return (number ^ (number >>> 16)) & (PARTS - 1)
}
