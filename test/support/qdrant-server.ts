import { jsonServer, type Asked as Request } from './json-server.ts'

interface Point {
  readonly id: string | number
  readonly vector: readonly number[]
  readonly payload: Readonly<Record<string, unknown>>
}
interface Collection {
  readonly vectors: unknown
  readonly points: Map<string, Point>
  readonly indexes: Map<string, { readonly data_type: unknown }>
}
type Asked = Request['body']

/** A Qdrant server in this process, as far as collections, their points and one alias go. */
export async function qdrantServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const collections = new Map<string, Collection>()
  const aliases = new Map<string, string>()
  return jsonServer(({ method, url, body }) => {
    const result = answer({ collections, aliases }, method, url, body)
    if (result !== undefined) return { status: 200, body: { result, status: 'ok', time: 0 } }
    return { status: 404, body: { status: { error: "Not found: Collection doesn't exist!" }, time: 0 } }
  })
}

interface Held {
  readonly collections: Map<string, Collection>
  readonly aliases: Map<string, string>
}

function answer({ collections, aliases }: Held, method: string, url: string, asked: Asked): unknown {
  if (url.split('?')[0] === '/collections/aliases') return renamed(aliases, asked.actions)
  const [, name = '', rest = ''] = /^\/collections\/([^/?]+)(\/[^?]*)?/.exec(url) ?? []
  if (method === 'PUT' && rest === '') {
    collections.set(name, { vectors: asked.vectors, points: new Map(), indexes: new Map() })
    return true
  }
  const found = collections.get(name)
  if (method === 'DELETE' && rest === '') return collections.delete(name)
  if (found === undefined) return undefined
  const { points, vectors } = found
  const sorted = [...points.values()].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  switch (rest) {
    case '':
      return {
        status: 'green',
        points_count: points.size,
        config: { params: { vectors } },
        payload_schema: Object.fromEntries(found.indexes),
      }
    case '/index':
      found.indexes.set(String(asked.field_name), { data_type: asked.field_schema })
      return { operation_id: 1, status: 'completed' }
    case '/aliases': {
      const own = [...aliases].filter(([, of]) => of === name)
      return { aliases: own.map(([alias_name]) => ({ alias_name, collection_name: name })) }
    }
    case '/points/count':
      return { count: points.size }
    case '/points':
      if (method === 'POST') return (asked.ids as readonly unknown[]).flatMap(id => points.get(String(id)) ?? [])
      for (const point of asked.points as readonly Point[]) {
        if (!/^(\d+|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})$/.test(String(point.id))) return undefined
        points.set(String(point.id), { ...point, vector: point.vector.map(Math.fround) })
      }
      return { operation_id: 1, status: 'completed' }
    case '/points/delete':
      for (const id of asked.points as readonly unknown[]) points.delete(String(id))
      return { operation_id: 1, status: 'completed' }
    case '/points/scroll': {
      const from = sorted
        .filter(({ id }) => asked.offset === undefined || String(id) >= String(asked.offset))
        .filter(fits(asked.filter))
      const limit = Number(asked.limit)
      return { points: from.slice(0, limit), next_page_offset: from[limit]?.id ?? null }
    }
    case '/points/query': {
      const near = sorted
        .filter(fits(asked.filter))
        .map(point => ({ ...point, score: cosine(asked.query as number[], point.vector) }))
      return { points: near.sort((a, b) => b.score - a.score).slice(0, Number(asked.limit)) }
    }
    default:
      return undefined
  }
}

interface AliasAction {
  readonly create_alias?: { readonly alias_name: string; readonly collection_name: string }
  readonly delete_alias?: { readonly alias_name: string }
}

function renamed(aliases: Map<string, string>, actions: unknown): true {
  for (const { create_alias: made, delete_alias: gone } of actions as readonly AliasAction[]) {
    if (made !== undefined) aliases.set(made.alias_name, made.collection_name)
    if (gone !== undefined) aliases.delete(gone.alias_name)
  }
  return true
}

interface Condition {
  readonly key: string
  readonly match: { readonly value?: unknown; readonly any?: readonly unknown[] }
}

function fits(filter: unknown): (point: Point) => boolean {
  const { must = [] } = (filter ?? {}) as { readonly must?: readonly Condition[] }
  return ({ payload }) => must.every(({ key, match }) => (match.any ?? [match.value]).includes(payload[key]))
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, number, i) => sum + number * (b[i] ?? 0), 0)
  return dot / (Math.hypot(...a) * Math.hypot(...b) || 1)
}
