import type { StorePlace } from '../../src/model/store.ts'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import type { Database } from '../support/pglite.ts'
import type { Subject } from './subject.ts'

/** A table in a PostgreSQL, to hold the contract against; the database goes with it. */
export function postgresSubject(db: Database, vector: boolean, id = 'id'): Subject {
  const place = placeOf(db, vector, id)
  return {
    open: async (where = place) => postgresStore(where),
    async fill(rows: Parameters<ReturnType<typeof postgresStore>['put']>[0]) {
      await db.exec(`DROP TABLE IF EXISTS articles; CREATE TABLE articles (
        id text NOT NULL, tenant text NOT NULL, content text NOT NULL CHECK (content <> 'never'),
        ${vector ? 'embedding vector(4),' : ''} written_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (${id.replace('+', ', ')}));
        CREATE INDEX articles_tenant ON articles (tenant);
        ${vector ? 'CREATE INDEX articles_near ON articles USING hnsw (embedding vector_cosine_ops);' : ''}`)
      await using store = postgresStore(place)
      await store.put(rows)
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
}

/** Where that table is. */
export function placeOf({ url }: Database, vector: boolean, id = 'id'): StorePlace {
  return {
    driver: vector ? 'pgvector' : 'postgres',
    connect: url,
    collection: 'articles',
    fields: {
      id,
      tenant: 'tenant',
      vector: vector ? 'embedding' : undefined,
      payload: undefined,
      written: 'written_at',
    },
  }
}
