import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import pg from 'pg'
import type { StorePlace } from '../src/model/store.ts'
import { fingerprint, fingerprintFold } from '../src/stores/fingerprint.ts'
import { postgresStore } from '../src/stores/postgres/postgres.ts'
import { nodeWorld } from '../src/world/node.ts'
import { type Row, row } from './row.ts'

// A million rows of 384 dimensions are two gigabytes and many minutes to make; rates are per row and do not change with their number.
const ROWS = 12_000
const DIMENSIONS = 384
const PAGE = 500

/** How fast a store's data is told to be whole: inside the database, and row by row, beside reading it and nothing else. */
export async function stores(): Promise<readonly Row[]> {
  const db = await PGlite.create({ extensions: { vector } })
  const [port = 0] = await nodeWorld().sockets.freePorts(1)
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port, maxConnections: 5 })
  await server.start()
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  try {
    await fill(db)
    const place: StorePlace = {
      driver: 'pgvector',
      connect: url,
      collection: 'vectors',
      fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: undefined },
    }
    await using store = postgresStore(place)
    // The first reader pays for a cold start that the others do not.
    await plainSelect(url)
    const select = await rate(() => plainSelect(url))
    const inside = await rate(() => fingerprint(store))
    const beforeBytes = heapBytes()
    let most = beforeBytes
    const across = await rate(async () => {
      const sum = fingerprintFold()
      let count = 0
      for await (const rows of store.scan(PAGE)) {
        for (const each of rows) sum.see(each)
        if (++count % 8 === 0) most = Math.max(most, heapBytes())
      }
      return sum.fingerprint()
    })
    const peer = `SELECT of the same rows, ${PAGE} at a time, through pg, ${DIMENSIONS} dimensions`
    const shared = { bench: 'stores', better: 'more' } as const
    return [
      // No row leaves the database, so it must be quicker than reading them.
      row({
        ...shared,
        metric: 'fingerprint in the database',
        unit: 'rows/s',
        ours: inside,
        peer,
        theirs: select,
        target: 1,
      }),
      // Each number is read, and each row hashed.
      row({
        ...shared,
        metric: 'verifying row by row',
        unit: 'rows/s',
        ours: across,
        peer,
        theirs: select,
        target: 0.1,
      }),
      row({
        ...shared,
        metric: 'memory while verifying, above before',
        unit: 'MB',
        better: 'less',
        ours: Math.max(1, (most - beforeBytes) / 1e6),
        peer: 'holding the vectors as numbers',
        theirs: (ROWS * DIMENSIONS * 8) / 1e6,
        target: 1,
      }),
    ]
  } finally {
    await server.stop()
    await db.close()
  }
}

async function fill(db: PGlite): Promise<void> {
  await db.exec(`CREATE EXTENSION IF NOT EXISTS vector;
    CREATE TABLE vectors (id int PRIMARY KEY, tenant text, text text, embedding vector(${DIMENSIONS}));
    INSERT INTO vectors SELECT i, 'tenant-' || i % 5, 'what row ' || i || ' says',
      (SELECT array_agg(sin(i * j)::real ORDER BY j) FROM generate_series(1, ${DIMENSIONS}) j)::vector
    FROM generate_series(1, ${ROWS}) i`)
}

async function plainSelect(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (let after = 0; after < ROWS; after += PAGE) {
    await client.query(
      `SELECT id, tenant, text, embedding::text FROM vectors WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`,
    )
  }
  await client.end()
}

async function rate(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await act()
  return (ROWS / (performance.now() - startedMs)) * 1000
}

function heapBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
