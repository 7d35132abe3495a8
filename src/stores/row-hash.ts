import { hash } from 'node:crypto'
import type { SampledRow, StoreFields } from '../model/store.ts'
import { sketchOf } from './near.ts'
import type { StoreRow, StoreValue } from './store.ts'

/** A row by its id, a hash of what it says and what its vector is like. */
export function sampled(row: StoreRow, fields: StoreFields): SampledRow {
  return {
    id: row.id,
    tenant: row.tenant,
    written: row.written,
    payload: payloadHash(row, fields),
    vector: sketchOf(row.vector),
  }
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
