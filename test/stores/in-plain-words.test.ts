import { describe, expect, test } from 'vitest'
import type { StoreDriverName, StorePlace } from '../../src/model/store.ts'
import { inPlainWords } from '../../src/stores/in-plain-words.ts'
import { stores } from '../../src/stores/open-store.ts'
import type { Store } from '../../src/stores/store.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { freePort } from '../support/sockets.ts'

const { clock } = nodeWorld()
const fields = { id: 'id', tenant: undefined, vector: 'embedding', payload: undefined, written: undefined }
const placeOf = (driver: StoreDriverName, connect: string): StorePlace => {
  return { driver, connect, collection: 'articles', fields }
}

/** What a person reads who opens a store and looks at it. */
async function said(place: StorePlace, look: (store: Store) => Promise<unknown> = store => store.describe()) {
  try {
    await using store = await stores(clock).open(place)
    return await look(store)
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string }
    return [code, message, hint]
  }
}

const DOWN = 'check "connect" in the platform file, and that the server is up'

describe('a store that is down says where it was looked for, and what to do', () => {
  test.for([
    ['qdrant', 'http://:secret@127.0.0.1:PORT', 'connect ECONNREFUSED 127.0.0.1:PORT'],
    ['chroma', 'http://127.0.0.1:PORT', 'Failed to connect to chromadb'],
    ['weaviate', 'http://:secret@127.0.0.1:PORT', 'connect ECONNREFUSED 127.0.0.1:PORT'],
    ['pinecone', 'http://:secret@127.0.0.1:PORT', 'connect ECONNREFUSED 127.0.0.1:PORT'],
    ['s3', 'http://key:secret@127.0.0.1:PORT/bucket', 'connect ECONNREFUSED 127.0.0.1:PORT'],
  ] as const)('%s', async ([driver, connect, why]) => {
    const at = String(await freePort())
    const place = placeOf(driver, connect.replace('PORT', at))
    const sentence = `Could not reach the store articles at 127.0.0.1:${at}: ${why.replace('PORT', at)}.`
    expect(await said(place)).toEqual(['STORE_UNREACHABLE', sentence, DOWN])
    expect(await said(place, store => Array.fromAsync(store.scan()))).toEqual(['STORE_UNREACHABLE', sentence, DOWN])
  })

  test('sqlite, whose file is in no folder that there is', async () => {
    expect(await said(placeOf('sqlite', '/no/such/folder/store.db'))).toEqual([
      'STORE_MISSING',
      'Could not open the file of the store articles at /no/such/folder/store.db: unable to open database file.',
      'check the path in "connect" in the platform file',
    ])
  })

  test('a folder that is not there is not copied as an empty one', async () => {
    expect(await said(placeOf('folder', '/no/such'), store => store.blueprint())).toContain(
      'There is no folder /no/such/articles.',
    )
  })
})

test.for(['not an address', '127.0.0.1:6333', 'localhost:6333', 'postgres://host/x'])(
  'what is no address is refused before any client sees it: %s',
  async connect => {
    expect(await said(placeOf('qdrant', connect))).toEqual([
      'STORE_UNREACHABLE',
      '"connect" is no address that the driver "qdrant" can use.',
      'write it like http://host:6333, with :KEY@ before the host if it takes one, in the platform file. Nothing was changed',
    ])
  },
)

test('an address without a bucket shows no secret', async () => {
  const [, message] = (await said(placeOf('s3', 'http://key:secret@host:9000'))) as string[]
  expect(message).toBe('"connect" names no bucket at host:9000.')
})

describe('what a client throws', () => {
  const throwing = async (thrown: unknown) => {
    const store = await fakeStores().open(placeOf('pgvector', 'http://host:1'))
    const plain = inPlainWords({ ...store, count: () => Promise.reject(thrown) })
    return plain.count().catch((error: unknown) => error)
  }
  test.for([
    [
      'a wrong key',
      Object.assign(new Error('Forbidden'), { status: 403 }),
      'Not let in by the store articles at host:1: Forbidden.',
    ],
    [
      'what is not there',
      new Error('Not Found'),
      'There is nothing called so in the store articles at host:1: Not Found.',
    ],
    [
      'what lies behind it',
      new Error('fetch failed', { cause: Object.assign(new Error('getaddrinfo ENOTFOUND db'), { code: 'ENOTFOUND' }) }),
      'Could not reach the store articles at host:1: getaddrinfo ENOTFOUND db.',
    ],
  ] as const)('%s', async ([, thrown, sentence]) => {
    expect(await throwing(thrown)).toMatchObject({ message: sentence, cause: thrown })
  })

  test.for(['the 7th row is odd', `Unexpected token '<', "<a" is not valid JSON`, 'row 503 of 504 is odd'])(
    'anything else stays as it is: %s',
    async words => {
      const odd = new Error(words)
      expect(await throwing(odd)).toBe(odd)
    },
  )
})
