import type { PineconeRecord } from '@pinecone-database/pinecone'
import type { StorePlace } from '../../model/store.ts'
import { documentOfRow, rowOfDocument } from '../document.ts'
import type { StoreRow } from '../store.ts'

/** How rows are called and written in an index, whose tenants may be its namespaces. */
export interface Records {
  /** Whether each tenant is a namespace. */
  readonly split: boolean
  nameOf(namespace: string, own: string): string
  partsOf(id: string): { readonly namespace: string; readonly own: string }
  rowOf(namespace: string, record: PineconeRecord): StoreRow
  recordOf(row: StoreRow): PineconeRecord
}

/** The namespace of rows that are in none. */
export const DEFAULT = '__default__'
const SPARSE = '$sparse'

export function records({ fields }: StorePlace): Records {
  const split = fields.tenant === 'namespace'
  const nameOf = (namespace: string, own: string) => (split ? `${namespace}/${own}` : own)
  const partsOf = (id: string) => (split ? apart(id) : { namespace: DEFAULT, own: id })
  const metadataOf = (row: StoreRow) => {
    const { [SPARSE]: _, ...document } = documentOfRow(split ? { ...fields, tenant: undefined } : fields, row)
    // There is no nothing in metadata.
    return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null)) as Record<string, string>
  }
  return {
    split,
    nameOf,
    partsOf,
    rowOf(namespace, { id, values, sparseValues, metadata }) {
      const sparse = sparseValues === undefined ? {} : { [SPARSE]: { ...sparseValues } }
      const vector = values === undefined || values.length === 0 ? undefined : values
      const row = rowOfDocument(fields, { id: nameOf(namespace, id), vector, document: { ...metadata, ...sparse } })
      return split ? { ...row, tenant: namespace } : row
    },
    recordOf: row => ({
      id: partsOf(row.id).own,
      metadata: metadataOf(row),
      ...(row.vector === undefined ? {} : { values: [...row.vector] }),
      ...(row.payload[SPARSE] === undefined ? {} : { sparseValues: row.payload[SPARSE] as never }),
    }),
  }
}

function apart(id: string) {
  const slash = id.indexOf('/')
  return { namespace: slash < 0 ? DEFAULT : id.slice(0, slash), own: id.slice(slash + 1) }
}
