import { DatabaseSync } from 'node:sqlite'
import type { StorePlace } from '../../src/model/store.ts'
import { sqliteStore } from '../../src/stores/sqlite/sqlite.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { tempDir } from '../support/temp-dir.ts'
import { ableOf, storeContract } from './store.suite.ts'

const { clock } = nodeWorld()

async function subject(vectorType: 'BLOB' | 'TEXT') {
  const dir = await tempDir()
  const place: StorePlace = {
    driver: 'sqlite',
    connect: dir.file('store.db'),
    collection: 'articles',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written_at' },
  }
  return {
    open: (where = place) => sqliteStore(where, clock),
    async fill(rows: Parameters<Awaited<ReturnType<typeof sqliteStore>>['put']>[0]) {
      const db = new DatabaseSync(place.connect)
      db.exec(`DROP TABLE IF EXISTS articles;
        CREATE TABLE articles (id TEXT PRIMARY KEY, tenant TEXT NOT NULL, content TEXT, embedding ${vectorType}, written_at TEXT);
        CREATE INDEX articles_tenant ON articles (tenant);`)
      db.close()
      await using store = await sqliteStore(place, clock)
      await store.put(rows)
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

// It has no way to ask for neighbours, so its vectors are data like any other.
const able = ableOf('sqlite')
storeContract('SQLite', () => subject('BLOB'), able)
storeContract('SQLite with vectors as text', () => subject('TEXT'), able)
