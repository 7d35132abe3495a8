import { hash } from 'node:crypto'
import { DrillError } from '../model/error.ts'
import type { StorePlace } from '../model/store.ts'
import { isMeant } from './is-meant.ts'
import { optionalPart } from './optional-part.ts'
import type { Store, StoreRow, StoreValue } from './store.ts'

const BATCH = 200

type Payload = Readonly<Record<string, unknown>>
interface Point {
  readonly id: string | number
  readonly vector?: unknown
  readonly payload?: Payload | null | undefined
}

/**
 * A collection of a Qdrant server. Points are called by numbers or UUIDs; where "data: { id }" names a part of the payload, rows are
 * called by that instead. An address like `http://:KEY@host:6333` carries the API key.
 */
export async function qdrantStore(place: StorePlace): Promise<Store> {
  const { QdrantClient } = await optionalPart('@qdrant/js-client-rest', () => import('@qdrant/js-client-rest'))
  const { fields, collection: name } = place
  const url = new URL(place.connect)
  const apiKey = url.password === '' ? {} : { apiKey: decodeURIComponent(url.password) }
  const client = new QdrantClient({ url: url.origin, checkCompatibility: false, ...apiKey })
  const byPayload = fields.id !== 'id'
  const nameOf = ({ id, payload }: Point) => String(byPayload ? (payload?.[fields.id] ?? '') : id)

  const rowOf = (point: Point): StoreRow => {
    const {
      [fields.tenant ?? '']: tenant,
      [fields.written ?? '']: written,
      [fields.id]: _,
      ...others
    } = point.payload ?? {}
    const vector = Array.isArray(point.vector) ? (point.vector as readonly number[]) : undefined
    const payload = others as Record<string, StoreValue>
    return { id: nameOf(point), tenant: text(tenant), vector, written: text(written), payload }
  }
  /** The points that rows are, by what the rows are called; those there are none of get one that belongs to their name. */
  const pointIds = async (ids: readonly string[]): Promise<ReadonlyMap<string, string | number>> => {
    if (!byPayload) return new Map(ids.map(id => [id, /^\d+$/.test(id) ? Number(id) : id]))
    const filter = { must: [{ key: fields.id, match: { any: [...ids] } }] }
    const found = await client.scroll(name, { filter, limit: Math.max(1, ids.length), with_payload: true })
    const there = (found.points as readonly Point[]).map(point => [nameOf(point), point.id] as const)
    return new Map([...ids.map(id => [id, uuidOf(id)] as const), ...there])
  }
  const payloadOf = ({ id, tenant, written, payload }: StoreRow) => {
    const own = [
      [fields.tenant, tenant],
      [fields.written, written],
      [byPayload ? fields.id : undefined, id],
    ].filter(([key, value]) => key !== undefined && value !== undefined)
    return { ...payload, ...Object.fromEntries(own) }
  }
  async function* scan(batch = BATCH) {
    let offset: string | number | undefined
    do {
      const page = await client.scroll(name, {
        limit: batch,
        with_payload: true,
        with_vector: true,
        ...(offset === undefined ? {} : { offset }),
      })
      if (page.points.length > 0) yield (page.points as readonly Point[]).map(rowOf)
      offset = (page.next_page_offset ?? undefined) as string | number | undefined
    } while (offset !== undefined)
  }
  const all = async (isMeant: (row: StoreRow) => boolean) => {
    const found: StoreRow[] = []
    for await (const rows of scan()) found.push(...rows.filter(isMeant))
    return found
  }
  const info = async () =>
    client.getCollection(name).catch((error: unknown) => {
      if (statusOf(error) === 404) return undefined
      throw error
    })
  const parameters = async () => {
    const found = await info()
    if (found === undefined) throw missing(place)
    return found.config.params.vectors
  }
  return {
    place,
    async describe() {
      const found = await info()
      if (found === undefined) {
        return { exists: false, bytes: 0, dimension: undefined, structure: [], texts: [], unready: undefined }
      }
      const { points } = await client.scroll(name, { limit: 1, with_payload: true, with_vector: false })
      const [first] = (points as readonly Point[]).map(rowOf)
      const vectors = found.config.params.vectors as { readonly size?: number } | undefined
      // Aliases are no part of a snapshot of Qdrant's own: whoever restores has to think of them.
      const { aliases } = await client.getCollectionAliases(name)
      const names = aliases.map(({ alias_name }) => alias_name).sort()
      return {
        exists: true,
        bytes: 0,
        dimension: vectors?.size,
        structure: [`vectors ${JSON.stringify(vectors)}`, ...names.map(alias => `alias ${alias}`)],
        texts: Object.keys(first?.payload ?? {}).filter(key => typeof first?.payload[key] === 'string'),
        unready: found.status === 'green' ? undefined : `the collection is ${found.status}`,
      }
    },
    async count() {
      if (fields.tenant === undefined) return { '': (await client.count(name, { exact: true })).count }
      const counts: Record<string, number> = {}
      for await (const rows of scan()) for (const { tenant = '' } of rows) counts[tenant] = (counts[tenant] ?? 0) + 1
      return counts
    },
    scan,
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
    async put(rows) {
      const ids = await pointIds(rows.map(({ id }) => id))
      const points = rows.map(row => ({
        id: ids.get(row.id) ?? row.id,
        vector: [...(row.vector ?? [])],
        payload: payloadOf(row),
      }))
      await client.upsert(name, { wait: true, points })
    },
    async remove(rows) {
      const ids = (await all(row => isMeant(row, rows))).map(({ id }) => id)
      for (let i = 0; i < ids.length; i += BATCH) {
        const points = [...(await pointIds(ids.slice(i, i + BATCH))).values()]
        await client.delete(name, { wait: true, points })
      }
    },
    async newest() {
      if (fields.written === undefined) return undefined
      let newest: string | undefined
      for await (const rows of scan())
        for (const { written = '' } of rows) if (written > (newest ?? '')) newest = written
      return newest
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
      const vectors = await parameters()
      const { aliases } = await client.getCollectionAliases(name)
      const names = aliases.map(({ alias_name }) => alias_name).sort()
      return {
        vectors,
        aliases: names,
        structure: [`vectors ${JSON.stringify(vectors)}`, ...names.map(alias => `alias ${alias}`)],
      }
    },
    async make(blueprint) {
      await client.createCollection(name, { vectors: blueprint.vectors as { size: number; distance: 'Cosine' } })
    },
    async finish(blueprint) {
      // An alias stands for one collection only: a copy beside must not take it away.
      if (name.includes(SCRATCH)) return
      const wanted = (blueprint.aliases ?? []) as readonly string[]
      const { aliases } = await client.getCollectionAliases(name)
      const lost = wanted.filter(alias => !aliases.some(({ alias_name }) => alias_name === alias))
      const actions = lost.map(alias => ({ create_alias: { alias_name: alias, collection_name: name } }))
      if (actions.length > 0) await client.updateCollectionAliases({ actions })
    },
    async drop() {
      await client.deleteCollection(name)
    },
    async detach(what) {
      if (what !== 'alias') return []
      const { aliases } = await client.getCollectionAliases(name)
      const names = aliases.map(({ alias_name }) => alias_name)
      const actions = names.map(alias => ({ delete_alias: { alias_name: alias } }))
      if (actions.length > 0) await client.updateCollectionAliases({ actions })
      return names
    },
    scratch: label => ({ ...place, collection: `${name}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    async [Symbol.asyncDispose]() {},
  }
}

const SCRATCH = 'blackstart_'

/** A UUID that belongs to a name: the same each time. */
function uuidOf(id: string): string {
  return hash('sha256', id, 'hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-a$4-$5')
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : undefined
}

function missing({ collection, connect }: StorePlace): DrillError {
  return new DrillError('STORE_MISSING', `There is no collection ${collection} at ${new URL(connect).origin}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
