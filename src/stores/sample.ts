import { hash } from 'node:crypto'
import type { StoreRow } from './store.ts'

/** Whether a row is among a share of all, drawn by a seed: the same row each time, whoever asks. */
export function isChosen(id: string, seed: number, shareRatio: number): boolean {
  return shareRatio >= 1 || lot(id, seed) < shareRatio
}

/** Keeps a few rows of many, spread evenly, without knowing how many there will be. */
export function sampleFold(most: number, seed: number): { see(row: StoreRow): void; rows(): readonly StoreRow[] } {
  let kept: { readonly row: StoreRow; readonly lot: number }[] = []
  return {
    see(row) {
      const drawn = lot(row.id, seed)
      if (kept.length >= most && drawn >= (kept.at(-1)?.lot ?? 1)) return
      kept = [...kept, { row, lot: drawn }].sort((a, b) => a.lot - b.lot).slice(0, most)
    },
    rows: () => kept.map(({ row }) => row),
  }
}

/** A number from 0 up to 1 that belongs to an id and a seed. */
function lot(id: string, seed: number): number {
  return Number.parseInt(hash('sha256', `${seed} ${id}`, 'hex').slice(0, 12), 16) / 2 ** 48
}
