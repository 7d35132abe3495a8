import type { Collection } from 'chromadb'
import type { StorePlace } from '../model/store.ts'
import { byReading } from './by-reading.ts'
import { type Document, documentOfRow, NOTHING_THERE, rowOfDocument, textsOf } from './document.ts'
import { missing } from './missing.ts'
import { optionalPart } from './optional-part.ts'
import { canonical } from './row-hash.ts'
import type { Store, StoreRow, StoreValue } from './store.ts'

/** A collection of a Chroma server; an address like `http://:KEY@host:8000` carries a key. It has no snapshots of its own; ours are read and written through its front door. */
export async function chromaStore(place: StorePlace): Promise<Store> {
  const { ChromaClient } = await optionalPart('chromadb', () => import('chromadb'))
  const url = new URL(place.connect)
  const ssl = url.protocol === 'https:'
  const key = decodeURIComponent(url.password)
  const client = new ChromaClient({
    ...{ host: url.hostname, port: Number(url.port || (ssl ? 443 : 8000)), ssl },
    // It asks for none itself: a proxy before it looks at the first, its cloud at the second.
    ...(key === '' ? {} : { headers: { authorization: `Bearer ${key}`, 'x-chroma-token': key } }),
  })
  const { fields } = place
  // Vectors come from whoever wrote them: without this the client would look for a model of its own.
  const open = async () => {
    const found = await client.getCollection({ name: place.collection, embeddingFunction: NO_EMBEDDING })
    // The client takes any page for a collection.
    if (found.id === undefined) throw new Error('Result came uninitialized')
    return found
  }
  const collection = async () =>
    open().catch((cause: unknown) => {
      throw isMissing(cause) ? missing(place) : cause
    })
  const rowsOf = (found: Found): readonly StoreRow[] =>
    found.ids.map((id, i) =>
      rowOfDocument(fields, {
        id,
        vector: found.embeddings?.[i] ?? undefined,
        document: { ...(found.metadatas?.[i] as Document | null), document: found.documents?.[i] ?? null },
      }),
    )
  async function* rows(batch: number, vectors: boolean) {
    const include = vectors ? EVERYTHING : EVERYTHING.filter(part => part !== 'embeddings')
    for (let offset = 0; ; offset += batch) {
      const found = rowsOf(await (await collection()).get({ limit: batch, offset, include: [...include] }))
      if (found.length > 0) yield found
      if (found.length < batch) return
    }
  }
  const metadataOf = (row: StoreRow) => {
    const { document: _, ...metadata } = documentOfRow(fields, row)
    return metadata as Record<string, string | number | boolean>
  }
  return {
    place,
    async describe() {
      const found = await open().catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      })
      if (found === undefined) return NOTHING_THERE
      const [first] = rowsOf(await found.get({ limit: 1, include: [...EVERYTHING] }))
      return {
        exists: true,
        bytes: 0,
        dimension: first?.vector?.length,
        structure: structureOf(found),
        texts: textsOf(first),
        // By cosine it keeps vectors one long, and multiplies when asked for them.
        rounds: isByCosine(found.configuration),
        unready: undefined,
      }
    },
    ...byReading({ rows, removeIds: async ids => void (await (await collection()).delete({ ids: [...ids] })) }),
    ...(fields.tenant === undefined ? { count: async () => ({ '': await (await collection()).count() }) } : {}),
    get: async ids =>
      ids.length === 0 ? [] : rowsOf(await (await collection()).get({ ids: [...ids], include: [...EVERYTHING] })),
    async put(given) {
      const into = await collection()
      // Written over, a row keeps what the new one does not say: its document, and names in its metadata.
      if (given.length > 0) await into.delete({ ids: given.map(({ id }) => id) })
      // It takes neither a document of nothing nor metadata without anything in it: rows that lack one are sent without it.
      const kinds = Map.groupBy(given, row => `${hasDocument(row)} ${Object.keys(metadataOf(row)).length > 0}`)
      for (const rows of kinds.values()) {
        const [first] = rows
        await into.upsert({
          ids: rows.map(({ id }) => id),
          embeddings: rows.map(({ vector }) => [...(vector ?? [])]),
          ...(first === undefined || Object.keys(metadataOf(first)).length === 0
            ? {}
            : { metadatas: rows.map(metadataOf) }),
          ...(first === undefined || !hasDocument(first)
            ? {}
            : { documents: rows.map(({ payload }) => String(payload.document)) }),
        })
      }
    },
    async query(vector, most, tenant) {
      const where = tenant === undefined || fields.tenant === undefined ? {} : { where: { [fields.tenant]: tenant } }
      const found = await (await collection()).query({ queryEmbeddings: [[...vector]], nResults: most, ...where })
      return found.ids[0] ?? []
    },
    async blueprint() {
      const found = await collection()
      const { metadata, configuration } = found
      return { metadata: metadata ?? {}, index: indexOf(configuration), structure: structureOf(found) }
    },
    async make({ metadata, index }) {
      await client.createCollection({
        name: place.collection,
        embeddingFunction: NO_EMBEDDING,
        ...(Object.keys((metadata ?? {}) as object).length === 0
          ? {}
          : { metadata: metadata as Record<string, string> }),
        // Without it distances would be measured in another way than before.
        ...(Object.keys((index ?? {}) as object).length === 0 ? {} : { configuration: index as object }),
      })
    },
    finish: async () => {},
    // The first row says how long vectors are.
    resized: blueprint => blueprint,
    async drop() {
      await client.deleteCollection({ name: place.collection }).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },
    scratch: label => ({ ...place, collection: `${place.collection}.blackstart_${label.replace(/\W+/g, '_')}` }),
    async [Symbol.asyncDispose]() {},
  }
}

interface Found {
  readonly ids: readonly string[]
  readonly embeddings: readonly (readonly number[] | null)[] | null
  readonly metadatas: readonly (Readonly<Record<string, unknown>> | null)[] | null
  readonly documents: readonly (string | null)[] | null
}

const EVERYTHING = ['embeddings', 'metadatas', 'documents'] as const

const NO_EMBEDDING = {
  generate: (): Promise<number[][]> => Promise.reject(new Error('rows bring their own vectors')),
}

/** How neighbours are found, without what the client knows of embedding. */
function indexOf(configuration: unknown): Readonly<Record<string, StoreValue>> {
  const { hnsw, spann } = (configuration ?? {}) as { readonly hnsw?: StoreValue; readonly spann?: StoreValue }
  return { ...(hnsw ? { hnsw } : {}), ...(spann ? { spann } : {}) }
}

function isByCosine(configuration: unknown): boolean {
  return Object.values(indexOf(configuration)).some(index => (index as { readonly space?: unknown }).space === 'cosine')
}

function structureOf({ metadata, configuration }: Pick<Collection, 'metadata' | 'configuration'>): readonly string[] {
  return [`metadata ${canonical((metadata ?? {}) as StoreValue)}`, `index ${canonical(indexOf(configuration))}`]
}

function hasDocument({ payload }: StoreRow): boolean {
  return typeof payload.document === 'string'
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'ChromaNotFoundError' || /does not exist|not found/i.test(error.message))
  )
}
