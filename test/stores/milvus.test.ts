import { DataType, MilvusClient } from '@zilliz/milvus2-sdk-node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { milvusStore } from '../../src/stores/milvus/milvus.ts'
import { stores } from '../../src/stores/open-store.ts'
import { remove } from '../../src/stores/removal.ts'
import { restore } from '../../src/stores/restore.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { MILVUS_SERVERS } from '../support/milvus-servers.ts'
import { hasStoreServer, realServer, type StoreServer } from '../support/store-servers.ts'
import { tempDir } from '../support/temp-dir.ts'

const files = nodeWorld().files
const GONE = { of: 'collection' } as const
const BY = { seed: 1, wallMs: 0 }

test('a Milvus that is not there says so', async () => {
  const place = placeOf('http://127.0.0.1:1', 'articles')
  await expect(stores(nodeWorld().clock).open(place)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
})

describe.skipIf(!hasStoreServer('milvus-lite'))('what is particular to Milvus', () => {
  let server: StoreServer
  let client: MilvusClient
  beforeAll(async () => {
    server = await realServer(MILVUS_SERVERS['milvus-lite'])
    client = new MilvusClient({ address: new URL(server.url).host, telemetry: { enabled: false } })
  }, 60_000)
  afterAll(async () => {
    await client?.closeConnection()
    await server?.[Symbol.asyncDispose]()
  })
  const key = { name: 'id', data_type: DataType.Int64, is_primary_key: true }
  const vector = { name: 'embedding', data_type: DataType.FloatVector, dim: 2 }
  const make = async (name: string, fields: object[], more: object = {}) => {
    await client.createCollection({ collection_name: name, fields: fields as [], ...more })
    await client.createIndex({
      collection_name: name,
      field_name: 'embedding',
      index_type: 'HNSW',
      metric_type: 'L2',
      params: { M: 8, efConstruction: 64 },
    })
    await client.loadCollectionSync({ collection_name: name })
  }
  beforeEach(async () => {
    for (const { name } of (await client.showCollections()).data) {
      for (const alias of (await client.listAliases({ collection_name: name })).aliases)
        await client.dropAlias({ alias })
      await client.dropCollection({ collection_name: name })
    }
  })

  test('numbers as keys, values of every type and an alias come back, known by that alias', async () => {
    await using dir = await tempDir()
    const fields = [
      key,
      { name: 'big', data_type: DataType.Int64 },
      { name: 'ok', data_type: DataType.Bool },
      { name: 'half', data_type: DataType.Double },
      { name: 'doc', data_type: DataType.JSON },
      { name: 'tags', data_type: DataType.Array, element_type: DataType.VarChar, max_length: 20, max_capacity: 5 },
      { name: 'maybe', data_type: DataType.VarChar, max_length: 20, nullable: true },
      vector,
    ]
    await make('articles_v3', fields)
    await client.createAlias({ collection_name: 'articles_v3', alias: 'articles' })
    const row = { big: '9007199254740993', ok: true, half: 0.1, doc: { a: [1, null, 'x'] }, tags: ['x', 'y'] }
    await client.insert({
      collection_name: 'articles_v3',
      data: [
        { id: 9, ...row, maybe: null, embedding: [1, 0] },
        { id: 10, ...row, maybe: 'yes', embedding: [0, 1] },
      ],
    })
    await using store = await milvusStore(placeOf(server.url, 'articles'))
    const before = (await Array.fromAsync(store.scan(1))).flat()
    expect(before.map(({ id }) => id)).toEqual(['9', '10'])
    expect(before[0]).toMatchObject({ vector: [1, 0], payload: { ...row, maybe: null } })
    const { structure } = await store.describe()
    expect(structure).toContain('alias articles')
    expect(structure).toContain('field big Int64')
    await snapshot(store, files, dir.file('rows.jsonl'))

    await remove(store, GONE, BY)
    expect((await store.describe()).exists).toBe(false)
    expect((await client.showCollections()).data).toEqual([])
    await restore(store, files, dir.file('rows.jsonl'))

    expect((await Array.fromAsync(store.scan())).flat()).toEqual(before)
    expect((await store.describe()).structure).toEqual(structure)
    expect((await client.showCollections()).data.map(({ name }) => name)).toEqual(['articles_v3'])
    expect(await store.get(['10', 'nobody'])).toMatchObject([{ id: '10' }])
    expect(await store.query?.([0, 1], 1)).toEqual(['10'])
  })

  test('what was released from memory says that it cannot answer, and is not copied', async () => {
    await make('articles', [key, vector])
    await client.releaseCollection({ collection_name: 'articles' })
    await using store = await milvusStore(placeOf(server.url, 'articles'))
    expect((await store.describe()).unready).toBe('it is not loaded (NotLoad)')
    await expect(Array.fromAsync(store.scan())).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  })

  test.each([
    [
      'ids that Milvus hands out itself',
      async () => make('articles', [{ ...key, autoID: true }, vector]),
      /Milvus hands out its ids itself/,
    ],
    [
      'rows in partitions of their own',
      async () => {
        await make('articles', [key, vector])
        await client.createPartition({ collection_name: 'articles', partition_name: 'north' })
      },
      /its rows lie in partitions of their own/,
    ],
  ])('%s are not copied, because they would not come back as they were', async (_, prepare, why) => {
    await prepare()
    await using store = await milvusStore(placeOf(server.url, 'articles'))
    await expect(store.blueprint()).rejects.toMatchObject({
      code: 'NOT_AVAILABLE',
      message: expect.stringMatching(why),
    })
  })

  test('a key by another name than the platform file says is named', async () => {
    await make('articles', [{ ...key, name: 'pk' }, vector])
    await using store = await milvusStore(placeOf(server.url, 'articles'))
    await expect(store.count()).rejects.toMatchObject({
      code: 'STORE_MISSING',
      message: 'The primary key of articles is called pk, not id.',
    })
  })
})

function placeOf(connect: string, collection: string): StorePlace {
  const fields = { id: 'id', tenant: undefined, vector: 'embedding', payload: undefined, written: undefined }
  return { driver: 'milvus', connect, collection, fields }
}
