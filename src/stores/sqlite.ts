import type { DatabaseSync as Database, SQLInputValue } from 'node:sqlite'
import { DrillError } from '../model/error.ts'
import type { StoreFields, StorePlace } from '../model/store.ts'
import type { Rows, Store, StoreRow, StoreValue } from './store.ts'

const BATCH = 500

/** A table in a SQLite file. Vectors are JSON texts or blobs of single-precision numbers. */
export async function sqliteStore(place: StorePlace): Promise<Store> {
  const { DatabaseSync } = await import('node:sqlite')
  const { fields } = place
  const table = quoted(place.collection)
  let opened: Database | undefined
  // A file that somebody replaces by another one is another database: it is opened for each piece of work.
  const open = (): Database => {
    if (opened !== undefined) return opened
    const made = new DatabaseSync(place.connect, { timeout: 5000 })
    opened = made
    return made
  }
  const all = (sql: string, ...values: readonly SQLInputValue[]) => {
    const statement = open().prepare(sql)
    statement.setReadBigInts(true)
    return statement.all(...values)
  }
  const run = (sql: string, ...values: readonly SQLInputValue[]) =>
    void open()
      .prepare(sql)
      .run(...values)
  const objects = () =>
    all(
      'SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC, name',
      place.collection,
    )
  const columns = (): readonly { readonly name: string; readonly type: string }[] => {
    const found = all(`PRAGMA table_info(${table})`)
    if (found.length === 0) throw missing(place)
    return found.map(row => ({ name: String(row.name), type: String(row.type).toUpperCase() }))
  }
  const rowsOf = (found: readonly Record<string, unknown>[]) => found.map(row => rowOf(row, fields))
  const id = quoted(fields.id)

  return {
    place,
    async describe() {
      const found = objects()
      const structure = found.map(row => String(row.sql).replace(/\s+/g, ' '))
      const exists = found.some(row => row.type === 'table')
      if (!exists) return { exists, bytes: 0, dimension: undefined, structure: [], texts: [], unready: undefined }
      const [size] = all('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()')
      const [first] = rowsOf(all(`SELECT * FROM ${table} LIMIT 1`))
      const others = [fields.id, fields.tenant, fields.vector, fields.written]
      const texts = columns().filter(({ name, type }) => !others.includes(name) && /TEXT|CHAR|^$/.test(type))
      return {
        exists,
        bytes: Number(size?.bytes ?? 0),
        dimension: first?.vector?.length,
        structure,
        texts: texts.map(({ name }) => name),
        unready: undefined,
      }
    },
    async count() {
      const tenant = fields.tenant === undefined ? `''` : `coalesce(${quoted(fields.tenant)}, '')`
      const rows = all(`SELECT ${tenant} AS tenant, count(*) AS rows FROM ${table} GROUP BY 1 ORDER BY 1`)
      return Object.fromEntries(rows.map(row => [String(row.tenant), Number(row.rows)]))
    },
    async *scan(batch = BATCH) {
      let after: SQLInputValue | undefined
      for (;;) {
        const where = after === undefined ? '' : `WHERE ${id} > ?`
        const found = all(
          `SELECT * FROM ${table} ${where} ORDER BY ${id} LIMIT ${batch}`,
          ...(after === undefined ? [] : [after]),
        )
        if (found.length === 0) return
        after = found.at(-1)?.[fields.id] as SQLInputValue
        yield rowsOf(found)
        if (found.length < batch) return
      }
    },
    async get(ids) {
      return rowsOf(
        all(
          `SELECT * FROM ${table} WHERE CAST(${id} AS TEXT) IN (SELECT value FROM json_each(?))`,
          JSON.stringify(ids),
        ),
      )
    },
    async put(rows) {
      const names = columns().map(column => column.name)
      const set = names.filter(name => name !== fields.id).map(name => `${quoted(name)} = ?`)
      const database = open()
      const update =
        set.length === 0 ? undefined : database.prepare(`UPDATE ${table} SET ${set.join(', ')} WHERE ${id} = ?`)
      const insert = database.prepare(
        `INSERT INTO ${table} (${names.map(quoted).join(', ')}) SELECT ${names.map(() => '?').join(', ')} WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${id} = ?)`,
      )
      const isBlob =
        all(`SELECT 1 FROM ${table} WHERE typeof(${quoted(fields.vector ?? fields.id)}) = 'blob' LIMIT 1`).length > 0 ||
        columns().some(({ name, type }) => name === fields.vector && type === 'BLOB')
      database.exec('BEGIN IMMEDIATE')
      try {
        for (const row of rows) {
          const values = valuesOf(row, names, fields, isBlob)
          const key = values[names.indexOf(fields.id)] ?? null
          update?.run(...values.filter((_, i) => names[i] !== fields.id), key)
          insert.run(...values, key)
        }
        database.exec('COMMIT')
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    async remove(rows) {
      const { where, values } = whereOf(rows, fields, columns())
      run(`DELETE FROM ${table} ${where}`, ...values)
    },
    async newest() {
      if (fields.written === undefined) return undefined
      const [row] = all(`SELECT CAST(max(${quoted(fields.written)}) AS TEXT) AS newest FROM ${table}`)
      return typeof row?.newest === 'string' ? row.newest : undefined
    },
    async blueprint() {
      columns()
      const found = objects()
      const structure = found.map(row => String(row.sql).replace(/\s+/g, ' '))
      return { structure, objects: found.map(row => ({ type: String(row.type), sql: String(row.sql) })) }
    },
    async make(blueprint) {
      for (const { type, sql } of madeOf(blueprint))
        if (type === 'table') run(place.collection.includes(SCRATCH) ? named(sql, place.collection) : sql)
    },
    async finish(blueprint) {
      const there = objects().map(row => String(row.sql))
      if (place.collection.includes(SCRATCH)) return
      for (const { type, sql } of madeOf(blueprint)) if (type !== 'table' && !there.includes(sql)) run(sql)
    },
    async drop() {
      run(`DROP TABLE IF EXISTS ${table}`)
    },
    scratch: label => ({ ...place, collection: `${place.collection}_${SCRATCH}${label.replace(/\W+/g, '_')}` }),
    async throttle(heldRatio, clock) {
      const held = new DatabaseSync(place.connect, { timeout: 5000 })
      let isHeld = true
      held.exec('BEGIN EXCLUSIVE')
      const rounds = async (): Promise<void> => {
        while (isHeld) {
          await clock.sleep(ROUND_MS * heldRatio)
          held.exec('COMMIT')
          if (isHeld) await clock.sleep(ROUND_MS * (1 - heldRatio))
          if (isHeld) held.exec('BEGIN EXCLUSIVE')
        }
      }
      const over = rounds().catch(() => {})
      return async () => {
        isHeld = false
        await over
        held.close()
      }
    },
    async [Symbol.asyncDispose]() {
      opened?.close()
      opened = undefined
    },
  }
}

const ROUND_MS = 200
const SCRATCH = 'blackstart_'

interface Made {
  readonly type: string
  readonly sql: string
}

function madeOf(blueprint: Readonly<Record<string, unknown>>): readonly Made[] {
  return (blueprint.objects ?? []) as readonly Made[]
}

/** The statement that made a table, for a table of another name. */
function named(sql: string, table: string): string {
  return sql.replace(
    /^(CREATE TABLE\s+(?:IF NOT EXISTS\s+)?)("(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|'[^']+'|[^\s(]+)/i,
    `$1${quoted(table)}`,
  )
}

function rowOf(found: Record<string, unknown>, fields: StoreFields): StoreRow {
  const { id, tenant, vector, written } = fields
  const own = [id, tenant, vector, written]
  const payload = Object.entries(found).filter(([name]) => !own.includes(name))
  const value = (name: string | undefined) => (name === undefined ? null : (found[name] ?? null))
  return {
    id: String(value(id)),
    tenant: value(tenant) === null ? undefined : String(value(tenant)),
    vector: numbersOf(value(vector)),
    written: value(written) === null ? undefined : String(value(written)),
    payload: Object.fromEntries(payload.map(([name, each]) => [name, plain(each)])),
  }
}

function numbersOf(value: unknown): readonly number[] | undefined {
  if (value instanceof Uint8Array) {
    return [...new Float32Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength))]
  }
  return typeof value === 'string' ? (JSON.parse(value) as number[]) : undefined
}

/** JSON has neither bytes nor whole numbers of any size. */
function plain(value: unknown): StoreValue {
  if (value instanceof Uint8Array) return { $blob: Buffer.from(value).toString('base64') }
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: value.toString() }
  return (value ?? null) as StoreValue
}

