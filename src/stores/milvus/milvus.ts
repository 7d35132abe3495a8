import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import { byReading } from '../by-reading.ts'
import { documentOfRow, NOTHING_THERE, rowOfDocument, textsOf } from '../document.ts'
import { missing } from '../missing.ts'
import type { Store, StoreRow, StoreValue } from '../store.ts'
import { type Collection, readCollection, refuseWhatIsLost, unreadyBecause } from './collection.ts'
import { connectMilvus, done } from './connection.ts'
import { makeCollection, resized } from './make.ts'

/**
 * A collection of a Milvus server; "data: { id }" names its primary key. Everything is asked for with strong consistency: rows that
 * were written a moment ago and not flushed yet are seen, counted and copied.
 */
export async function milvusStore(place: StorePlace): Promise<Store> {
  const client = await connectMilvus(place.connect)
  const { fields, collection: name } = place
  const about = { collection_name: name }
  const find = () => readCollection(client, name)
  const collection = async (): Promise<Collection> => {
    const found = await find()
    if (found === undefined) throw missing(place)
    const primary = found.fields.find(field => field.primary)
    if (primary?.name !== fields.id) throw wrongKey(place, primary?.name)
    return found
  }
  const select = async (filter: string, limit: number, names: readonly string[]): Promise<readonly StoreRow[]> => {
    const answer = await client.query({
      ...about,
      filter,
      limit,
      output_fields: [...names],
      consistency_level: STRONG,
      // Without these a server with several segments may answer with any rows, not those next in order.
      params: { iterator: true, reduce_stop_for_best: true },
    })
    return done(answer).data.map(found => rowOf(found, place))
  }
  async function* rows(batch: number, vectors: boolean) {
    const { fields: all, dynamic } = await collection()
    const isNumber = all.some(field => field.primary && field.type === 'Int64')
    const known = (each: string | undefined): each is string =>
      each !== undefined && (dynamic || all.some(field => field.name === each))
    const wanted = vectors ? ['*'] : [fields.id, fields.tenant, fields.written].filter(known)
    let filter = isNumber ? '' : `${fields.id} >= ""`
    for (;;) {
      const found = await select(filter, batch, wanted)
      const sorted = found.toSorted(isNumber ? byNumber : byBytes)
      if (sorted.length > 0) yield sorted
      if (sorted.length < batch) return
      const last = sorted.at(-1)?.id ?? ''
      filter = `${fields.id} > ${isNumber ? last : JSON.stringify(last)}`
    }
  }
  const idsIn = async (ids: readonly string[]): Promise<string> => {
    const isNumber = (await collection()).fields.some(field => field.primary && field.type === 'Int64')
    const known = isNumber ? ids.filter(id => /^-?\d+$/.test(id)) : ids.map(id => JSON.stringify(id))
    return `${fields.id} in [${known.join(', ')}]`
  }
  return {
    place,
    async describe() {
      const found = await find()
      if (found === undefined) return NOTHING_THERE
      const unready = await unreadyBecause(client, name)
      const [first] = unready === undefined ? await select('', 1, ['*']) : []
      const dimension = found.fields.find(field => field.name === fields.vector)?.params.dim
      return {
        exists: true,
        bytes: 0,
        dimension: dimension === undefined ? undefined : Number(dimension),
        structure: found.structure,
        texts: textsOf(first),
        unready,
      }
    },
    ...byReading({
      rows,
      removeIds: async ids => void done(await client.delete({ ...about, filter: await idsIn(ids) })),
    }),
    get: async ids => (ids.length === 0 ? [] : select(await idsIn(ids), ids.length, ['*'])),
    async put(given) {
      const { fields: all } = await collection()
      const made = all.filter(field => field.made).map(field => field.name)
      const data = given.map(row => dataOf(row, place, made))
      const answer = done(await client.upsert({ ...about, data }))
      if (answer.err_index.length > 0) throw new Error(`Milvus did not take ${answer.err_index.length} rows`)
    },
    async query(vector, most, tenant) {
      const isOwn = tenant !== undefined && fields.tenant !== undefined
      const answer = await client.search({
        ...about,
        data: [[...vector]],
        anns_field: fields.vector ?? 'vector',
        limit: most,
        output_fields: [fields.id],
        consistency_level: STRONG,
        ...(isOwn ? { filter: `${fields.tenant} == ${JSON.stringify(tenant)}` } : {}),
      })
      return [done(answer).results].flat(2).map(({ id }) => String(id))
    },
    async blueprint() {
      const found = await collection()
      refuseWhatIsLost(found, place)
      return found
    },
    async make(blueprint) {
      const made = blueprint as Collection
      // Known by an alias it gets its own name back, or has it still: only the alias is lost then.
      const real = made.aliases.includes(name) ? made.name : name
      if ((await readCollection(client, real)) === undefined) await makeCollection(client, real, made)
      if (real !== name) done(await client.createAlias({ collection_name: real, alias: name }))
    },
    async finish(blueprint) {
      // An alias stands for one collection only: a copy beside must not take it away.
      if (name.includes(SCRATCH)) return
      const there = await collection()
      const lost = (blueprint as Collection).aliases.filter(alias => !there.aliases.includes(alias))
      for (const alias of lost) done(await client.createAlias({ collection_name: there.name, alias }))
    },
    resized: (blueprint, dimension) => resized(blueprint as Collection, fields.vector, dimension),
    async drop() {
      const found = await find()
      if (found === undefined) return
      // A collection that an alias stands for refuses to go.
      for (const alias of found.aliases) done(await client.dropAlias({ alias }))
      done(await client.dropCollection({ collection_name: found.name }))
    },
    async detach(what) {
      if (what !== 'alias') return []
      const { aliases } = await collection()
      for (const alias of aliases) done(await client.dropAlias({ alias }))
      return aliases
    },
    scratch: label => ({ ...place, collection: `${name}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    [Symbol.asyncDispose]: async () => void (await client.closeConnection()),
  }
}

const SCRATCH = 'blackstart_'
const STRONG = 0
// As the server orders them, or a page would begin behind what it must show.
const byBytes = (a: StoreRow, b: StoreRow) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
const byNumber = (a: StoreRow, b: StoreRow) => Number(BigInt(a.id) - BigInt(b.id))

/** Fields that no schema names come as one, under a name of its own. */
const DYNAMIC = '$meta'

function rowOf(found: Record<string, unknown>, { fields }: StorePlace): StoreRow {
  const { [DYNAMIC]: dynamic, [fields.vector ?? '']: vector, ...document } = found
  return rowOfDocument(fields, {
    id: String(found[fields.id]),
    vector: Array.isArray(vector) ? (vector as number[]) : undefined,
    document: { ...(dynamic as object | undefined), ...document } as Record<string, StoreValue>,
  })
}

function dataOf(row: StoreRow, { fields }: StorePlace, made: readonly string[]) {
  const document = Object.entries(documentOfRow(fields, row)).filter(([name]) => !made.includes(name))
  const vector = fields.vector === undefined ? {} : { [fields.vector]: [...(row.vector ?? [])] }
  return { ...Object.fromEntries(document), [fields.id]: row.id, ...vector } as Record<string, string>
}

function wrongKey({ collection, fields }: StorePlace, primary: string | undefined): DrillError {
  return new DrillError('STORE_MISSING', `The primary key of ${collection} is called ${primary}, not ${fields.id}.`, {
    hint: `write "data: { id: ${primary} }" in the platform file. Nothing was changed`,
  })
}
