import pg from 'pg'
import type { StorePlace } from '../src/model/store.ts'
import { fingerprint, fingerprintFold } from '../src/stores/fingerprint.ts'
import { postgresStore } from '../src/stores/postgres/postgres.ts'
import { database as embedded } from '../test/support/pglite.ts'
import { postgresBin, postgresServer } from '../test/support/postgres-server.ts'
import { type Row, row } from './row.ts'

// A million takes a PostgreSQL server (BLACKSTART_POSTGRES_BIN), two gigabytes and some minutes: BLACKSTART_BENCH_ROWS=1000000.
const ROWS = Number(process.env.BLACKSTART_BENCH_ROWS ?? 12_000)
const DIMENSIONS = 384
const PAGE = 500
// Of a big table the plain reader reads every so many pages: it is held against rows a second, not against the end.
const READ_AT_MOST = 100_000

/** How fast a store's data is told to be whole: inside the database, and row by row, beside reading it and nothing else. */
export async function stores(): Promise<readonly Row[]> {
  await using db = await database()
  const server = await fill(db)
  const place: StorePlace = {
    driver: 'pgvector',
    connect: db.url,
    collection: 'vectors',
    fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: undefined },
  }
  await using store = postgresStore(place)
  // The first reader pays for a cold start that the others do not.
  await plainSelect(db.url)
  const select = await rate(() => plainSelect(db.url))
  const inside = await rate(async () => (await fingerprint(store)).rows)
  const beforeBytes = heapBytes()
  let most = beforeBytes
  const across = await rate(async () => {
    const sum = fingerprintFold()
    let count = 0
    for await (const rows of store.scan(PAGE)) {
      for (const each of rows) sum.see(each)
      if (++count % 8 === 0) most = Math.max(most, heapBytes())
    }
    return sum.fingerprint().rows
  })
  const peer = `SELECT of such rows, ${PAGE} at a time, through pg, from ${ROWS.toLocaleString('en')} of ${DIMENSIONS} dimensions in ${server}`
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
}

interface Database extends AsyncDisposable {
  readonly url: string
}

/** A server of its own where its programs are on this machine; an embedded one otherwise. */
async function database(): Promise<Database> {
  if (postgresBin() === undefined) return embedded()
  const server = await postgresServer()
  const { url } = await server.fresh()
  return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** Makes the rows where they are to lie: each vector the sum of two of a thousand, so that no two are alike. Says what they lie in. */
async function fill({ url }: Database): Promise<string> {
  return withClient(url, async client => {
    await client.query(`CREATE TEMP TABLE parts AS SELECT i, (SELECT array_agg(sin(i * j)::real ORDER BY j)
      FROM generate_series(1, ${DIMENSIONS}) j)::vector AS v FROM generate_series(0, 999) i`)
    await client.query(
      `CREATE TABLE vectors (id int PRIMARY KEY, tenant text, text text, embedding vector(${DIMENSIONS}))`,
    )
    await client.query(`INSERT INTO vectors SELECT n, 'tenant-' || n % 5, 'what row ' || n || ' says', a.v + b.v
      FROM generate_series(1, ${ROWS}) n JOIN parts a ON a.i = n % 1000 JOIN parts b ON b.i = n / 1000 % 1000`)
    // What its pages still have to be told costs whoever reads first.
    await client.query('VACUUM ANALYZE vectors')
    const { rows } = await client.query('SHOW server_version')
    return `PostgreSQL ${String(rows[0]?.server_version).split(' ')[0]}`
  })
}

/** Reads rows and does nothing with them; of many, pages from everywhere. Says how many it read. */
async function plainSelect(url: string): Promise<number> {
  return withClient(url, async client => {
    const step = PAGE * Math.max(1, Math.floor(ROWS / READ_AT_MOST))
    let count = 0
    for (let after = 0; after < ROWS; after += step) {
      const { rows } = await client.query(
        `SELECT id, tenant, text, embedding::text FROM vectors WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`,
      )
      count += rows.length
    }
    return count
  })
}

async function withClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

async function rate(act: () => Promise<number>): Promise<number> {
  const startedMs = performance.now()
  const rows = await act()
  return (rows / (performance.now() - startedMs)) * 1000
}

function heapBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
