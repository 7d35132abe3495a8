import { describe, expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { fingerprint } from '../../src/stores/fingerprint.ts'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import { qdrantStore } from '../../src/stores/qdrant.ts'
import { restore } from '../../src/stores/restore.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import type { Store } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { database } from '../support/pglite.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { twentyRows } from './store.suite.ts'

const files = nodeWorld().files
const fields = { id: 'id', tenant: 'tenant', vector: undefined, payload: undefined, written: undefined }

describe('what hangs on a collection is lost and comes back, and no row is touched', { timeout: 60_000 }, () => {
  test('the row security of a table in PostgreSQL: every tenant sees all rows until it is back', async () => {
    await using db = await database()
    await db.exec(`
      CREATE ROLE reader; CREATE TABLE articles (id text PRIMARY KEY, tenant text);
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
    await using db = await database()
    await db.exec('CREATE TABLE articles (id text PRIMARY KEY, tenant text)')
    await using store = postgresStore({ driver: 'postgres', connect: db.url, collection: 'articles', fields })
    expect(await store.detach?.('tenant-filter')).toEqual([])
    expect(await store.detach?.('alias')).toEqual([])
  })

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
