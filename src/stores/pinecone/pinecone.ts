import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Clock } from '../../model/world.ts'
import { byReading } from '../by-reading.ts'
import { NOTHING_THERE, textsOf } from '../document.ts'
import { isSame } from '../restore.ts'
import type { Store } from '../store.ts'
import { chunks } from './chunks.ts'
import { connectPinecone } from './connection.ts'
import { type IndexPlan, indexPlan, resized, structureOf, vectorsOf } from './plan.ts'
import { reading } from './reading.ts'
import { DEFAULT, records } from './records.ts'

/**
 * An index of Pinecone. Tenants are a part of the metadata or, with "data: { tenant: namespace }", its namespaces; rows are called
 * namespace/id then. What was written is waited for until reading shows it, and nothing is counted by the index's own statistics:
 * both lag behind.
 */
export async function pineconeStore(place: StorePlace, clock: Pick<Clock, 'sleep'>): Promise<Store> {
  const connection = await connectPinecone(place, clock)
  const { client, describe, there, ask, patiently, until } = connection
  const { fields, collection: name } = place
  const known = records(place)
  const { split, partsOf, nameOf, rowOf, recordOf } = known
  const { namespaces, rows, get } = reading(place, connection, known)
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

const SCRATCH = 'blackstart'
const NAME_LIMIT = 45
// Two megabytes are refused.
const REQUEST_LIMIT = 1_500_000

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
