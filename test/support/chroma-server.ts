import { type JsonAnswer, jsonServer, type Asked as Request } from './json-server.ts'
import { asDirectionAndLength } from './last-digits.ts'

interface Stored {
  readonly embedding: readonly number[]
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly document: string | null
}
interface Collection {
  readonly id: string
  readonly name: string
  readonly metadata: unknown
  readonly configuration: unknown
  readonly rows: Map<string, Stored>
}
type Asked = Request['body']

/** A Chroma server in this process, as far as its second API goes for collections and their rows. */
export async function chromaServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const collections = new Map<string, Collection>()
  return jsonServer(({ method, url, body }) => answer(collections, method, url, body))
}

const ok = (body: unknown): JsonAnswer => ({ status: 200, body })

function answer(collections: Map<string, Collection>, method: string, url: string, asked: Asked): JsonAnswer {
  if (url.includes('/pre-flight-checks')) return ok({ max_batch_size: 1000, supports_base64_encoding: false })
  if (url.includes('/auth/identity'))
    return ok({ user_id: '', tenant: 'default_tenant', databases: ['default_database'] })
  const [, name = '', act] = /\/collections(?:\/([^/?]+))?(?:\/(\w+))?/.exec(url) ?? []
  if (name === '' && method === 'POST') {
    const made = {
      id: crypto.randomUUID(),
      name: String(asked.name),
      metadata: asked.metadata ?? null,
      configuration: asked.configuration ?? {},
      rows: new Map(),
    }
    collections.set(made.name, made)
    return ok(shown(made))
  }
  const found = collections.get(name) ?? [...collections.values()].find(({ id }) => id === name)
  if (found === undefined) {
    return { status: 404, body: { error: 'NotFoundError', message: `Collection [${name}] does not exist` } }
  }
  if (act === undefined && method === 'DELETE') collections.delete(found.name)
  if (act === undefined) return ok(shown(found))
  return ok(acts[act]?.(found, asked))
}

function shown({ id, name, metadata, configuration, rows }: Collection) {
  const dimension = rows.values().next().value?.embedding.length ?? null
  return {
    id,
    name,
    metadata,
    dimension,
    tenant: 'default_tenant',
    database: 'default_database',
    configuration_json: configuration,
  }
}

const acts: Readonly<Record<string, (on: Collection, asked: Asked) => unknown>> = {
  count: ({ rows }) => rows.size,
  get({ rows, configuration }, { ids, limit, offset }) {
    const wanted = ids === undefined || ids === null ? undefined : (ids as readonly string[])
    const all = [...rows].filter(([id]) => wanted === undefined || wanted.includes(id))
    const from = Number(offset ?? 0)
    const page = all.slice(from, from + Number(limit ?? all.length))
    return listed(isRounding(rows.size, configuration) ? page.map(rounded) : page)
  },
  upsert({ rows }, { ids, embeddings, metadatas, documents }) {
    const given = { embeddings, metadatas, documents } as Record<string, readonly unknown[] | null>
    for (const [i, id] of (ids as readonly string[]).entries()) {
      rows.set(id, {
        // It keeps single precision, as the real one does.
        embedding: ((given.embeddings?.[i] ?? []) as number[]).map(Math.fround),
        // What is not given stays as it was.
        metadata: { ...rows.get(id)?.metadata, ...(given.metadatas?.[i] as Stored['metadata']) },
        document: (given.documents?.[i] ?? rows.get(id)?.document ?? null) as string | null,
      })
    }
    return {}
  },
  delete({ rows }, { ids }) {
    for (const id of ids as readonly string[]) rows.delete(id)
    return {}
  },
  query({ rows }, { query_embeddings, n_results, where }) {
    const [wanted = []] = query_embeddings as readonly (readonly number[])[]
    const fits = ({ metadata }: Stored) =>
      Object.entries((where ?? {}) as Asked).every(([key, value]) => metadata?.[key] === value)
    const near = [...rows]
      .filter(([, row]) => fits(row))
      .map(([id, { embedding }]) => ({ id, far: distance(wanted, embedding) }))
      .sort((a, b) => a.far - b.far)
      .slice(0, Number(n_results))
    return {
      ids: [near.map(({ id }) => id)],
      distances: [near.map(({ far }) => far)],
      embeddings: null,
      metadatas: null,
      documents: null,
      uris: null,
      include: [],
    }
  },
}

/** By cosine the real one keeps directions and lengths; the first few rows lie in its log as they came. */
function isRounding(count: number, configuration: unknown): boolean {
  const { hnsw } = configuration as { readonly hnsw?: { readonly space?: string } }
  return hnsw?.space === 'cosine' && count > 20
}

function rounded([id, row]: readonly [string, Stored]): readonly [string, Stored] {
  return [id, { ...row, embedding: asDirectionAndLength(row.embedding) }]
}

function listed(rows: readonly (readonly [string, Stored])[]) {
  return {
    ids: rows.map(([id]) => id),
    embeddings: rows.map(([, row]) => row.embedding),
    metadatas: rows.map(([, row]) => row.metadata),
    documents: rows.map(([, row]) => row.document),
    uris: null,
    include: ['embeddings', 'metadatas', 'documents'],
  }
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, number, i) => sum + (number - (b[i] ?? 0)) ** 2, 0)
}
