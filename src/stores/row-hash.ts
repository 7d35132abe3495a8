import { hash } from 'node:crypto'
import type { SampledRow, StoreFields } from '../model/store.ts'
import { isNear, textOf, vectorIn } from './near.ts'
import type { StoreRow, StoreShape, StoreValue } from './store.ts'

/** A row by its id, and hashes of what it says and where it points: its very numbers where a store gives back others. */
export function sampled(
  row: StoreRow,
  fields: StoreFields,
  { rounds = false }: Pick<StoreShape, 'rounds'>,
): SampledRow {
  const { id, tenant, written, vector } = row
  const mark = rounds && vector !== undefined ? `${NUMBERS}${textOf(vector)}` : vectorHash(vector)
  return { id, tenant, written, payload: payloadHash(row, fields), vector: mark }
}

/** In which parts a row is not what it was when it was remembered. */
export function changedIn(was: SampledRow, row: StoreRow, fields: StoreFields): readonly (typeof PARTS)[number][] {
  return PARTS.filter(part => {
    if (part === 'payload') return payloadHash(row, fields) !== was.payload
    return part === 'tenant' ? row.tenant !== was.tenant : !isMarked(row.vector, was.vector)
  })
}

const PARTS = ['payload', 'vector', 'tenant'] as const
const NUMBERS = 'numbers '
// It may have gone into whatever keeps the store's backup after it was remembered, and back.
const WRITINGS = 2

function isMarked(vector: StoreRow['vector'], mark: string | undefined): boolean {
  if (mark?.startsWith(NUMBERS)) return isNear(vector, vectorIn(mark.slice(NUMBERS.length)), WRITINGS)
  return vectorHash(vector) === mark
}

/** Of everything in the payload, or of what the platform file calls payload. */
export function payloadHash({ payload }: StoreRow, fields: StoreFields): string {
  const names = fields.payload ?? Object.keys(payload)
  return short(canonical(Object.fromEntries(names.map(name => [name, payload[name] ?? null]))))
}

/** Of the numbers as stores keep them, in single precision. */
export function vectorHash(vector: readonly number[] | undefined): string | undefined {
  return vector === undefined ? undefined : short(Buffer.from(new Float32Array(vector).buffer))
}

/** 64 bits of a row for adding up. */
export function rowNumber(row: StoreRow): bigint {
  const text = canonical({ id: row.id, tenant: row.tenant ?? null, payload: row.payload })
  return BigInt(`0x${short(`${text} ${vectorHash(row.vector) ?? ''}`)}`)
}

/** JSON with its keys in order, so that equal values are equal texts. */
export function canonical(value: StoreValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

function short(text: string | Buffer): string {
  return hash('sha256', text, 'hex').slice(0, 16)
}
