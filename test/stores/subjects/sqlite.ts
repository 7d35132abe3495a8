import { DatabaseSync } from 'node:sqlite'
import type { StorePlace } from '../../../src/model/store.ts'
import { sqliteStore } from '../../../src/stores/sqlite/sqlite.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { tempDir } from '../../support/temp-dir.ts'
import type { Subject } from '../subject.ts'

const { clock } = nodeWorld()

/** A table in a SQLite file, whose vectors are bytes or a text. */
export async function sqliteSubject(vectorType: 'BLOB' | 'TEXT'): Promise<Subject> {
  const dir = await tempDir()
  const place: StorePlace = {
    driver: 'sqlite',
    connect: dir.file('store.db'),
    collection: 'articles',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written_at' },
  }
  return {
    open: (where = place) => sqliteStore(where, clock),
    async fill(rows) {
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
