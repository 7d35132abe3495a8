import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import weaviate, { type WeaviateClass, type WeaviateClient } from 'weaviate-client'
import type { StorePlace } from '../../src/model/store.ts'
import { stores } from '../../src/stores/open-store.ts'
import { remove } from '../../src/stores/removal.ts'
import { restore } from '../../src/stores/restore.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import { weaviateStore } from '../../src/stores/weaviate/weaviate.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { hasStoreServer, realServer, type StoreServer } from '../support/store-servers.ts'
import { tempDir } from '../support/temp-dir.ts'
import { WEAVIATE } from '../support/weaviate-server.ts'

const files = nodeWorld().files

test('a Weaviate that is not there says so', async () => {
  await expect(stores(nodeWorld().clock).open(placeOf('http://127.0.0.1:1', 'Articles'))).rejects.toMatchObject({
    code: 'STORE_UNREACHABLE',
  })
})

describe.skipIf(!hasStoreServer('weaviate'))('what is particular to Weaviate', () => {
  let server: StoreServer
  let client: WeaviateClient
  beforeAll(async () => {
    server = await realServer(WEAVIATE)
    const url = new URL(server.url)
    const grpcPort = Number(url.searchParams.get('grpc')?.split(':')[1])
    client = await weaviate.connectToLocal({ host: url.hostname, port: Number(url.port), grpcPort })
  }, 60_000)
  afterAll(async () => {
    await client?.close()
    await server?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    for (const { alias } of (await client.alias.listAll()) ?? []) await client.alias.delete(alias)
    await client.collections.deleteAll()
  })
  const make = (about: Partial<WeaviateClass>) =>
    client.collections.createFromJson({ class: 'Articles', vectorizer: 'none', ...about } as WeaviateClass)

  test('values of every type come back, under the name and the alias they had, deleted by that alias', async () => {
    await using dir = await tempDir()
    const kinds = { text: 'says', int: 7, number: 0.5, boolean: true, 'text[]': ['a', 'b'], blob: 'aGk=' }
    const properties = Object.entries(kinds).map(([type], i) => ({ name: `p${i}`, dataType: [type] }))
    const nested = { name: 'o', dataType: ['object'], nestedProperties: [{ name: 'k', dataType: ['text'] }] }
    await make({
      class: 'Articles_v3',
      properties: [...properties, nested, { name: 'at', dataType: ['date'] }],
    } as object)
    await client.alias.create({ alias: 'Articles', collection: 'Articles_v3' })
    const says = { ...Object.fromEntries(Object.values(kinds).map((value, i) => [`p${i}`, value])), o: { k: 'v' } }
    await client.collections
      .use('Articles_v3')
      .data.insertMany([{ id: ID, properties: { ...says, at: new Date(0) }, vectors: [1, 0] }] as never)
    await using store = await weaviateStore(placeOf(server.url, 'Articles'))
    const before = (await Array.fromAsync(store.scan())).flat()
    expect(before).toMatchObject([{ id: ID, vector: [1, 0], payload: { ...says, at: '1970-01-01T00:00:00.000Z' } }])
    const { structure } = await store.describe()
    expect(structure).toContain('alias Articles')
    await snapshot(store, files, dir.file('rows.jsonl'))

    await remove(store, { of: 'collection' }, { seed: 1, wallMs: 0 })
    expect(await client.collections.exists('Articles_v3')).toBe(false)
    await restore(store, files, dir.file('rows.jsonl'))

    expect((await Array.fromAsync(store.scan())).flat()).toEqual(before)
    expect((await store.describe()).structure).toEqual(structure)
    expect(await client.collections.exists('Articles_v3')).toBe(true)
    expect(await store.detach?.('alias')).toEqual(['Articles'])
    expect((await store.describe()).exists).toBe(false)
    await restore(store, files, dir.file('rows.jsonl'))
    expect((await store.describe()).structure).toEqual(structure)
  })

  test('several vectors of a row come back, whichever is looked at', async () => {
    await using dir = await tempDir()
    const index = { vectorizer: { none: {} }, vectorIndexType: 'hnsw' }
    await make({ vectorizer: undefined, vectorConfig: { title: index, body: index } } as object)
    const vectors = { title: [1, 0], body: [0, 1, 0] }
    await client.collections.use('Articles').data.insertMany([{ id: ID, properties: {}, vectors }] as never)
    await using store = await weaviateStore(placeOf(server.url, 'Articles', { vector: 'title' }))
    const before = (await Array.fromAsync(store.scan())).flat()
    expect(before).toMatchObject([{ vector: [1, 0], payload: { $vectors: { body: [0, 1, 0] } } }])
    expect(await store.query?.([1, 0], 1)).toEqual([ID])
    await snapshot(store, files, dir.file('rows.jsonl'))
    await store.remove({ by: 'all' })
    await restore(store, files, dir.file('rows.jsonl'))
    expect((await Array.fromAsync(store.scan())).flat()).toEqual(before)
  })

  test.each([
    [
      'rows that refer to others',
      async () => {
        await make({ class: 'Authors' })
        await make({ properties: [{ name: 'by', dataType: ['Authors'] }] })
      },
      /its property by refers to rows of another collection/,
    ],
    [
      'a tenant that is asleep',
      async () => {
        await make({ multiTenancyConfig: { enabled: true } })
        const { tenants } = client.collections.use('Articles')
        await tenants.create([{ name: 'acme' }])
        await tenants.deactivate('acme')
      },
      /its tenant acme is INACTIVE/,
    ],
  ])('%s: not copied, because not all would come back', async (_, prepare, why) => {
    await prepare()
    await using store = await weaviateStore(placeOf(server.url, 'Articles'))
    await expect(store.blueprint()).rejects.toMatchObject({
      code: 'NOT_AVAILABLE',
      message: expect.stringMatching(why),
    })
  })

  test('rows are not called by a property that the server finds by its words', async () => {
    await make({ properties: [{ name: 'doc', dataType: ['text'] }] })
    await using store = await weaviateStore(placeOf(server.url, 'Articles', { id: 'doc' }))
    await expect(store.count()).rejects.toMatchObject({
      code: 'STORE_MISSING',
      message:
        'Rows of Articles cannot be called by doc: it is found by its words (tokenization: word), not as a whole.',
    })
  })
})

const ID = '11111111-1111-4111-a111-111111111111'

function placeOf(connect: string, collection: string, more: Partial<StorePlace['fields']> = {}): StorePlace {
  const fields = { id: 'id', tenant: undefined, vector: 'default', payload: undefined, written: undefined, ...more }
  return { driver: 'weaviate', connect, collection, fields }
}
