import type { PineconeRecord } from '@pinecone-database/pinecone'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Clock } from '../../model/world.ts'
import { byReading } from '../by-reading.ts'
import { documentOfRow, NOTHING_THERE, rowOfDocument, textsOf } from '../document.ts'
import { isSame } from '../restore.ts'
import type { Store, StoreRow } from '../store.ts'
import { connectPinecone } from './connection.ts'
import { type IndexPlan, indexPlan, resized, structureOf, vectorsOf } from './plan.ts'

/**
 * An index of Pinecone. Tenants are a part of the metadata or, with "data: { tenant: namespace }", its namespaces; rows are called
 * namespace/id then. What was written is waited for until reading shows it, and nothing is counted by the index's own statistics:
 * both lag behind.
 */
export async function pineconeStore(place: StorePlace, clock: Pick<Clock, 'sleep'>): Promise<Store> {
  const { client, describe, there, ask, patiently, until } = await connectPinecone(place, clock)
  const { fields, collection: name } = place
  const split = fields.tenant === 'namespace'
  const partsOf = (id: string) => (split ? apart(id) : { namespace: DEFAULT, own: id })
  const nameOf = (namespace: string, own: string) => (split ? `${namespace}/${own}` : own)
  const rowOf = (namespace: string, { id, values, sparseValues, metadata }: PineconeRecord): StoreRow => {
    const sparse = sparseValues === undefined ? {} : { [SPARSE]: { ...sparseValues } }
    const vector = values === undefined || values.length === 0 ? undefined : values
    const row = rowOfDocument(fields, { id: nameOf(namespace, id), vector, document: { ...metadata, ...sparse } })
    return split ? { ...row, tenant: namespace } : row
  }

  const namespaces = async (): Promise<readonly string[]> => {
    const found: string[] = []
    let paginationToken: string | undefined
    do {
      const page = await ask(index => index.listNamespaces(paginationToken === undefined ? {} : { paginationToken }))
      found.push(...(page.namespaces ?? []).map(each => each.name ?? ''))
      paginationToken = page.pagination?.next
    } while (paginationToken !== undefined && paginationToken !== '')
    return found.sort()
  }
  async function* names(namespace: string, limit: number) {
    let paginationToken: string | undefined
    do {
      const from = paginationToken === undefined ? {} : { paginationToken }
      const page = await ask(index => index.listPaginated({ namespace, limit, ...from }))
      const ids = (page.vectors ?? []).map(({ id }) => id ?? '')
      if (ids.length > 0) yield ids
      paginationToken = page.pagination?.next
    } while (paginationToken !== undefined && paginationToken !== '')
  }
  const fetch = async (namespace: string, ids: readonly string[]): Promise<readonly StoreRow[]> => {
    const found: StoreRow[] = []
    for (const some of chunks(ids, id => id.length + 5, URL_LIMIT)) {
      const { records } = await ask(index => index.fetch({ namespace, ids: [...some] }))
      found.push(...some.flatMap(id => records[id] ?? []).map(record => rowOf(namespace, record)))
    }
    return found
  }
  async function* rows(batch: number, vectors: boolean) {
    const bare = !vectors && fields.written === undefined && (split || fields.tenant === undefined)
    for (const namespace of split ? await namespaces() : [DEFAULT]) {
      for await (const ids of names(namespace, Math.min(batch, PAGE))) {
        yield bare ? ids.map(id => rowOf(namespace, { id })) : await fetch(namespace, ids)
      }
    }
  }
  const get = async (ids: readonly string[]): Promise<readonly StoreRow[]> => {
    const groups = Map.groupBy(ids.map(partsOf), ({ namespace }) => namespace)
    const found = [...groups].map(([namespace, parts]) => fetch(namespace, [...new Set(parts.map(({ own }) => own))]))
    return (await Promise.all(found)).flat()
  }
  const metadataOf = (row: StoreRow) => {
    const { [SPARSE]: _, ...document } = documentOfRow(split ? { ...fields, tenant: undefined } : fields, row)
    // There is no nothing in metadata.
    return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null)) as Record<string, string>
  }
  const recordOf = (row: StoreRow): PineconeRecord => ({
    id: partsOf(row.id).own,
    metadata: metadataOf(row),
    ...(row.vector === undefined ? {} : { values: [...row.vector] }),
    ...(row.payload[SPARSE] === undefined ? {} : { sparseValues: row.payload[SPARSE] as never }),
  })
  const near = async (namespace: string, vector: readonly number[], most: number, filter: object | undefined) => {
    const asked = { namespace, vector: [...vector], topK: most, ...(filter === undefined ? {} : { filter }) }
    const { matches } = await ask(index => index.query(asked))
    return matches.map(({ id, score = 0 }) => ({ id: nameOf(namespace, id), score }))
  }
  return {
    place,
    async describe() {
      const found = await describe()
      if (found === undefined) return NOTHING_THERE
      const { ready, state } = found.status
      const first = ready ? (await rows(1, true).next()).value : undefined
      return {
        exists: true,
        bytes: 0,
        dimension: vectorsOf(found).dimension,
        structure: structureOf(found),
        texts: textsOf(first?.[0]),
        unready: ready ? undefined : `the index is ${state}`,
      }
    },
    ...byReading({
      rows,
      async removeIds(ids) {
        for (const [namespace, parts] of Map.groupBy(ids.map(partsOf), each => each.namespace)) {
          const own = parts.map(each => each.own)
          await ask(index => index.deleteMany({ namespace, ids: own }))
        }
        await until('deleted rows are gone', async () => (await get(ids)).length === 0)
      },
    }),
    get: async ids => (ids.length === 0 ? [] : get(ids)),
    async put(given) {
      for (const [namespace, group] of Map.groupBy(given, row => partsOf(row.id).namespace)) {
        for (const some of chunks(group.map(recordOf), record => JSON.stringify(record).length, REQUEST_LIMIT)) {
          await ask(index => index.upsert({ namespace, records: [...some] }))
        }
      }
      const meant = given.map(row => rowOf(partsOf(row.id).namespace, recordOf(row)))
      await until('written rows show', async () => {
        const there = new Map((await get(meant.map(({ id }) => id))).map(row => [row.id, row]))
        return meant.every(row => isSame(row, there.get(row.id)))
      })
    },
    async query(vector, most, tenant) {
      const own = tenant === undefined || fields.tenant === undefined ? undefined : tenant
      const filter = own === undefined || split ? undefined : { [fields.tenant ?? '']: { $eq: own } }
      const where = !split ? [DEFAULT] : own === undefined ? await namespaces() : [own]
      const found = (await Promise.all(where.map(each => near(each, vector, most, filter)))).flat()
      if (where.length > 1) {
        const nearerIsLess = vectorsOf(await there()).metric === 'euclidean'
        found.sort((a, b) => (nearerIsLess ? a.score - b.score : b.score - a.score))
      }
      return found.slice(0, most).map(({ id }) => id)
    },
    async blueprint() {
      const plan = indexPlan(await there())
      const others = (await namespaces()).filter(each => each !== DEFAULT && each !== '')
      if (!split && others.length > 0) throw hasNamespaces(name, others)
      return plan
    },
    async make(blueprint) {
      await patiently(() => client.createIndex({ name, ...(blueprint as IndexPlan).request }))
      await until(`the index ${name} is ready`, async () => (await describe())?.status.ready === true)
    },
    finish: async () => {},
    resized: (blueprint, dimension) => resized(blueprint as IndexPlan, dimension),
    async drop() {
      const found = await describe()
      if (found === undefined) return
      if (found.deletionProtection === 'enabled') throw isProtected(name)
      await patiently(() => client.deleteIndex(name))
      // It takes its time, and as long as it does there can be no other of this name.
      await until(`the index ${name} is gone`, async () => (await describe()) === undefined)
    },
    // Names of indexes are short, and made of small letters, digits and hyphens.
    scratch: label => {
      const end = `-${SCRATCH}-${label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
      return { ...place, collection: `${name.slice(0, NAME_LIMIT - end.length)}${end}` }
    },
    async [Symbol.asyncDispose]() {},
  }
}

const DEFAULT = '__default__'
const SPARSE = '$sparse'
const SCRATCH = 'blackstart'
const NAME_LIMIT = 45
const PAGE = 100
const URL_LIMIT = 6000
// Two megabytes are refused.
const REQUEST_LIMIT = 1_500_000

function apart(id: string) {
  const slash = id.indexOf('/')
  return { namespace: slash < 0 ? DEFAULT : id.slice(0, slash), own: id.slice(slash + 1) }
}

/** Pieces of a list, none of them heavier than may be sent at once. */
function* chunks<T>(items: readonly T[], weight: (item: T) => number, limit: number): Generator<readonly T[]> {
  let waiting: T[] = []
  let sum = 0
  for (const item of items) {
    if (waiting.length > 0 && (sum + weight(item) > limit || waiting.length >= PAGE)) {
      yield waiting
      waiting = []
      sum = 0
    }
    waiting.push(item)
    sum += weight(item)
  }
  if (waiting.length > 0) yield waiting
}

function hasNamespaces(name: string, others: readonly string[]): DrillError {
  return new DrillError(
    'NOT_AVAILABLE',
    `The index ${name} keeps rows in namespaces: ${others.slice(0, 5).join(', ')}.`,
    {
      hint: 'write "data: { tenant: namespace }" in the platform file, or they would be lost. Nothing was changed',
    },
  )
}

function isProtected(name: string): DrillError {
  return new DrillError('NOT_AVAILABLE', `The index ${name} is protected against deletion.`, {
    hint: 'delete its rows instead, or switch "deletion_protection" off for the drill. Nothing was changed',
  })
}
