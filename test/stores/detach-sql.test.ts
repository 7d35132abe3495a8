import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { type Database, database } from '../support/pglite.ts'
import { tempDir } from '../support/temp-dir.ts'
import { lostAndPutBack, placeOf } from './lost-and-put-back.ts'

describe('what hangs on a table is lost and comes back, and no row is touched', { timeout: 60_000 }, () => {
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
      await using store = postgresStore(placeOf('postgres', db.url))
      const put = await lostAndPutBack(store, 'tenant-filter', seen)
      expect(put.lost).toEqual(['row level security'])
      expect([put.before, put.during, put.after]).toEqual([['a'], ['a', 'b'], ['a']])
    })

    test('a table without such a rule, or another name, has none to lose', async () => {
      await db.exec('CREATE TABLE articles (id text PRIMARY KEY, tenant text)')
      await using store = postgresStore(placeOf('postgres', db.url))
      expect(await store.detach?.('tenant-filter')).toEqual([])
      expect(await store.detach?.('alias')).toEqual([])
    })

    test('the views of a table: nothing is found under their names until they are back', async () => {
      await db.exec(`CREATE TABLE articles (id text PRIMARY KEY, tenant text); INSERT INTO articles VALUES ('a', 'acme');
        CREATE VIEW live AS SELECT * FROM articles; CREATE VIEW of_acme AS SELECT id FROM live WHERE tenant = 'acme'`)
      const seen = () => db.rows('SELECT id FROM of_acme').then(count, () => 'nothing')
      await using store = postgresStore(placeOf('postgres', db.url))
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
})

function count(rows: readonly unknown[]): number {
  return rows.length
}
