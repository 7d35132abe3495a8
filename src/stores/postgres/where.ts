import type { StoreFields } from '../../model/store.ts'
import type { Rows } from '../store.ts'
import { quoted } from './session.ts'

/** The condition that finds the rows that are meant, whatever type the columns have that it asks about. */
export async function whereOf(
  rows: Rows,
  fields: StoreFields,
  key: { readonly id: string; readonly type: string },
  typeOf: (field: string) => Promise<string>,
) {
  switch (rows.by) {
    case 'all':
      return { where: '', values: [] }
    case 'ids':
      return { where: `WHERE ${key.id} = ANY($1::${key.type}[])`, values: [rows.ids] }
    case 'tenant':
      return { where: `WHERE ${quoted(fields.tenant ?? '')}::text = $1`, values: [rows.tenant] }
    case 'prefix':
      return { where: `WHERE starts_with(${key.id}::text, $1)`, values: [rows.prefix] }
    case 'written': {
      const column = quoted(fields.written ?? '')
      const type = await typeOf(fields.written ?? '')
      const isTime = /^(timestamp|date)/.test(type)
      const at = isTime
        ? `to_timestamp($1::numeric / 1000)::${type}`
        : /^text|^char/.test(type)
          ? `$1::text`
          : `$1::${type}`
      const value = /^text|^char/.test(type) ? new Date(rows.wallMs).toISOString() : String(rows.wallMs)
      return { where: `WHERE ${column} ${rows.side === 'before' ? '<' : '>'} ${at}`, values: [value] }
    }
    default:
      return rows satisfies never
  }
}