function valuesOf(
  row: StoreRow,
  names: readonly string[],
  fields: StoreFields,
  isBlob: boolean,
): readonly SQLInputValue[] {
  return names.map(name => {
    if (name === fields.id) return row.id
    if (name === fields.tenant) return row.tenant ?? null
    if (name === fields.written) return row.written ?? null
    if (name === fields.vector) {
      if (row.vector === undefined) return null
      return isBlob ? new Uint8Array(new Float32Array(row.vector).buffer) : JSON.stringify(row.vector)
    }
    return bound(row.payload[name] ?? null)
  })
}

function bound(value: StoreValue): SQLInputValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? Number(value) : value
  if ('$blob' in value) return Buffer.from(String(value.$blob), 'base64')
  return '$integer' in value ? BigInt(String(value.$integer)) : JSON.stringify(value)
}

function whereOf(
  rows: Rows,
  fields: StoreFields,
  columns: readonly { readonly name: string; readonly type: string }[],
) {
  const text = (name: string | undefined) => `CAST(${quoted(name ?? '')} AS TEXT)`
  switch (rows.by) {
    case 'all':
      return { where: '', values: [] }
    case 'ids':
      return {
        where: `WHERE ${text(fields.id)} IN (SELECT value FROM json_each(?))`,
        values: [JSON.stringify(rows.ids)],
      }
    case 'tenant':
      return { where: `WHERE ${text(fields.tenant)} = ?`, values: [rows.tenant] }
    case 'prefix':
      return { where: `WHERE substr(${text(fields.id)}, 1, length(?)) = ?`, values: [rows.prefix, rows.prefix] }
    case 'written': {
      const isNumber = columns.some(({ name, type }) => name === fields.written && /INT|REAL|NUM/.test(type))
      const value = isNumber ? rows.wallMs : new Date(rows.wallMs).toISOString()
      return { where: `WHERE ${quoted(fields.written ?? '')} ${rows.side === 'before' ? '<' : '>'} ?`, values: [value] }
    }
    default:
      return rows satisfies never
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function missing({ collection, connect }: StorePlace): DrillError {
  return new DrillError('STORE_MISSING', `There is no table ${collection} in ${connect}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
