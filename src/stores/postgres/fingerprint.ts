import type { StoreFields } from '../../model/store.ts'
import type { Fingerprint } from '../store.ts'
import type { Column, TableName } from './catalog.ts'
import { quoted, type Session } from './session.ts'

/** One pass inside the database: a 64-bit hash of each row, added up for each tenant. No row leaves it. */
export async function fingerprintSql(
  { query }: Session,
  { sql }: TableName,
  columns: readonly Column[],
  fields: StoreFields,
): Promise<Fingerprint> {
  const parts = columns.filter(column => !column.generated).map(part)
  const tenant = fields.tenant === undefined ? `''` : `coalesce(${quoted(fields.tenant)}::text, '')`
  const rows = await query(
    `SELECT ${tenant}, count(*)::text, sum(${parts.join(' # ')})::text FROM ${sql} GROUP BY 1 ORDER BY 1`,
  )
  return {
    rows: rows.reduce((total, [, count]) => total + Number(count), 0),
    tenants: Object.fromEntries(rows.map(([name, , sum]) => [name ?? '', sum ?? '0'])),
  }
}

/** Each column is hashed with its own seed: values that change places change the sum. */
function part({ name, type }: Column, index: number): string {
  // A vector in its binary form is a third of its text, and needs no printing of numbers.
  const vector = type.startsWith('vector')
  const hash = vector
    ? `hashtextextended(encode(vector_send(${quoted(name)}), 'base64'), ${index})`
    : `hashtextextended(${quoted(name)}::text, ${index})`
  return `coalesce(${hash}, ${index})`
}
