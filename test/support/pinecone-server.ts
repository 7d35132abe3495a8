import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StoreServer } from './store-servers.ts'

interface Vector {
  readonly id: string
  readonly values?: readonly number[]
  readonly metadata?: Readonly<Record<string, unknown>>
}
interface Index {
  readonly model: Readonly<Record<string, unknown>> & { readonly name: string }
  readonly dimension: number
  readonly server: Server
  /** What is written, and what reading shows of it. */
  readonly written: Map<string, Vector>
  shown: Map<string, Vector>
  readonly madeMs: number
  endedMs: number | undefined
}
type Asked = Readonly<Record<string, unknown>>
type Answer = readonly [status: number, body: unknown]

// So long after a write reading still shows what was there before; so long an index takes to come and to go.
const LAG_MS = 20
const READY_AFTER_MS = 30
const LONGEST_URL = 8000
const LARGEST_REQUEST = 2 * 1024 * 1024
const TOO_MANY_EVERY = 40

/**
 * Pinecone in this process, as far as indexes, namespaces and their vectors go, with what surprises people about it: every index
 * has a host of its own that a new one of the same name does not share, writes show late, and now and then it wants to be asked
 * more slowly.
 */
export async function pineconeServer(): Promise<StoreServer> {
  const indexes = new Map<string, Index>()
  const control = await listening(async (method, url, asked) => controlled(indexes, method, url, asked))
  return {
    url: `http://:key@${addressOf(control)}`,
    async [Symbol.asyncDispose]() {
      for (const { server } of indexes.values()) await close(server)
      await close(control)
    },
  }
}

async function controlled(
  indexes: Map<string, Index>,
  method: string,
  { pathname }: URL,
  asked: Asked,
): Promise<Answer> {
  for (const [name, { endedMs = Number.POSITIVE_INFINITY, server }] of indexes) {
    if (Date.now() < endedMs) continue
    await close(server)
    indexes.delete(name)
  }
  const [, , name = ''] = pathname.split('/')
  if (method === 'POST' && name === '') {
    if (indexes.has(String(asked.name))) return failed(409, 'ALREADY_EXISTS', 'Resource already exists')
    const made = await makeIndex(asked)
    indexes.set(made.model.name, made)
    return [201, shownModel(made)]
  }
  const found = indexes.get(name)
  if (found === undefined) return failed(404, 'NOT_FOUND', `Resource ${name} not found`)
  if (method !== 'DELETE') return [200, shownModel(found)]
  if (found.model.deletion_protection === 'enabled') {
    return failed(
      403,
      'FORBIDDEN',
      'Deletion protection is enabled for this index. Disable deletion protection before retrying.',
    )
  }
  found.endedMs = Date.now() + READY_AFTER_MS
  return [202, {}]
}

async function makeIndex(asked: Asked): Promise<Index> {
  const fields = (asked.schema as { fields: Record<string, { type: string; dimension?: number }> }).fields
  const index: { -readonly [K in keyof Index]?: Index[K] } = {
    written: new Map(),
    shown: new Map(),
    madeMs: Date.now(),
  }
  let asks = 0
  const server = await listening(async (method, url, body, bytes) => {
    if (index.endedMs !== undefined) return failed(404, 'NOT_FOUND', 'there is no such index any more')
    if (++asks % TOO_MANY_EVERY === 0) return failed(429, 'RESOURCE_EXHAUSTED', 'Too many requests')
    if (url.href.length > LONGEST_URL) return failed(414, 'INVALID_ARGUMENT', 'URI Too Long')
    if (bytes > LARGEST_REQUEST) return failed(400, 'INVALID_ARGUMENT', 'Request size exceeds the maximum')
    return answered(index as Index, method, url, body)
  })
  const dense = Object.values(fields).find(({ type }) => type === 'dense_vector')
  return Object.assign(index, {
    server,
    dimension: dense?.dimension ?? 0,
    endedMs: undefined,
    model: {
      name: String(asked.name),
      host: `http://${addressOf(server)}`,
      schema: asked.schema,
      deployment: { environment: 'aped-1', ...(asked.deployment as object) },
      deletion_protection: asked.deletion_protection ?? 'disabled',
      tags: asked.tags,
    },
  }) as Index
}

