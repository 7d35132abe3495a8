import { describe, expect, test } from 'vitest'
import { postgresStore } from '../../src/stores/postgres/postgres.ts'
import { remove } from '../../src/stores/removal.ts'
import { restore } from '../../src/stores/restore.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { type Database, database } from '../support/pglite.ts'
import { tempDir } from '../support/temp-dir.ts'
import { placeOf, postgresSubject } from './postgres-subject.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'

const files = nodeWorld().files

storeContract('pgvector', async () => postgresSubject(await database(), true), ableOf('pgvector'))
storeContract(
  'pgvector with names of two parts',
  async () => postgresSubject(await database(), true, 'tenant+id'),
  ableOf('pgvector'),
)
storeContract(
  'plain PostgreSQL',
  async () => postgresSubject(await database(), false),
  ableOf('postgres', { vectors: 'none' }),
)

describe('a table with everything on it', () => {
  test('comes back whole: numbers, links, sequences, row security, triggers and grants', async () => {
    await using db = await database()
    await using dir = await tempDir()
    await db.exec(`
      CREATE ROLE reader; CREATE TABLE tenants (id text PRIMARY KEY);
      INSERT INTO tenants VALUES ('acme');
      CREATE TABLE runs (
        id bigserial PRIMARY KEY, tenant text NOT NULL REFERENCES tenants, cost numeric(40, 20), big bigint, ok boolean,
        at timestamptz, doc jsonb, tags text[], raw bytea, twice numeric GENERATED ALWAYS AS (cost * 2) STORED);
      CREATE TABLE steps (id int PRIMARY KEY, run bigint REFERENCES runs ON DELETE CASCADE);
      CREATE INDEX runs_at ON runs (at DESC) WHERE ok;
      ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON runs FOR SELECT TO reader USING (tenant = current_setting('app.tenant', true));
      GRANT SELECT, INSERT ON runs TO reader;
      CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER touch BEFORE UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION noop();
      INSERT INTO runs (tenant, cost, big, ok, at, doc, tags, raw) VALUES
        ('acme', 12345678901234567890.12345678901234567890, 9223372036854775807, true, '2026-01-02 03:04:05.678901+00',
         '{"a": [1, null, "x"]}', '{"a,b",c}', '\\x00ff'), ('acme', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO steps VALUES (1, NULL);`)
    const place = { ...placeOf(db, false), collection: 'runs', fields: { ...placeOf(db, false).fields, written: 'at' } }
    await using store = postgresStore(place)
    const before = {
      rows: await db.rows('SELECT * FROM runs ORDER BY id'),
      structure: (await store.describe()).structure,
    }
    expect(before.structure).toMatchSnapshot()
    await snapshot(store, files, dir.file('runs.jsonl'))

    await remove(store, { of: 'collection' }, { seed: 1, wallMs: 0 })
    expect((await store.describe()).exists).toBe(false)
    await restore(store, files, dir.file('runs.jsonl'))

    expect(await db.rows('SELECT * FROM runs ORDER BY id')).toEqual(before.rows)
    expect((await store.describe()).structure).toEqual(before.structure)
    // The counter goes on where it was: a new row must not take the number of an old one.
    expect(await db.rows(`INSERT INTO runs (tenant) VALUES ('acme') RETURNING id::int`)).toEqual([{ id: 3 }])
  })

  test('what somebody built on a table keeps it from being dropped, and nothing is harmed', async () => {
    await using db = await database()
    await db.exec(
      `CREATE TABLE runs (id int PRIMARY KEY, tenant text, at timestamptz);
       CREATE FUNCTION older(runs) RETURNS boolean LANGUAGE sql AS 'SELECT $1.at < now()'`,
    )
    const fields = { ...placeOf(db, false).fields, written: 'at' }
    await using store = postgresStore({ ...placeOf(db, false), collection: 'runs', fields })
    await expect(remove(store, { of: 'collection' }, { seed: 1, wallMs: 0 })).rejects.toThrow(
      /other objects depend on it/,
    )
    expect((await store.describe()).exists).toBe(true)
  })

  test('views that show it go with a table and come back: views of views, with their options, indexes and grants', async () => {
    await using db = await database()
    await using dir = await tempDir()
    await db.exec(`CREATE TABLE runs (id int PRIMARY KEY, tenant text, at timestamptz); CREATE ROLE reader;
      INSERT INTO runs VALUES (1, 'acme', now()), (2, 'globex', now());
      CREATE VIEW live WITH (security_barrier=true) AS SELECT * FROM runs; GRANT SELECT ON live TO reader;
      CREATE MATERIALIZED VIEW ids AS SELECT id FROM live; CREATE UNIQUE INDEX ids_id ON ids (id)`)
    const fields = { ...placeOf(db, false).fields, written: 'at' }
    await using store = postgresStore({ ...placeOf(db, false), collection: 'runs', fields })
    const before = await store.describe()
    expect(before.structure.filter(line => line.startsWith('view ')).map(line => line.slice(0, 60))).toEqual([
      'view CREATE VIEW public.live WITH (security_barrier=true) AS',
      'view GRANT SELECT ON public.live TO reader',
      'view CREATE MATERIALIZED VIEW public.ids AS SELECT id FROM l',
      'view CREATE UNIQUE INDEX ids_id ON public.ids USING btree (i',
    ])
    await snapshot(store, files, dir.file('runs.jsonl'))
    await remove(store, { of: 'collection' }, { seed: 1, wallMs: 0 })
    await expect(db.rows('SELECT * FROM live')).rejects.toThrow(/does not exist/)
    await restore(store, files, dir.file('runs.jsonl'))
    expect((await store.describe()).structure).toEqual(before.structure)
    expect(await db.rows('SELECT id FROM ids ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('rows called by numbers are all read, however few at a time', async () => {
    await using db = await database()
    await db.exec(`CREATE TABLE runs (id int PRIMARY KEY, tenant text, written_at timestamptz);
      INSERT INTO runs SELECT i, 'acme', now() FROM generate_series(1, 120) i`)
    await using store = postgresStore({ ...placeOf(db, false), collection: 'runs' })
    const ids = (await Array.fromAsync(store.scan(7))).flat().map(({ id }) => Number(id))
    expect(ids).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
  })

  test('a column that is not there is named', async () => {
    await using db = await database()
    await db.exec('CREATE TABLE articles (id int PRIMARY KEY)')
    await using store = postgresStore(placeOf(db, false))
    await expect(Array.fromAsync(store.scan())).rejects.toMatchObject({
      code: 'STORE_MISSING',
      message: 'The table articles has no column tenant.',
    })
  })

  test('a database that is not there says so', async () => {
    await using store = postgresStore({ ...placeOf({ url: 'postgres://127.0.0.1:1/x' } as Database, false) })
    await expect(store.count()).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  })
})
