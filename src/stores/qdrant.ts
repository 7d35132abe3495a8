import { DrillError } from '../model/error.ts'
import type { StorePlace } from '../model/store.ts'
import { byReading } from './by-reading.ts'
import { type Document, documentOfRow, NOTHING_THERE, rowOfDocument, textsOf } from './document.ts'
import { missing } from './missing.ts'
import { optionalPart } from './optional-part.ts'
import type { Store, StoreRow } from './store.ts'
import { uuidOf } from './uuid-of.ts'

interface Point {
  readonly id: string | number
  readonly vector?: unknown
  readonly payload?: Readonly<Record<string, unknown>> | null | undefined
}

/**
 * A collection of a Qdrant server. Points are called by numbers or UUIDs; where "data: { id }" names a part of the payload, rows are
 * called by that instead. An address like `http://:KEY@host:6333` carries the API key.
 */
export async function qdrantStore(place: StorePlace): Promise<Store> {
  const { QdrantClient } = await optionalPart('@qdrant/js-client-rest', () => import('@qdrant/js-client-rest'))
  const { fields, collection: name } = place
  const url = new URL(place.connect)
  // Given as a key the client would warn on the terminal of everybody who has no TLS.
  const apiKey = url.password === '' ? {} : { headers: { 'api-key': decodeURIComponent(url.password) } }
  const client = new QdrantClient({ url: url.origin, checkCompatibility: false, ...apiKey })
  const byPayload = fields.id !== 'id'
  const nameOf = ({ id, payload }: Point) => String(byPayload ? (payload?.[fields.id] ?? '') : id)

  const rowOf = (point: Point): StoreRow =>
    rowOfDocument(fields, {
      id: nameOf(point),
      vector: Array.isArray(point.vector) ? (point.vector as readonly number[]) : undefined,
      document: (point.payload ?? {}) as Document,
    })
  /** The points that rows are, by what the rows are called; those there are none of get one that belongs to their name. */
  const pointIds = async (ids: readonly string[]): Promise<ReadonlyMap<string, string | number>> => {
    if (!byPayload) return new Map(ids.map(id => [id, /^\d+$/.test(id) ? Number(id) : id]))
    const filter = { must: [{ key: fields.id, match: { any: [...ids] } }] }
    const found = await client.scroll(name, { filter, limit: Math.max(1, ids.length), with_payload: true })
    const there = (found.points as readonly Point[]).map(point => [nameOf(point), point.id] as const)
    return new Map([...ids.map(id => [id, uuidOf(id)] as const), ...there])
  }
  async function* rows(batch: number, vectors: boolean) {
    let offset: string | number | undefined
    do {
      const from = offset === undefined ? {} : { offset }
      const page = await client.scroll(name, { limit: batch, with_payload: true, with_vector: vectors, ...from })
      if (page.points.length > 0) yield (page.points as readonly Point[]).map(rowOf)
      offset = (page.next_page_offset ?? undefined) as string | number | undefined
    } while (offset !== undefined)
  }
  const reading = byReading({
    rows,
    removeIds: async ids =>
      void (await client.delete(name, { wait: true, points: [...(await pointIds(ids)).values()] })),
  })
  const info = async () =>
    client.getCollection(name).catch((error: unknown) => {
      if (statusOf(error) === 404) return undefined
      throw error
    })
  // Aliases are no part of a snapshot of Qdrant's own: whoever restores has to think of them.
  const aliasesOf = async (): Promise<readonly string[]> => {
    const { aliases } = await client.getCollectionAliases(name)
    return aliases.map(({ alias_name }) => alias_name).sort()
  }
  return {
    place,
    async describe() {
      const found = await info()
      if (found === undefined) return NOTHING_THERE
      const { points } = await client.scroll(name, { limit: 1, with_payload: true, with_vector: false })
      const [first] = (points as readonly Point[]).map(rowOf)
      const vectors = found.config.params.vectors as { readonly size?: number } | undefined
      return {
        exists: true,
        bytes: 0,
        dimension: vectors?.size,
        structure: structureOf(found, await aliasesOf()),
        texts: textsOf(first),
        unready: found.status === 'green' ? undefined : `the collection is ${found.status}`,
      }
    },
    ...reading,
    // Without tenants the server can count by itself.
    ...(fields.tenant === undefined
      ? { count: async () => ({ '': (await client.count(name, { exact: true })).count }) }
      : {}),
    async get(ids) {
      if (ids.length === 0) return []
      if (!byPayload) {
        const points = ids.map(id => (/^\d+$/.test(id) ? Number(id) : id))
        const found = await client.retrieve(name, { ids: points, with_payload: true, with_vector: true })
        return (found as readonly Point[]).map(rowOf)
      }
      const filter = { must: [{ key: fields.id, match: { any: [...ids] } }] }
      const found = await client.scroll(name, { filter, limit: ids.length, with_payload: true, with_vector: true })
      return (found.points as readonly Point[]).map(rowOf)
    },
    async put(given) {
      const ids = await pointIds(given.map(({ id }) => id))
      const points = given.map(row => ({
        id: ids.get(row.id) ?? row.id,
        vector: [...(row.vector ?? [])],
        payload: { ...documentOfRow(fields, row), ...(byPayload ? { [fields.id]: row.id } : {}) },
      }))
      await client.upsert(name, { wait: true, points })
    },
    async query(vector, most, tenant) {
      const filter =
        tenant === undefined || fields.tenant === undefined
          ? {}
          : { filter: { must: [{ key: fields.tenant, match: { value: tenant } }] } }
      const { points } = await client.query(name, { query: [...vector], limit: most, with_payload: true, ...filter })
      return (points as readonly Point[]).map(nameOf)
    },
    async blueprint() {
      const found = await info()
      if (found === undefined) throw missing(place)
      const { vectors, sparse_vectors } = found.config.params
      const isOne = typeof (vectors as { readonly size?: unknown } | undefined)?.size === 'number'
      if (!isOne || sparse_vectors) throw severalVectors(place)
      const aliases = await aliasesOf()
      return { vectors, aliases, indexes: indexesOf(found), structure: structureOf(found, aliases) }
    },
    async make(blueprint) {
      await client.createCollection(name, { vectors: blueprint.vectors as { size: number; distance: 'Cosine' } })
    },
    async finish(blueprint) {
      const found = await info()
      const there = found === undefined ? {} : indexesOf(found)
      for (const [field, type] of Object.entries((blueprint.indexes ?? {}) as Readonly<Record<string, 'keyword'>>)) {
        if (!(field in there))
          await client.createPayloadIndex(name, { field_name: field, field_schema: type, wait: true })
      }
      // An alias stands for one collection only: a copy beside must not take it away.
      if (name.includes(SCRATCH)) return
      const aliases = await aliasesOf()
      const lost = ((blueprint.aliases ?? []) as readonly string[]).filter(alias => !aliases.includes(alias))
      const actions = lost.map(alias => ({ create_alias: { alias_name: alias, collection_name: name } }))
      if (actions.length > 0) await client.updateCollectionAliases({ actions })
    },
    resized: ({ vectors, ...others }, size) => ({ ...others, vectors: { ...(vectors as object), size } }),
    async drop() {
      await client.deleteCollection(name)
    },
    async detach(what) {
      if (what !== 'alias') return []
      const names = await aliasesOf()
      const actions = names.map(alias => ({ delete_alias: { alias_name: alias } }))
      if (actions.length > 0) await client.updateCollectionAliases({ actions })
      return names
    },
    scratch: label => ({ ...place, collection: `${name}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    async [Symbol.asyncDispose]() {},
  }
}

const SCRATCH = 'blackstart_'

interface Info {
  readonly config: { readonly params: { readonly vectors?: unknown } }
  readonly payload_schema?: Readonly<
    Record<string, { readonly data_type?: string; readonly params?: unknown } | undefined>
  >
}

/** What is indexed beside vectors, by name: without it filters are slow, or refused. */
function indexesOf({ payload_schema = {} }: Info): Readonly<Record<string, unknown>> {
  const indexes = Object.entries(payload_schema).map(([field, about]) => [field, about?.params ?? about?.data_type])
  return Object.fromEntries(indexes)
}

function structureOf(found: Info, aliases: readonly string[]): readonly string[] {
  const indexes = Object.entries(indexesOf(found)).map(([field, type]) => `index ${field} ${JSON.stringify(type)}`)
  const vectors = `vectors ${JSON.stringify(found.config.params.vectors)}`
  return [vectors, ...indexes.sort(), ...aliases.map(alias => `alias ${alias}`)]
}

function severalVectors({ collection }: StorePlace): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `${collection} cannot be copied and put back: its points have several vectors.`,
    {
      hint: 'damage it with "kind: custom" and restore it from a snapshot of its own. Nothing was changed',
    },
  )
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : undefined
}
