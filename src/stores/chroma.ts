import { DrillError } from '../model/error.ts'
import type { StorePlace } from '../model/store.ts'
import { isMeant } from './is-meant.ts'
import { optionalPart } from './optional-part.ts'
import type { Store, StoreRow, StoreValue } from './store.ts'

const BATCH = 200

/** A collection of a Chroma server. It has no snapshots of its own; ours are read and written through its front door. */
export async function chromaStore(place: StorePlace): Promise<Store> {
  const { ChromaClient } = await optionalPart('chromadb', () => import('chromadb'))
  const url = new URL(place.connect)
  const ssl = url.protocol === 'https:'
  const client = new ChromaClient({ host: url.hostname, port: Number(url.port || (ssl ? 443 : 8000)), ssl })
  const { fields } = place
  // Vectors come from whoever wrote them: without this the client would look for a model of its own.
  const open = () => client.getCollection({ name: place.collection, embeddingFunction: NO_EMBEDDING })
  const collection = async () =>
    open().catch((cause: unknown) => {
      throw isMissing(cause) ? missing(place) : cause
    })
  const include = ['embeddings', 'metadatas', 'documents'] as ('embeddings' | 'metadatas' | 'documents')[]
  const rowsOf = (found: Found): readonly StoreRow[] =>
    found.ids.map((id, i) => {
      const { [fields.tenant ?? '']: tenant, [fields.written ?? '']: written, ...others } = found.metadatas?.[i] ?? {}
      const document = found.documents?.[i] ?? null
      return {
        id,
        tenant: text(tenant),
        vector: found.embeddings?.[i] ?? undefined,
        written: text(written),
        payload: { ...(others as Record<string, StoreValue>), document },
      }
    })
  async function* scan(batch = BATCH) {
    for (let offset = 0; ; offset += batch) {
      const rows = rowsOf(await (await collection()).get({ limit: batch, offset, include }))
      if (rows.length > 0) yield rows
      if (rows.length < batch) return
    }
  }
  const metadataOf = ({ tenant, written, payload }: StoreRow) => {
    const { document: _, ...others } = payload
    const own = [
      [fields.tenant, tenant],
      [fields.written, written],
    ].filter(([name, value]) => name !== undefined && value !== undefined)
    return { ...others, ...Object.fromEntries(own) } as Record<string, string | number | boolean>
  }
  return {
    place,
    async describe() {
      const found = await open().catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      })
      if (found === undefined) {
        return { exists: false, bytes: 0, dimension: undefined, structure: [], texts: [], unready: undefined }
      }
      const [first] = rowsOf(await found.get({ limit: 1, include }))
      const structure = [`metadata ${JSON.stringify(found.metadata ?? {})}`]
      return {
        exists: true,
        bytes: 0,
        dimension: first?.vector?.length,
        structure,
        texts: Object.keys(first?.payload ?? {}).filter(name => typeof first?.payload[name] === 'string'),
        unready: undefined,
      }
    },
    async count() {
      if (fields.tenant === undefined) return { '': await (await collection()).count() }
      const counts: Record<string, number> = {}
      for await (const rows of scan()) for (const { tenant = '' } of rows) counts[tenant] = (counts[tenant] ?? 0) + 1
      return counts
    },
    scan,
    get: async ids => (ids.length === 0 ? [] : rowsOf(await (await collection()).get({ ids: [...ids], include }))),
    async put(rows) {
      await (await collection()).upsert({
        ids: rows.map(({ id }) => id),
        embeddings: rows.map(({ vector }) => [...(vector ?? [])]),
        metadatas: rows.map(metadataOf),
        documents: rows.map(({ payload }) => String(payload.document ?? '')),
      })
    },
    async remove(rows) {
      const ids: string[] = []
      for await (const batch of scan()) ids.push(...batch.filter(row => isMeant(row, rows)).map(({ id }) => id))
      for (let i = 0; i < ids.length; i += BATCH) await (await collection()).delete({ ids: ids.slice(i, i + BATCH) })
    },
    async newest() {
      if (fields.written === undefined) return undefined
      let newest: string | undefined
      for await (const rows of scan())
        for (const { written = '' } of rows) if (written > (newest ?? '')) newest = written
      return newest
    },
    async query(vector, most, tenant) {
      const where = tenant === undefined || fields.tenant === undefined ? {} : { where: { [fields.tenant]: tenant } }
      const found = await (await collection()).query({ queryEmbeddings: [[...vector]], nResults: most, ...where })
      return found.ids[0] ?? []
    },
    async blueprint() {
      const { metadata } = await collection()
      return { metadata: metadata ?? {}, structure: [`metadata ${JSON.stringify(metadata ?? {})}`] }
    },
    async make(blueprint) {
      const metadata = blueprint.metadata as Record<string, string>
      const given = Object.keys(metadata ?? {}).length === 0 ? {} : { metadata }
      await client.createCollection({ name: place.collection, embeddingFunction: NO_EMBEDDING, ...given })
    },
    finish: async () => {},
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

const NO_EMBEDDING = {
  generate: (): Promise<number[][]> => Promise.reject(new Error('rows bring their own vectors')),
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'ChromaNotFoundError' || /does not exist|not found/i.test(error.message))
  )
}

function missing({ collection, connect }: StorePlace): DrillError {
  return new DrillError('STORE_MISSING', `There is no collection ${collection} at ${connect}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
