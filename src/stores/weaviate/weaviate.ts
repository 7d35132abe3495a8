import type { WeaviateClient } from 'weaviate-client'
import type { StorePlace } from '../../model/store.ts'
import { byReading } from '../by-reading.ts'
import { NOTHING_THERE, textsOf } from '../document.ts'
import type { Store } from '../store.ts'
import { openCollection } from './collection.ts'
import { connectWeaviate } from './connection.ts'
import { nearest } from './near.ts'
import { allRows, rowsOf } from './reading.ts'
import { aliasesOf, type Collection, isSplit, makeable, refuseWhatIsLost, unreadyOf } from './schema.ts'
import { putRows, removeRows } from './writing.ts'

/**
 * A collection of a Weaviate server. Rows are called by their UUIDs or, with "data: { id: doc }", by a property; where the server keeps
 * tenants apart, by tenant/id. "data: { vector }" is `default`, or the name of one of several vectors.
 */
export async function weaviateStore(place: StorePlace): Promise<Store> {
  const client = await connectWeaviate(place.connect)
  const { collection: name } = place
  const of = openCollection(client, place)
  const whole = of.within(undefined)
  const reading = byReading({
    rows: (batch, vectors) => allRows(of, batch, vectors),
    removeIds: ids => removeRows(of, ids),
  })
  return {
    place,
    async describe() {
      const found = await of.find()
      if (found === undefined) return NOTHING_THERE
      const first = (await allRows(of, 1, true).next()).value?.[0]
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
      const about = await of.made()
      if (which.by !== 'tenant' || !isSplit(about.class)) return reading.remove(which)
      await whole.tenants.remove([which.tenant])
    },
    get: ids => rowsOf(of, ids),
    put: rows => putRows(of, rows),
    query: (vector, most, tenant) => nearest(of, vector, most, tenant),
    async blueprint() {
      const found = await of.made()
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
      if (real !== name) await pointAliases(client, real, [name])
    },
    async finish(blueprint) {
      const { aliases, tenants } = blueprint as Collection
      if (tenants.length > 0) await of.makeTenants(tenants)
      // An alias stands for one collection only: a copy beside must not take it away.
      if (!name.includes(SCRATCH)) await pointAliases(client, (await of.made()).class.class ?? name, aliases)
    },
    // The first row says how long vectors are.
    resized: blueprint => blueprint,
    async drop() {
      // Asked by an alias the server says that it is done, and does nothing.
      const found = await of.find()
      if (found !== undefined) await client.collections.delete(found.class.class ?? name)
    },
    async detach(what) {
      if (what !== 'alias') return []
      const { aliases } = await of.made()
      for (const alias of aliases) await client.alias.delete(alias)
      return aliases
    },
    scratch: label => ({ ...place, collection: `${name}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

const SCRATCH = 'blackstart_'

async function pointAliases(client: WeaviateClient, to: string, wanted: readonly string[]): Promise<void> {
  const there = await aliasesOf(client, to)
  for (const alias of wanted.filter(each => !there.includes(each))) await client.alias.create({ alias, collection: to })
}
