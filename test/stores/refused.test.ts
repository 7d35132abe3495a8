import { describe, expect, test, vi } from 'vitest'
import type { StoreDriverName, StorePlace } from '../../src/model/store.ts'
import { stores } from '../../src/stores/open-store.ts'
import type { Store } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { chromaServer } from '../support/chroma-server.ts'
import { pineconeServer } from '../support/pinecone-server.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { refusingGrpcServer, refusingServer } from '../support/refusing-server.ts'
import { freePort } from '../support/sockets.ts'
import { hasStoreServer, realServer } from '../support/store-servers.ts'
import { WEAVIATE } from '../support/weaviate-server.ts'
import { where } from '../support/where.ts'

// What a person reads whose key is wrong, who asks the wrong server, or for what is not there: with the words and the status the real ones answer.

const { clock } = nodeWorld()
const fields = { id: 'id', tenant: undefined, vector: 'embedding', payload: undefined, written: undefined }
const KEY = 's3cret-of-somebody'
const LOOKS: readonly ((store: Store) => Promise<unknown>)[] = [
  store => store.describe(),
  store => store.blueprint(),
  store => Array.fromAsync(store.scan()),
]

/** The one sentence that every way of looking at a store ends with, and its hint; nothing else is written anywhere. */
async function said(driver: StoreDriverName, connect: string, looks = LOOKS): Promise<readonly [string, string]> {
  const place: StorePlace = { driver, connect, collection: 'Articles', fields }
  const written = (['warn', 'error', 'log'] as const).map(name => vi.spyOn(console, name).mockImplementation(() => {}))
  const sentences = new Set<string>()
  let hint = ''
  try {
    for (const look of looks) {
      const error = await stores(clock)
        .open(place)
        .then(async opened => {
          await using store = opened
          return look(store)
        })
        .then(
          () => 'no error',
          (thrown: unknown) => thrown as { readonly code: string; readonly message: string; readonly hint: string },
        )
      if (typeof error === 'string') return [error, '']
      sentences.add(`${error.code} ${error.message}`)
      hint = error.hint
    }
    expect(written.flatMap(spy => spy.mock.calls)).toEqual([])
  } finally {
    for (const spy of written) spy.mockRestore()
  }
  expect(sentences.size).toBe(1)
  expect(JSON.stringify([...sentences, hint])).not.toContain(KEY)
  return [[...sentences].join(), hint]
}

const CHECK_KEY = 'check the key or the password in "connect", or where its client looks for them'
const CHECK_PLACE = 'check the host and the port in "connect" in the platform file, and "driver"'
const CHECK_UP = 'check "connect" in the platform file, and that the server is up'
const JSON_TYPE = 'application/json'

describe('a key that is not taken', () => {
  test.for([
    ['qdrant', 401, 'text/plain', 'Invalid API key or JWT', 'Unauthorized'],
    ['qdrant', 403, JSON_TYPE, '{"status":{"error":"Forbidden: Global access is required"},"time":0}', 'Forbidden'],
    ['chroma', 401, JSON_TYPE, '{"error":"AuthError","message":"Unauthorized"}', 'Unauthorized'],
    [
      'chroma',
      403,
      JSON_TYPE,
      '{"error":"AuthError","message":"Forbidden"}',
      'You do not have permission to access the requested resource',
    ],
    [
      'pinecone',
      401,
      'text/plain',
      'Invalid API Key',
      'The API key you provided was rejected while calling http://HOST/indexes/Articles',
    ],
    ['pinecone', 403, JSON_TYPE, '{"error":{"code":"FORBIDDEN","message":"Forbidden"},"status":403}', 'Forbidden'],
  ] as const)('%s, %i', async ([driver, status, type, body, why]) => {
    await using server = await refusingServer(status, type, body)
    const sentence = `STORE_UNREACHABLE Not let in by the store Articles at HOST: ${why}.`
    expect(await said(driver, `http://:${KEY}@${server.host}`)).toEqual([
      sentence.replaceAll('HOST', server.host),
      CHECK_KEY,
    ])
  })

  test('milvus', async () => {
    const words = 'auth check failure, please check username and password are correct'
    await using server = await refusingGrpcServer(16, words)
    expect(await said('milvus', `http://root:${KEY}@${server.host}`)).toEqual([
      `STORE_UNREACHABLE Not let in by the store Articles at ${server.host}: 16 UNAUTHENTICATED: ${words}.`,
      CHECK_KEY,
    ])
  })

  where(hasStoreServer('weaviate'), 'there is no weaviate in BLACKSTART_STORE_SERVERS')(
    'weaviate, a real one: none, a wrong one, one that may not read, and the right one',
    async () => {
      await using server = await realServer({
        ...WEAVIATE,
        env: async (port, dir) => ({
          ...(await WEAVIATE.env?.(port, dir)),
          AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'false',
          AUTHENTICATION_APIKEY_ENABLED: 'true',
          AUTHENTICATION_APIKEY_ALLOWED_KEYS: 'right,powerless',
          AUTHENTICATION_APIKEY_USERS: 'anna,bob',
          AUTHORIZATION_ADMINLIST_ENABLED: 'true',
          AUTHORIZATION_ADMINLIST_USERS: 'anna',
        }),
      })
      const { host } = new URL(server.url)
      const withKey = (key: string) => said('weaviate', server.url.replace('//', `//${key}`), LOOKS.slice(0, 1))
      const notLetIn = `STORE_UNREACHABLE Not let in by the store Articles at ${host}: `
      expect(await withKey('')).toEqual([`${notLetIn}Unauthenticated: anonymous access not enabled.`, CHECK_KEY])
      expect(await withKey(`:${KEY}@`)).toEqual([
        `${notLetIn}Unauthenticated: unauthorized: invalid api key.`,
        CHECK_KEY,
      ])
      expect((await withKey(':powerless@'))[0]).toMatch(
        /Not let in .*: Forbidden: .*'bob' has insufficient permissions/,
      )
      expect(await withKey(':right@')).toEqual(['no error', ''])
      const [elsewhere] = await said(
        'weaviate',
        server.url.replace('//', '//:right@').replace(/grpc=.*/, `grpc=${host}`),
      )
      expect(elsewhere).toMatch(`STORE_UNREACHABLE Weaviate's rows cannot be asked for at ${host}: `)
    },
    { timeout: 60_000 },
  )
})

