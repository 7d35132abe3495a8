/** What can talk to a store. Each is a file in `src/stores`. */
export const STORE_DRIVERS = [
  'pgvector',
  'postgres',
  'sqlite',
  'folder',
  'qdrant',
  'chroma',
  'weaviate',
  'pinecone',
  'milvus',
  's3',
] as const
export type StoreDriverName = (typeof STORE_DRIVERS)[number]

/** Where a component keeps what it holds, and what the parts of a row are called there. */
export interface StorePlace {
  readonly driver: StoreDriverName
  /** A connection string, an address or a path. */
  readonly connect: string
  /** The table, collection, index, class, or the folder or prefix below the connection. */
  readonly collection: string
  readonly fields: StoreFields
}

/** What a store is called in a sentence: by its collection, or where it is all of a folder or bucket, by that. */
export function storeName({ collection, connect }: Pick<StorePlace, 'collection' | 'connect'>): string {
  return collection === '.' || collection === '' ? connect.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '') : collection
}

export interface StoreFields {
  readonly id: string
  readonly tenant: string | undefined
  readonly vector: string | undefined
  /** What else belongs to a row; everything there is, unless given. */
  readonly payload: readonly string[] | undefined
  /** When a row was written: the newest one says how much was lost. */
  readonly written: string | undefined
}

/** What a store can lose. */
export type Removal =
  /** The table, collection or index itself, and its structure with it. */
  | { readonly of: 'collection' }
  /** Rows alone: a share of them, or those older than so long, as a retention job gone wrong would. */
  | { readonly of: 'rows'; readonly shareRatio: number; readonly olderThanMs: number | undefined }
  | { readonly of: 'tenant'; readonly tenant: string }
  /** Everything whose id begins with this. */
  | { readonly of: 'prefix'; readonly prefix: string }

/** The rows that damage may reach: those of one tenant, or those whose ids begin alike. */
export type OnlyRows =
  | { readonly by: 'tenant'; readonly tenant: string }
  | { readonly by: 'prefix'; readonly prefix: string }

/** What leads to data or guards it, and can be lost while every row stays. */
export const ATTACHMENTS = ['alias', 'tenant-filter'] as const
export type Attachment = (typeof ATTACHMENTS)[number]

/** How data can be damaged so that it is still there, and wrong. */
export const CORRUPTIONS = [
  'drop',
  'shuffle',
  'zero',
  'model',
  'dimension',
  'swap',
  'truncate',
  'overwrite',
  'bit-rot',
] as const
export type Corruption = (typeof CORRUPTIONS)[number]

/** What a store holds, in a few hundred lines at most: enough to tell later whether it came back. */
export interface StoreManifest {
  readonly collection: string
  readonly rows: number
  /** By tenant; one entry called `` where rows have none. */
  readonly tenants: Readonly<Record<string, number>>
  /** The same by how old they are beside the newest one: steps of a scale, and how many rows are on each. */
  readonly ages: Readonly<Record<string, readonly (readonly [step: number, rows: number])[]>>
  readonly bytes: number
  readonly dimension: number | undefined
  /** What it is made of, one line each, in order: columns, indexes, aliases, rules. */
  readonly structure: readonly string[]
  /** A few rows by id, each with a hash of its payload and what its vector is like. */
  readonly samples: readonly SampledRow[]
  /** What a few frozen questions were answered. */
  readonly questions: readonly FrozenQuestion[]
  /** When its newest row was written. */
  readonly newest: string | undefined
  /** The newest rows, the newest first. */
  readonly recent: readonly DatedRow[]
}

/** A row's name, and when it was written. */
export interface DatedRow {
  readonly id: string
  readonly written: string | undefined
}

export interface SampledRow {
  readonly id: string
  readonly tenant: string | undefined
  readonly written: string | undefined
  readonly payload: string
  readonly vector: string | undefined
}

/** A vector that was asked for once, by the id of the row that holds it, and the ids nearest to it. */
export interface FrozenQuestion {
  readonly id: string
  readonly tenant: string | undefined
  readonly nearest: readonly string[]
}

/** What must hold before restored data counts as restored. */
export const INTEGRITY_CHECKS = [
  'counts',
  'structure',
  'fingerprints',
  'recall',
  'ready',
  'watermark',
  'canary',
  'application',
  'tombstones',
  'tenants',
] as const
export type IntegrityCheckName = (typeof INTEGRITY_CHECKS)[number]

export interface IntegrityCheck {
  readonly check: IntegrityCheckName
  readonly verdict: 'passed' | 'inconclusive' | 'failed'
  readonly detail: string
}
