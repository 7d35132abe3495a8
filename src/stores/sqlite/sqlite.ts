import type { DatabaseSync as Database, SQLInputValue } from 'node:sqlite'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Clock } from '../../model/world.ts'
import { NOTHING_THERE } from '../document.ts'
import type { Store } from '../store.ts'
import { belongingTo, type Made, madeOf, named, structureOf } from './catalog.ts'
import { holdFile } from './hold.ts'
import { patiently } from './patiently.ts'
import { type Column, quoted, rowOf, valuesOf, whereOf } from './rows.ts'

const BATCH = 500
// Without what they say rows are short.
const NAMES = 5000

/** A table in a SQLite file. Vectors are JSON texts or blobs of single-precision numbers. */
export async function sqliteStore(place: StorePlace, clock: Pick<Clock, 'sleep'>): Promise<Store> {
  const { DatabaseSync } = await import('node:sqlite')
  const { fields } = place
  const table = quoted(place.collection)
  let opened: Database | undefined
  // A file that somebody replaces by another one is another database: it is opened for each piece of work.
  const open = (): Database => {
    if (opened !== undefined) return opened
    const made = new DatabaseSync(place.connect, NO_WAITING)
    opened = made
    return made
  }
  const all = (sql: string, ...values: readonly SQLInputValue[]) =>
    patiently(clock, () => {
      const statement = open().prepare(sql)
      statement.setReadBigInts(true)
      return statement.all(...values)
    })
  const run = (sql: string, ...values: readonly SQLInputValue[]) =>
    patiently(clock, () => {
      open()
        .prepare(sql)
        .run(...values)
    })
  const objects = async (): Promise<readonly Made[]> => {
    const found = await all('SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid')
    const made = found.map(({ type, name, tbl_name, sql }) => {
      return { type: String(type), name: String(name), of: String(tbl_name), sql: String(sql) }
    })
    return belongingTo(place.collection, made)
  }
  const columns = async (): Promise<readonly Column[]> => {
    const found = await all(`PRAGMA table_info(${table})`)
    if (found.length === 0) throw missing(place)
    return found.map(row => ({ name: String(row.name), type: String(row.type).toUpperCase() }))
  }
  const rowsOf = (found: readonly Record<string, unknown>[]) => found.map(row => rowOf(row, fields))
  const id = quoted(fields.id)
  async function* pages(list: string, batch: number) {
    let after: SQLInputValue | undefined
    for (;;) {
      const where = after === undefined ? '' : `WHERE ${id} > ?`
      const found = await all(
        `SELECT ${list} FROM ${table} ${where} ORDER BY ${id} LIMIT ${batch}`,
        ...(after === undefined ? [] : [after]),
      )
      if (found.length === 0) return
      after = found.at(-1)?.[fields.id] as SQLInputValue
      yield rowsOf(found)
      if (found.length < batch) return
    }
  }

  return {
    place,
    async describe() {
      const found = await objects()
      if (!found.some(({ type }) => type === 'table')) return NOTHING_THERE
      const [size] = await all('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')
      const [first] = rowsOf(await all(`SELECT * FROM ${table} LIMIT 1`))
      const others = [fields.id, fields.tenant, fields.vector, fields.written]
      const texts = (await columns()).filter(({ name, type }) => !others.includes(name) && /TEXT|CHAR|^$/.test(type))
      return {
        exists: true,
        bytes: Number(size?.bytes ?? 0),
        dimension: first?.vector?.length,
        structure: structureOf(found),
        texts: texts.map(({ name }) => name),
        unready: undefined,
      }
    },
    async count() {
      const tenant = fields.tenant === undefined ? `''` : `coalesce(${quoted(fields.tenant)}, '')`
      const rows = await all(`SELECT ${tenant} AS tenant, count(*) AS rows FROM ${table} GROUP BY 1 ORDER BY 1`)
      return Object.fromEntries(rows.map(row => [String(row.tenant), Number(row.rows)]))
    },
    scan: (batch = BATCH) => pages('*', batch),
    names() {
      const told = [fields.id, fields.tenant, fields.written].filter(field => field !== undefined)
      return pages(told.map(quoted).join(', '), NAMES)
    },
    async get(ids) {
      return rowsOf(
        await all(
          `SELECT * FROM ${table} WHERE CAST(${id} AS TEXT) IN (SELECT value FROM json_each(?))`,
          JSON.stringify(ids),
        ),
      )
    },
    async put(rows) {
      const known = await columns()
      const names = known.map(column => column.name)
      const set = names.filter(name => name !== fields.id).map(name => `${quoted(name)} = ?`)
      const vector = quoted(fields.vector ?? fields.id)
      const blobs = await all(`SELECT 1 FROM ${table} WHERE typeof(${vector}) = 'blob' LIMIT 1`)
      const isBlob = blobs.length > 0 || known.some(({ name, type }) => name === fields.vector && type === 'BLOB')
      await patiently(clock, () =>
        wholly(open(), database => {
          const update =
            set.length === 0 ? undefined : database.prepare(`UPDATE ${table} SET ${set.join(', ')} WHERE ${id} = ?`)
          const insert = database.prepare(
            `INSERT INTO ${table} (${names.map(quoted).join(', ')}) SELECT ${names.map(() => '?').join(', ')} WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${id} = ?)`,
          )
          for (const row of rows) {
            const values = valuesOf(row, names, fields, isBlob)
            const key = values[names.indexOf(fields.id)] ?? null
            update?.run(...values.filter((_, i) => names[i] !== fields.id), key)
            insert.run(...values, key)
          }
        }),
      )
    },
    async remove(rows) {
      const { where, values } = whereOf(rows, fields, await columns())
      await run(`DELETE FROM ${table} ${where}`, ...values)
    },
    async newest() {
      if (fields.written === undefined) return undefined
      const [row] = await all(`SELECT CAST(max(${quoted(fields.written)}) AS TEXT) AS newest FROM ${table}`)
      return typeof row?.newest === 'string' ? row.newest : undefined
    },
    async blueprint() {
      await columns()
      const found = await objects()
      return { structure: structureOf(found), objects: found }
    },
    async make(blueprint) {
      for (const { type, sql } of madeOf(blueprint))
        if (type === 'table') await run(place.collection.includes(SCRATCH) ? named(sql, place.collection) : sql)
    },
    async finish(blueprint) {
      const there = (await objects()).map(({ sql }) => sql)
      if (place.collection.includes(SCRATCH)) return
      for (const { type, sql } of madeOf(blueprint)) if (type !== 'table' && !there.includes(sql)) await run(sql)
    },
    async drop() {
      await run(`DROP TABLE IF EXISTS ${table}`)
    },
    async detach(what) {
      if (what !== 'alias') return []
      const views = (await objects()).filter(({ type }) => type === 'view')
      for (const { name } of views) await run(`DROP VIEW ${quoted(name)}`)
      return views.map(({ name }) => name)
    },
    scratch: label => ({ ...place, collection: `${place.collection}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    // It takes whatever it is given.
    loosen: async () => {},
    throttle: (heldRatio, clock) => holdFile(new DatabaseSync(place.connect, NO_WAITING), heldRatio, clock),
    async [Symbol.asyncDispose]() {
      opened?.close()
      opened = undefined
    },
  }
}

const SCRATCH = 'blackstart_'

// SQLite waits with the whole thread, and whoever holds the file may be on this very one: we wait ourselves.
const NO_WAITING = { timeout: 0 }

/** All of it, or nothing. */
function wholly(database: Database, act: (database: Database) => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    act(database)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function missing({ collection, connect }: StorePlace): DrillError {
  return new DrillError('STORE_MISSING', `There is no table ${collection} in ${connect}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
