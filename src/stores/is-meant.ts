import type { Rows, StoreRow } from './store.ts'
import { timeOf } from './time-of.ts'

/** Whether a row is among those that are meant, for stores that cannot be asked so themselves. */
export function isMeant(row: StoreRow, rows: Rows): boolean {
  switch (rows.by) {
    case 'all':
      return true
    case 'ids':
      return rows.ids.includes(row.id)
    case 'tenant':
      return row.tenant === rows.tenant
    case 'prefix':
      return row.id.startsWith(rows.prefix)
    case 'written': {
      const atMs = timeOf(row.written)
      return rows.side === 'before' ? atMs < rows.wallMs : atMs > rows.wallMs
    }
    default:
      return rows satisfies never
  }
}
