import type { SQLInputValue } from 'node:sqlite'
import type { StoreFields } from '../../model/store.ts'
import type { Rows, StoreRow, StoreValue } from '../store.ts'

/** A column as SQLite knows it; its type is what was declared, in capitals. */
export interface Column {
  readonly name: string
  readonly type: string
}

/** A row as every store can say it. */
export function rowOf(found: Record<string, unknown>, fields: StoreFields): StoreRow {
  const { id, tenant, vector, written } = fields
  const own = [id, tenant, vector, written]
  const payload = Object.entries(found).filter(([name]) => !own.includes(name))
  const value = (name: string | undefined) => (name === undefined ? null : (found[name] ?? null))
  return {
    id: String(value(id)),
    tenant: value(tenant) === null ? undefined : String(value(tenant)),
    vector: numbersOf(value(vector)),
    written: value(written) === null ? undefined : String(value(written)),
    payload: Object.fromEntries(payload.map(([name, each]) => [name, plain(each)])),
  }
}

function numbersOf(value: unknown): readonly number[] | undefined {
  if (value instanceof Uint8Array) {
    return [...new Float32Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength))]
  }
  return typeof value === 'string' ? (JSON.parse(value) as number[]) : undefined
}

/** JSON has neither bytes nor whole numbers of any size. */
function plain(value: unknown): StoreValue {
  if (value instanceof Uint8Array) return { $blob: Buffer.from(value).toString('base64') }
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: value.toString() }
  return (value ?? null) as StoreValue
}

/** The same as the values of its columns, in their order. */
export function valuesOf(
  row: StoreRow,
  names: readonly string[],
  fields: StoreFields,
  isBlob: boolean,
): readonly SQLInputValue[] {
  return names.map(name => {
    if (name === fields.id) return row.id
    if (name === fields.tenant) return row.tenant ?? null
    if (name === fields.written) return row.written ?? null
    if (name === fields.vector) {
      if (row.vector === undefined) return null
      return isBlob ? new Uint8Array(new Float32Array(row.vector).buffer) : JSON.stringify(row.vector)
    }
    return bound(row.payload[name] ?? null)
  })
}

function bound(value: StoreValue): SQLInputValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? Number(value) : value
  if ('$blob' in value) return Buffer.from(String(value.$blob), 'base64')
  return '$integer' in value ? BigInt(String(value.$integer)) : JSON.stringify(value)
}

/** The condition that finds the rows that are meant. */
export function whereOf(rows: Rows, fields: StoreFields, columns: readonly Column[]) {
  const text = (name: string | undefined) => `CAST(${quoted(name ?? '')} AS TEXT)`
  switch (rows.by) {
    case 'all':
      return { where: '', values: [] }
    case 'ids':
      return {
        where: `WHERE ${text(fields.id)} IN (SELECT value FROM json_each(?))`,
        values: [JSON.stringify(rows.ids)],
      }
    case 'tenant':
      return { where: `WHERE ${text(fields.tenant)} = ?`, values: [rows.tenant] }
    case 'prefix':
      return { where: `WHERE substr(${text(fields.id)}, 1, length(?)) = ?`, values: [rows.prefix, rows.prefix] }
    case 'written': {
      const isNumber = columns.some(({ name, type }) => name === fields.written && /INT|REAL|NUM/.test(type))
      const value = isNumber ? rows.wallMs : new Date(rows.wallMs).toISOString()
      return { where: `WHERE ${quoted(fields.written ?? '')} ${rows.side === 'before' ? '<' : '>'} ?`, values: [value] }
    }
    default:
      return rows satisfies never
  }
}

/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
