import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import { BATCH, byReading } from '../by-reading.ts'
import { NOTHING_THERE, textsOf } from '../document.ts'
import type { Store, StoreRow } from '../store.ts'
import { uuidOf } from '../uuid-of.ts'
import { connectWeaviate } from './connection.ts'
import { DEFAULT, documentOf, type Found, objectOf, rowOf } from './objects.ts'
import {
  aliasesOf,
  type Collection,
  hasNamed,
  hasProperty,
  isSplit,
  makeable,
  propertiesOf,
  readCollection,
  refuseWhatIsLost,
  refuseWords,
  unreadyOf,
} from './schema.ts'

/**
 * A collection of a Weaviate server. Rows are called by their UUIDs or, with "data: { id: doc }", by a property; where the server keeps
 * tenants apart, by tenant/id. "data: { vector }" is `default`, or the name of one of several vectors.
 */
export async function weaviateStore(place: StorePlace): Promise<Store> {
  const client = await connectWeaviate(place.connect)
  const { fields, collection: name } = place
  const byProperty = fields.id !== 'id'
  const find = () => readCollection(client, name)
  const whole = client.collections.use(name)
  const within = (tenant: string | undefined) => (tenant === undefined ? whole : whole.withTenant(tenant))
  const made = async (): Promise<Collection> => {
    const found = await find()
    if (found === undefined) throw missing(place)
    if (byProperty) refuseWords(found.class, place)
    return found
  }
  const tenantsOf = ({ class: about, tenants }: Collection): readonly (string | undefined)[] =>
    isSplit(about) ? tenants : [undefined]
  const partsOf = (about: Collection, id: string) => {
    if (!isSplit(about.class)) return { tenant: undefined, own: id }
    const slash = id.indexOf('/')
    return { tenant: id.slice(0, Math.max(0, slash)), own: id.slice(slash + 1) }
  }
  async function* rows(batch: number, vectors: boolean) {
    const about = await made()
    const names = [fields.id, fields.tenant, fields.written].filter(each => hasProperty(about.class, each))
    const returnProperties = (vectors ? propertiesOf(about.class) : names) as string[]
    for (const tenant of tenantsOf(about)) {
      let after: string | undefined
      for (;;) {
        const from = after === undefined ? {} : { after }
        const { objects } = await readable(
          within(tenant).query.fetchObjects({ limit: batch, includeVector: vectors, returnProperties, ...from }),
        )
        if (objects.length > 0) yield objects.map(each => rowOf(place, tenant, each as Found))
        after = objects.at(-1)?.uuid
        if (objects.length < batch) break
      }
    }
  }
  /** The objects that rows are, by what they are called, in one tenant. */
  const objectsOf = async (about: Collection, tenant: string | undefined, ids: readonly string[], all: boolean) => {
    const known = byProperty ? ids : ids.filter(id => UUID.test(id))
    if (known.length === 0 || (tenant !== undefined && !about.tenants.includes(tenant))) return []
    const collection = within(tenant)
    const filters = byProperty
      ? collection.filter.byProperty(fields.id).containsAny([...known])
      : collection.filter.byId().containsAny([...known])
    const returnProperties = (all ? propertiesOf(about.class) : byProperty ? [fields.id] : []) as string[]
    const asked = { filters, limit: known.length, includeVector: all, returnProperties }
    return (await readable(collection.query.fetchObjects(asked))).objects.map(each => each as Found)
  }
  const grouped = (about: Collection, ids: readonly string[]) =>
    [
      ...Map.groupBy(
        ids.map(id => partsOf(about, id)),
        ({ tenant }) => tenant,
      ),
    ].map(([tenant, parts]) => [tenant, parts.map(({ own }) => own)] as const)
  const uuids = async (about: Collection, tenant: string | undefined, own: readonly string[]) => {
    if (!byProperty) return new Map(own.map(id => [id, id]))
    const there = await objectsOf(about, tenant, own, false)
    return new Map(there.map(each => [String(documentOf(each.properties)[fields.id]), each.uuid]))
  }
  const reading = byReading({
    rows,
    async removeIds(ids) {
      const about = await made()
      for (const [tenant, own] of grouped(about, ids)) {
        const found = [...(await uuids(about, tenant, own)).values()].filter(id => UUID.test(id))
        const collection = within(tenant)
        if (found.length > 0) await collection.data.deleteMany(collection.filter.byId().containsAny(found))
      }
    },
  })
  const makeTenants = async (wanted: readonly string[]) => {
    const there = (await made()).tenants
    const lost = [...new Set(wanted)].filter(tenant => !there.includes(tenant))
    if (lost.length > 0) await whole.tenants.create(lost.map(tenant => ({ name: tenant })))
  }
  return {
    place,
    async describe() {
      const found = await find()
      if (found === undefined) return NOTHING_THERE
      const first = (await rows(1, true).next()).value?.[0]
      return {
        exists: true,
        bytes: 0,
        dimension: first?.vector?.length,
        structure: found.structure,
        texts: textsOf(first),
        unready: unreadyOf(await whole.config.getShards()),
      }
    },
    ...reading,
    async remove(which) {
      const about = await made()
      if (which.by !== 'tenant' || !isSplit(about.class)) return reading.remove(which)
      await whole.tenants.remove([which.tenant])
    },
    async get(ids) {
      const about = await made()
      const found: StoreRow[] = []
      for (const [tenant, own] of grouped(about, ids)) {
        for (const each of await objectsOf(about, tenant, own, true)) found.push(rowOf(place, tenant, each))
      }
      return found
    },
    async put(given) {
      const about = await made()
      const split = isSplit(about.class)
      if (split) await makeTenants(given.map(({ id }) => partsOf(about, id).tenant ?? ''))
      const now = split ? await made() : about
      for (const [tenant, group] of Map.groupBy(given, ({ id }) => partsOf(now, id).tenant)) {
        const ids = await uuids(
          now,
          tenant,
          group.map(({ id }) => partsOf(now, id).own),
        )
        const objects = group.map(row => {
          const { own } = partsOf(now, row.id)
          const id = ids.get(own) ?? uuidOf(row.id)
          return { id, ...objectOf(row, own, place, split) }
        })
        for (let i = 0; i < objects.length; i += BATCH) {
          const { hasErrors, errors } = await within(tenant).data.insertMany(objects.slice(i, i + BATCH) as [])
          if (hasErrors) throw new Error(`Weaviate did not take a row: ${Object.values(errors)[0]?.message}`)
        }
      }
    },
    async query(vector, most, tenant) {
      const about = await made()
      const split = isSplit(about.class)
      const near = async (where: string | undefined) => {
        const collection = within(where)
        const own = !split && tenant !== undefined && fields.tenant !== undefined
        const { objects } = await readable(
          collection.query.nearVector([...vector], {
            limit: most,
            returnProperties: byProperty ? [fields.id] : [],
            returnMetadata: ['distance'],
            ...(own ? { filters: collection.filter.byProperty(fields.tenant ?? '').equal(tenant) } : {}),
            ...(fields.vector === undefined || fields.vector === DEFAULT || !hasNamed(about.class)
              ? {}
              : { targetVector: fields.vector }),
          } as object),
        )
        return objects.map(each => ({ far: each.metadata?.distance ?? 0, id: rowOf(place, where, each as Found).id }))
      }
      const where = split && tenant !== undefined ? [tenant] : tenantsOf(about)
      const found = (await Promise.all(where.map(near))).flat()
      return found
        .sort((a, b) => a.far - b.far)
        .slice(0, most)
        .map(({ id }) => id)
    },
    async blueprint() {
      const found = await made()
      await refuseWhatIsLost(client, place, found)
      return found
    },
    async make(blueprint) {
      const { class: about, aliases, tenants } = blueprint as Collection
      // Known by an alias it gets its own name back, which the alias may still point to.
      const real = aliases.includes(name) ? (about.class ?? name) : name
      if (!(await client.collections.exists(real))) {
        await client.collections.createFromJson(makeable(about, real))
        if (tenants.length > 0) await client.collections.use(real).tenants.create(tenants.map(each => ({ name: each })))
      }
      if (real !== name) await pointAliases(real, [name])
    },
    async finish(blueprint) {
      const { aliases, tenants } = blueprint as Collection
      if (tenants.length > 0) await makeTenants(tenants)
      // An alias stands for one collection only: a copy beside must not take it away.
      if (!name.includes(SCRATCH)) await pointAliases((await made()).class.class ?? name, aliases)
    },
    // The first row says how long vectors are.
    resized: blueprint => blueprint,
    async drop() {
      // Asked by an alias the server says that it is done, and does nothing.
      const found = await find()
      if (found !== undefined) await client.collections.delete(found.class.class ?? name)
    },
    async detach(what) {
      if (what !== 'alias') return []
      const { aliases } = await made()
      for (const alias of aliases) await client.alias.delete(alias)
      return aliases
    },
    scratch: label => ({ ...place, collection: `${name}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    [Symbol.asyncDispose]: () => client.close(),
  }

  async function pointAliases(to: string, wanted: readonly string[]): Promise<void> {
    const there = await aliasesOf(client, to)
    for (const alias of wanted.filter(each => !there.includes(each)))
      await client.alias.create({ alias, collection: to })
  }
}

const SCRATCH = 'blackstart_'
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

async function readable<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const why = error instanceof Error ? /tenant not active: '[^']*'/.exec(error.message)?.[0] : undefined
    if (why === undefined) throw error
    throw new DrillError('NOT_AVAILABLE', `Not all rows can be read: ${why}.`, {
      hint: 'activate the tenant: what cannot be read cannot be put back. Nothing was changed',
      cause: error,
    })
  })
}

function missing({ collection, connect }: StorePlace): DrillError {
  return new DrillError('STORE_MISSING', `There is no collection ${collection} at ${new URL(connect).host}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
