import { Pinecone } from '@pinecone-database/pinecone'
import { describe, expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { stores } from '../../src/stores/open-store.ts'
import { pineconeStore } from '../../src/stores/pinecone/pinecone.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { pineconeServer } from '../support/pinecone-server.ts'
import type { StoreServer } from '../support/store-servers.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { PINECONE_INDEX, pineconeSubject } from './subjects/pinecone.ts'

// Against a small server through the official client, with what surprises people about the real one: see there.
storeContract('Pinecone', async () => pineconeSubject(await pineconeServer(), 'tenant'), ableOf('pinecone'))

describe('what is particular to Pinecone', () => {
  test('an index that somebody deleted and made again is found at its new host, where the client itself would not', async () => {
    await using server = await pineconeServer()
    await using store = await made(server)
    await store.put([row('1')])
    // A platform that knows it by its name has asked it once; with a key of its own, as what is remembered belongs to a key.
    const client = new Pinecone({ apiKey: 'platform', controllerHostUrl: new URL(server.url).origin, maxRetries: 0 })
    await client.index({ name: 'articles' }).fetch({ ids: ['1'] })
    await using other = await pineconeStore(placeOf(server), clock)
    await other.drop()
    await other.make({ request: PINECONE_INDEX })
    await other.put([row('1'), row('2')])

    await expect(client.index({ name: 'articles' }).fetch({ ids: ['1'] })).rejects.toThrow()
    expect(await store.count()).toEqual({ acme: 2 })
  })

  test('one protected against deletion is not deleted, and says so', async () => {
    await using server = await pineconeServer()
    await using store = await made(server, { deletionProtection: 'enabled' })
    await store.put([row('1')])
    await expect(store.drop()).rejects.toMatchObject({
      code: 'NOT_AVAILABLE',
      message: 'The index articles is protected against deletion.',
    })
    expect(await store.count()).toEqual({ acme: 1 })
  })

  test('rows in namespaces that nobody asked for are not lost with a copy of the rest', async () => {
    await using server = await pineconeServer()
    await using split = await made(server, {}, 'namespace')
    await split.put([row('acme/1'), row('globex/1')])
    await using store = await pineconeStore(placeOf(server), clock)
    await expect(store.blueprint()).rejects.toMatchObject({
      message: 'The index articles keeps rows in namespaces: acme, globex.',
    })
  })

  test('more rows than fit into one request or one address are written and read', async () => {
    await using server = await pineconeServer()
    await using store = await made(server)
    const long = 'x'.repeat(30_000)
    const rows = Array.from({ length: 150 }, (_, i) => ({ ...row(`${'id'.repeat(100)}-${i}`), payload: { long } }))
    await store.put(rows)
    expect((await store.get(rows.map(({ id }) => id))).length).toBe(150)
    expect(await store.count()).toEqual({ acme: 150 })
  })

  test('a project that is not there says so, and an index that is not there too', async () => {
    await using server = await pineconeServer()
    const nowhere = { ...placeOf(server), connect: 'http://:key@127.0.0.1:1' }
    await using lost = await stores(clock).open(nowhere)
    await expect(lost.describe()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    await using none = await pineconeStore(placeOf(server), clock)
    await expect(none.count()).rejects.toMatchObject({ code: 'STORE_MISSING' })
  })
})

const { clock } = nodeWorld()

async function made(server: StoreServer, more: object = {}, tenant = 'tenant') {
  const store = await pineconeStore(placeOf(server, tenant), clock)
  await store.make({ request: { ...PINECONE_INDEX, ...more } })
  return store
}

function placeOf(server: StoreServer, tenant = 'tenant'): StorePlace {
  const fields = { id: 'id', tenant, vector: 'values', payload: undefined, written: undefined }
  return { driver: 'pinecone', connect: server.url, collection: 'articles', fields }
}

function row(id: string) {
  return { id, tenant: 'acme', vector: [1, 0, 0, 0], written: undefined, payload: { says: 'something' } }
}
