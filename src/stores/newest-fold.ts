import type { DatedRow } from '../model/store.ts'
import type { StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

/** Keeps the names of the newest few of many rows, the newest first. */
export function newestFold(most: number): { see(row: StoreRow): void; rows(): readonly DatedRow[] } {
  let kept: readonly { readonly row: DatedRow; readonly atMs: number }[] = []
  return {
    see({ id, written }) {
      const atMs = timeOf(written)
      if (!Number.isFinite(atMs) || (kept.length >= most && atMs <= (kept.at(-1)?.atMs ?? 0))) return
      kept = [...kept, { row: { id, written }, atMs }].sort((a, b) => b.atMs - a.atMs).slice(0, most)
    },
    rows: () => kept.map(({ row }) => row),
  }
}