const PAGE = '<!doctype html><title>Welcome</title>'

describe('somebody else who answers', () => {
  test.for([
    ['qdrant', 'Result came uninitialized'],
    ['chroma', 'Result came uninitialized'],
    ['weaviate', 'it answers 200 as another would'],
    ['pinecone', `Unexpected token '<', "${PAGE.slice(0, 10)}"... is not valid JSON`],
  ] as const)('is not taken for %s', async ([driver, why]) => {
    await using server = await refusingServer(200, 'text/html', PAGE)
    expect(await said(driver, `http://:${KEY}@${server.host}`)).toEqual([
      `STORE_UNREACHABLE What answers is not the store Articles at ${server.host}: ${why}.`,
      CHECK_PLACE,
    ])
  })

  test('is not taken for milvus', async () => {
    await using server = await refusingServer(200, 'text/html', PAGE)
    const [sentence, hint] = await said('milvus', `http://:${KEY}@${server.host}`, LOOKS.slice(0, 1))
    expect(sentence).toMatch(
      `STORE_UNREACHABLE What answers is not the store Articles at ${server.host}: Protocol error`,
    )
    expect(hint).toBe(CHECK_PLACE)
  })
})

test('milvus that is down is not reached, whatever its client remembers of it', async () => {
  const at = `127.0.0.1:${await freePort()}`
  const [sentence, hint] = await said('milvus', `http://:${KEY}@${at}`, LOOKS.slice(0, 1))
  const start = `STORE_UNREACHABLE Could not reach the store Articles at ${at}: `
  expect([`${start}connect ECONNREFUSED ${at}.`, `${start}failed to connect.`]).toContain(sentence)
  expect(hint).toBe(CHECK_UP)
})

test.for([
  ['qdrant', 'Service Unavailable'],
  ['chroma', '503: Service Unavailable'],
  ['weaviate', 'failed to connect: 503 Service Unavailable'],
] as const)('%s that cannot answer just now is not reached', async ([driver, why]) => {
  await using server = await refusingServer(503, 'text/html', PAGE)
  expect(await said(driver, `http://:${KEY}@${server.host}`)).toEqual([
    `STORE_UNREACHABLE Could not reach the store Articles at ${server.host}: ${why}.`,
    CHECK_UP,
  ])
})

test('pinecone that cannot answer, however often its client asks, is not reached', async () => {
  await using server = await refusingServer(503, 'text/html', PAGE)
  const [sentence, hint] = await said('pinecone', `http://:${KEY}@${server.host}`, LOOKS.slice(0, 1))
  expect(sentence).toMatch(`STORE_UNREACHABLE Could not reach the store Articles at ${server.host}: `)
  expect(hint).toBe(CHECK_UP)
})

test.for([
  ['qdrant', qdrantServer, 'collection'],
  ['chroma', chromaServer, 'collection'],
  ['pinecone', pineconeServer, 'index'],
] as const)('what is not there in %s is named, and where, without the key', async ([driver, start, what]) => {
  await using server = await start()
  const { host } = new URL(server.url)
  expect(await said(driver, `http://:${KEY}@${host}`, LOOKS.slice(1, 2))).toEqual([
    `STORE_MISSING There is no ${what} Articles at ${host}.`,
    'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  ])
})
