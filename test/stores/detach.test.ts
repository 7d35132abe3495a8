import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StoreDriverName, StorePlace } from '../../src/model/store.ts'
import { fingerprint } from '../../src/stores/fingerprint.ts'
import { folderStore } from '../../src/stores/folder/folder.ts'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import { qdrantStore } from '../../src/stores/qdrant.ts'
import { restore } from '../../src/stores/restore.ts'
import { s3Store } from '../../src/stores/s3/s3.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { minioServer } from '../support/minio-server.ts'
import { type Database, database } from '../support/pglite.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { s3Server } from '../support/s3-server.ts'
import { hasStoreServer } from '../support/store-servers.ts'
import { type TempDir, tempDir } from '../support/temp-dir.ts'
import { twentyRows } from './store.suite.ts'

const files = nodeWorld().files
const fields = { id: 'id', tenant: 'tenant', vector: undefined, payload: undefined, written: undefined }

describe('what hangs on a collection is lost and comes back, and no row is touched', { timeout: 60_000 }, () => {
  describe('in PostgreSQL', () => {
    let db: Database
    beforeAll(async () => {
      db = await database()
    }, 60_000)
    beforeEach(() => db.exec('DROP TABLE IF EXISTS articles CASCADE'))
    afterAll(() => db?.[Symbol.asyncDispose]())

    test('the row security of a table: every tenant sees all rows until it is back', async () => {
      await db.exec(`CREATE ROLE reader; CREATE TABLE articles (id text PRIMARY KEY, tenant text);
        INSERT INTO articles VALUES ('a', 'acme'), ('b', 'globex');
        ALTER TABLE articles ENABLE ROW LEVEL SECURITY; GRANT SELECT ON articles TO reader;
        CREATE POLICY own ON articles TO reader USING (tenant = current_setting('app.tenant', true));`)
      const seen = async (): Promise<unknown> => {
        await db.exec(`SET app.tenant = 'acme'; SET ROLE reader`)
        const rows = await db.rows('SELECT id FROM articles ORDER BY id')
        await db.exec('RESET ROLE')
        return rows.map(row => (row as { readonly id: string }).id)
      }
      await using store = postgresStore({ driver: 'postgres', connect: db.url, collection: 'articles', fields })
      const put = await lostAndPutBack(store, 'tenant-filter', seen)
      expect(put.lost).toEqual(['row level security'])
      expect([put.before, put.during, put.after]).toEqual([['a'], ['a', 'b'], ['a']])
    })

    test('a table without such a rule, or another name, has none to lose', async () => {
      await db.exec('CREATE TABLE articles (id text PRIMARY KEY, tenant text)')
      await using store = postgresStore({ driver: 'postgres', connect: db.url, collection: 'articles', fields })
      expect(await store.detach?.('tenant-filter')).toEqual([])
      expect(await store.detach?.('alias')).toEqual([])
    })

    test('the views of a table: nothing is found under their names until they are back', async () => {
      await db.exec(`CREATE TABLE articles (id text PRIMARY KEY, tenant text); INSERT INTO articles VALUES ('a', 'acme');
        CREATE VIEW live AS SELECT * FROM articles; CREATE VIEW of_acme AS SELECT id FROM live WHERE tenant = 'acme'`)
      const seen = () => db.rows('SELECT id FROM of_acme').then(count, () => 'nothing')
      await using store = postgresStore({ driver: 'postgres', connect: db.url, collection: 'articles', fields })
      const put = await lostAndPutBack(store, 'alias', seen)
      expect(put.lost).toEqual(['public.live', 'public.of_acme'])
      expect([put.before, put.during, put.after]).toEqual([1, 'nothing', 1])
    })
  })

  test('the views of a table in SQLite, with what is triggered by them', async () => {
    await using dir = await tempDir()
    using db = new DatabaseSync(dir.file('store.db'))
    db.exec(`CREATE TABLE articles (id TEXT PRIMARY KEY, tenant TEXT); INSERT INTO articles VALUES ('a', 'acme');
      CREATE TABLE articles_v2 (id TEXT); CREATE VIEW other AS SELECT 'articles' FROM articles_v2 -- not of articles
      ;CREATE VIEW live AS SELECT * FROM "articles"; CREATE VIEW of_acme AS SELECT id FROM Live WHERE tenant = 'acme';
      CREATE TRIGGER kept INSTEAD OF DELETE ON live BEGIN SELECT 1; END`)
    const seen = async () => {
      try {
        return db.prepare('SELECT id FROM of_acme').all().length
      } catch {
        return 'nothing'
      }
    }
    await using store = await sqliteStore(placeOf('sqlite', dir.file('store.db')), nodeWorld().clock)
    const put = await lostAndPutBack(store, 'alias', seen)
    expect(put.lost).toEqual(['live', 'of_acme'])
    expect([put.before, put.during, put.after]).toEqual([1, 'nothing', 1])
    expect(db.prepare("DELETE FROM live WHERE id = 'a'").run().changes).toBe(0)
  })

  describe('the link that leads to a folder', () => {
    const registry = async (dir: TempDir, called: string) => {
      await mkdir(dir.file('v41'))
      await mkdir(dir.file('v42'))
      await writeFile(dir.file('v42/weights'), 'heavy')
      await symlink('v42', dir.file('current'))
      await symlink('v41', dir.file('before'))
      return folderStore(placeOf('folder', dir.file(called), '.'))
    }
    const seen = (dir: TempDir) => () => readFile(dir.file('current/weights'), 'utf8').catch(() => 'nothing')

    test.for(['v42', 'current'])('that is called %s here', async called => {
      await using dir = await tempDir()
      await using store = await registry(dir, called)
      const whole = await store.describe()
      await snapshot(store, files, dir.file('before.jsonl'))
      expect(whole.structure).toEqual(['folder', 'link current to v42'])
      expect(await store.detach?.('alias')).toEqual(['current'])
      expect(await seen(dir)()).toBe('nothing')
      await restore(store, files, dir.file('before.jsonl'))
      expect([await seen(dir)(), await store.describe()]).toEqual(['heavy', whole])
      expect(await readlink(dir.file('current'))).toBe('v42')
    })

    test('is no part of the loss of all that the folder holds, and leads to it again', async () => {
      await using dir = await tempDir()
      await using store = await registry(dir, 'current')
      await snapshot(store, files, dir.file('before.jsonl'))
      await store.drop()
      expect([await readdir(dir.path), (await store.describe()).exists]).toEqual([
        ['before', 'before.jsonl', 'current', 'v41'],
        false,
      ])
      await restore(store, files, dir.file('before.jsonl'))
      expect([await readFile(dir.file('v42/weights'), 'utf8'), await readlink(dir.file('current'))]).toEqual([
        'heavy',
        'v42',
      ])
    })
  })

  describe.for(hasStoreServer('minio') ? ['a small server', 'MinIO'] : ['a small server'])(
    "a bucket's policy, in %s",
    which => {
      test('anybody may read what it kept apart, until it is back', async () => {
        await using server = await (which === 'MinIO' ? minioServer() : s3Server())
        const { origin, username, password } = new URL(server.url)
        const credentials = { accessKeyId: username, secretAccessKey: password }
        const client = new S3Client({ region: 'us-east-1', forcePathStyle: true, endpoint: origin, credentials })
        const Policy = JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: ['*'] },
              Action: ['s3:GetObject'],
              Resource: ['arn:aws:s3:::bucket/articles/acme/*'],
            },
          ],
        })
        await client.send(new PutBucketPolicyCommand({ Bucket: 'bucket', Policy }))
        client.destroy()
        await using store = await s3Store(placeOf('s3', server.url))
        await store.put(twentyRows(false))
        const seen = async () => (await store.describe()).structure.length
        const put = await lostAndPutBack(store, 'tenant-filter', seen)
        expect(put.lost).toEqual(['the policy of the bucket bucket'])
        expect([put.before, put.during, put.after]).toEqual([2, 1, 2])
        expect(await store.detach?.('alias')).toEqual([])
      })
    },
  )

  test('an alias in Qdrant: nothing is found under it until it is back', async () => {
    await using server = await qdrantServer()
    const place: StorePlace = {
      driver: 'qdrant',
      connect: server.url,
      collection: 'articles',
      fields: { id: 'doc', tenant: 'tenant', vector: 'vector', payload: undefined, written: 'written' },
    }
    await using store = await qdrantStore(place)
    await store.make({ vectors: { size: 4, distance: 'Cosine' } })
    await store.finish({ aliases: ['live'] })
    await store.put(twentyRows(true))
    const put = await lostAndPutBack(store, 'alias', async () =>
      (await store.describe()).structure.includes('alias live'),
    )
    expect(put.lost).toEqual(['live'])
    expect([put.before, put.during, put.after]).toEqual([true, false, true])
  })
})

function count(rows: readonly unknown[]): number {
  return rows.length
}

function placeOf(driver: StoreDriverName, connect: string, collection = 'articles'): StorePlace {
  return { driver, connect, collection, fields }
}

async function lostAndPutBack<T>(store: Store, what: 'alias' | 'tenant-filter', look: () => Promise<T>) {
  await using dir = await tempDir()
  const whole = { shape: await store.describe(), print: await fingerprint(store) }
  const path = dir.file('before.jsonl')
  const { rows } = await snapshot(store, files, path)
  const before = await look()
  const lost = (await store.detach?.(what)) ?? []
  const during = await look()
  expect(await fingerprint(store)).toEqual(whole.print)
  // Not made anew: whoever is using it must not lose it for that.
  expect(await restore(store, files, path)).toEqual({ putBack: 0, asBefore: rows, remade: false })
  expect((await store.describe()).structure).toEqual(whole.shape.structure)
  return { lost, before, during, after: await look() }
}
