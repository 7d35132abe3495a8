import type { StoreFields } from '../model/store.ts'
import type { StoreRow, StoreValue } from './store.ts'

/** What stores of vectors keep beside a vector, by name: metadata, payload, properties. */
export type Document = Readonly<Record<string, StoreValue>>

/** A row as a store of vectors gives it: tenant and time are found by name among everything else. */
export function rowOfDocument(
  fields: StoreFields,
  { id, vector, document }: { readonly id: string; readonly vector: StoreRow['vector']; readonly document: Document },
): StoreRow {
  const own = [fields.id, fields.tenant, fields.written, fields.vector]
  const said = (name: string | undefined) => (name === undefined ? undefined : text(document[name]))
  return {
    id,
    tenant: said(fields.tenant),
    vector,
    written: said(fields.written),
    payload: Object.fromEntries(Object.entries(document).filter(([name]) => !own.includes(name))),
  }
}

/** The same the other way round; what a row does not say is left out. */
export function documentOfRow(fields: StoreFields, { tenant, written, payload }: StoreRow): Document {
  const own = [
    [fields.tenant, tenant],
    [fields.written, written],
  ].filter(([name, value]) => name !== undefined && value !== undefined)
  return { ...payload, ...Object.fromEntries(own) }
}

/** Names of what is plain text in a document. */
export function textsOf({ payload }: Pick<StoreRow, 'payload'> = { payload: {} }): readonly string[] {
  return Object.keys(payload).filter(name => typeof payload[name] === 'string')
}

/** A collection that is not there. */
export const NOTHING_THERE = {
  exists: false,
  bytes: 0,
  dimension: undefined,
  structure: [],
  texts: [],
  unready: undefined,
} as const

function text(value: StoreValue | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}
