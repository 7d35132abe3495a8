import type { StoreFields } from '../../model/store.ts'
import type { StoreRow, StoreValue } from '../store.ts'
import type { Column } from './catalog.ts'
import { quoted } from './session.ts'

/** The columns a row is called by, where one alone is not enough: `tenant+id`. */
export function keysOf({ id }: StoreFields): readonly string[] {
  return id.split('+')
}

/** A row's name as SQL computes it. */
export function idSql(keys: readonly string[]): string {
  const [only] = keys
  return keys.length === 1
    ? quoted(only ?? '')
    : `concat_ws('/', ${keys.map(key => `${quoted(key)}::text`).join(', ')})`
}

/** A row as every store can say it, from texts as the server writes them. */
export function rowOf(columns: readonly Column[], values: readonly (string | null)[], fields: StoreFields): StoreRow {
  const given = new Map(columns.map(({ name }, i) => [name, values[i] ?? null]))
  const keys = keysOf(fields)
  const value = (name: string | undefined) => (name === undefined ? undefined : (given.get(name) ?? undefined))
  const own = [...keys, fields.tenant, fields.vector, fields.written]
  const others = columns.filter(({ name, generated }) => !generated && !own.includes(name))
  const vector = value(fields.vector)
  return {
    id: keys.map(key => value(key) ?? '').join('/'),
    tenant: value(fields.tenant),
    vector: vector === undefined ? undefined : (JSON.parse(vector) as number[]),
    written: value(fields.written),
    payload: Object.fromEntries(others.map(({ name }) => [name, given.get(name) ?? null])),
  }
}

/** The same as the values of its columns, in their order. */
export function valuesOf(columns: readonly Column[], row: StoreRow, fields: StoreFields): readonly StoreValue[] {
  const keys = keyValues(row.id, keysOf(fields))
  return columns.map(({ name }) => {
    const key = keys.get(name)
    if (key !== undefined) return key
    if (name === fields.tenant) return row.tenant ?? null
    if (name === fields.vector) return row.vector === undefined ? null : vectorText(row.vector)
    if (name === fields.written) return row.written ?? null
    return row.payload[name] ?? null
  })
}

/** A name of several parts taken apart again; what has slashes of its own is the last one. */
function keyValues(id: string, keys: readonly string[]): ReadonlyMap<string, string> {
  const parts = id.split('/')
  const last = parts.slice(keys.length - 1).join('/')
  return new Map(keys.map((key, i) => [key, i === keys.length - 1 ? last : (parts[i] ?? '')]))
}

/** A vector as pgvector reads it. */
export function vectorText(vector: readonly number[]): string {
  return `[${vector.join(',')}]`
}
