import type { StorePlace } from '../../model/store.ts'
import { type Document, documentOfRow, rowOfDocument } from '../document.ts'
import type { StoreRow, StoreValue } from '../store.ts'

/** The name of a vector that has none. */
export const DEFAULT = 'default'
const VECTORS = '$vectors'

/** An object as the client gives it. */
export interface Found {
  readonly uuid: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly vectors: Readonly<Record<string, unknown>>
}

/** A row as every store can say it; what other vectors it has are kept with what it says. */
export function rowOf({ fields }: StorePlace, tenant: string | undefined, found: Found): StoreRow {
  const { [fields.vector ?? '']: plain, [DEFAULT]: only, ...others } = found.vectors
  const isOnly = plain === undefined && fields.vector !== undefined
  const rest = isOnly ? others : { ...others, ...(only === undefined || only === plain ? {} : { [DEFAULT]: only }) }
  const document = documentOf(found.properties)
  const own = fields.id !== 'id' ? String(document[fields.id] ?? found.uuid) : found.uuid
  const row = rowOfDocument(fields, {
    id: tenant === undefined ? own : `${tenant}/${own}`,
    vector: (isOnly ? only : plain) as readonly number[] | undefined,
    document: { ...document, ...(Object.keys(rest).length === 0 ? {} : { [VECTORS]: rest as StoreValue }) },
  })
  return tenant === undefined ? row : { ...row, tenant }
}

/** Everything a row says as JSON can keep it. */
export function documentOf(properties: Found['properties']): Document {
  return JSON.parse(JSON.stringify(properties)) as Document
}

/** The same as the client takes it. */
export function objectOf(row: StoreRow, own: string, { fields }: StorePlace, split: boolean) {
  const { [VECTORS]: others, ...properties } = documentOfRow(split ? { ...fields, tenant: undefined } : fields, row)
  const called = fields.id === 'id' ? {} : { [fields.id]: own }
  const main = row.vector === undefined ? undefined : [...row.vector]
  const named = fields.vector === undefined || fields.vector === DEFAULT ? undefined : fields.vector
  const vectors =
    others !== undefined || named !== undefined
      ? { ...(others as object | undefined), ...(main === undefined ? {} : { [named ?? DEFAULT]: main }) }
      : main
  return { properties: { ...properties, ...called }, ...(vectors === undefined ? {} : { vectors }) }
}