function shownModel({ model, madeMs, endedMs }: Index) {
  const ready = endedMs === undefined && Date.now() - madeMs > READY_AFTER_MS
  return {
    ...model,
    status: { ready, state: ready ? 'Ready' : endedMs === undefined ? 'Initializing' : 'Terminating' },
  }
}

function answered(index: Index, _method: string, { pathname, searchParams }: URL, asked: Asked): Answer {
  const namespace = String(asked.namespace ?? searchParams.get('namespace') ?? '__default__')
  const within = (vectors: ReadonlyMap<string, Vector>) =>
    [...vectors].filter(([key]) => key.startsWith(`${namespace}\0`)).map(([, vector]) => vector)
  const change = (act: () => void): Answer => {
    act()
    const now = new Map(index.written)
    setTimeout(() => {
      index.shown = now
    }, LAG_MS).unref()
    return [200, {}]
  }
  switch (pathname) {
    case '/vectors/upsert': {
      const vectors = asked.vectors as readonly Vector[]
      const wrong = vectors.map(vector => whyNot(vector, index.dimension)).find(why => why !== undefined)
      if (wrong !== undefined) return failed(400, 'INVALID_ARGUMENT', wrong)
      return change(() => {
        for (const vector of vectors) {
          const values = vector.values?.map(Math.fround)
          index.written.set(`${namespace}\0${vector.id}`, { ...vector, ...(values === undefined ? {} : { values }) })
        }
      })
    }
    case '/vectors/delete':
      return change(() => {
        for (const id of asked.ids as readonly string[]) index.written.delete(`${namespace}\0${id}`)
      })
    case '/vectors/fetch': {
      const found = searchParams.getAll('ids').flatMap(id => index.shown.get(`${namespace}\0${id}`) ?? [])
      return [200, { vectors: Object.fromEntries(found.map(vector => [vector.id, vector])), namespace }]
    }
    case '/vectors/list': {
      const limit = Number(searchParams.get('limit') ?? 100)
      const from = searchParams.get('paginationToken') ?? ''
      const ids = within(index.shown)
        .map(({ id }) => id)
        .filter(id => id > from)
        .sort()
      const page = ids.slice(0, limit)
      return [
        200,
        {
          vectors: page.map(id => ({ id })),
          namespace,
          ...(ids.length > limit ? { pagination: { next: page.at(-1) } } : {}),
        },
      ]
    }
    case '/query': {
      const matches = within(index.shown)
        .filter(({ metadata }) => fits(metadata ?? {}, asked.filter as Asked | undefined))
        .map(({ id, values = [] }) => ({ id, score: cosine(asked.vector as readonly number[], values) }))
        .sort((a, b) => b.score - a.score)
      return [200, { matches: matches.slice(0, Number(asked.topK)), namespace }]
    }
    case '/namespaces': {
      const names = new Set([...index.shown.keys()].map(key => key.split('\0')[0]))
      return [200, { namespaces: [...names].map(name => ({ name })) }]
    }
    default:
      return failed(404, 'NOT_FOUND', `there is no ${pathname}`)
  }
}

function whyNot({ id, values, metadata }: Vector, dimension: number): string | undefined {
  if (values !== undefined && values.length !== dimension) {
    return `Vector dimension ${values.length} does not match the dimension of the index ${dimension}`
  }
  if (values?.every(number => number === 0)) return 'Dense vectors must contain at least one non-zero value.'
  if (Object.values(metadata ?? {}).includes(null)) return `Metadata value must not be null (${id})`
  return undefined
}

function fits(metadata: Asked, filter: Asked = {}): boolean {
  return Object.entries(filter).every(([name, is]) => metadata[name] === (is as { readonly $eq: unknown }).$eq)
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, number, i) => sum + number * (b[i] ?? 0), 0)
  return dot / (Math.hypot(...a) * Math.hypot(...b) || 1)
}

function failed(status: number, code: string, message: string): Answer {
  return [status, { error: { code, message }, status }]
}

type Ask = (method: string, url: URL, asked: Asked, bytes: number) => Promise<Answer>

async function listening(ask: Ask): Promise<Server> {
  const server = createServer(async (request, response) => {
    const text = await bodyOf(request)
    const url = new URL(request.url ?? '/', 'http://pinecone')
    const asked = (text === '' ? {} : JSON.parse(text)) as Asked
    const [status, body] = await ask(request.method ?? 'GET', url, asked, text.length)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
}
