import { DrillError } from '../../model/error.ts'
import type { StoreFields, StorePlace } from '../../model/store.ts'
import { NOTHING_THERE } from '../document.ts'
import type { Store, StoreRow } from '../store.ts'
import { type Column, readTable, type Table, tableName } from './catalog.ts'
import { loseRowSecurity, loseViews } from './detach.ts'
import { fingerprintSql } from './fingerprint.ts'
import { holdTable } from './hold.ts'
import { idSql, keysOf, rowOf, valuesOf } from './rows.ts'
import { quoted, session } from './session.ts'
import { dropTable, finishTable, makeTable } from './table.ts'
import { vectorSide } from './vectors.ts'
import { whereOf } from './where.ts'

// Enough to be quick, few enough that a batch of embeddings stays small in memory.
const BATCH = 500
// Without what they say rows are short.
const NAMES = 5000
const SCRATCH_SCHEMA = 'blackstart_'

/** A table of a PostgreSQL database, with or without pgvector. */
export function postgresStore(place: StorePlace): Store {
  const { fields } = place
  const name = tableName(place.collection)
  const database = session(place.connect)
  const { query } = database
  const read = () => readTable(database, name)
  // Asked each time: damage changes columns.
  const columns = async (): Promise<readonly Column[]> => {
    const table = await read()
    if (table === undefined) throw missing(place.collection)
    for (const field of [...keys, fields.tenant, fields.vector, fields.written]) {
      if (field !== undefined && !table.columns.some(column => column.name === field)) throw noColumn(place, field)
    }
    return table.columns
  }
  const select = async (rest: string, values: readonly unknown[]): Promise<readonly StoreRow[]> => {
    const all = await columns()
    const list = all.map(column => `${quoted(column.name)}::text`).join(', ')
    return (await query(`SELECT ${list} FROM ${name.sql} ${rest}`, values)).map(row => rowOf(all, row, fields))
  }
  const keys = keysOf(fields)
  const id = idSql(keys)
  const isKey = (column: Column) => keys.includes(column.name)
  const idType = async () => (keys.length > 1 ? 'text' : typeOf(fields.id))
  const typeOf = async (field: string) => (await columns()).find(column => column.name === field)?.type ?? 'text'

  async function* pages(batch: number, isMeant: (column: Column) => boolean) {
    const all = (await columns()).filter(isMeant)
    const list = all.map(column => `${quoted(column.name)}::text`).join(', ')
    // With the table's name: alone it would mean what is selected, a text, and sorted as texts the next page of numbers leaves some out.
    const key = keys.map(each => `${name.sql}.${quoted(each)}`).join(', ')
    const given = keys.map((_, i) => `$${i + 1}`).join(', ')
    const places = keys.map(each => all.findIndex(column => column.name === each))
    let after: readonly unknown[] | undefined
    for (;;) {
      const where = after === undefined ? '' : `WHERE (${key}) > (${given})`
      const found = await query(`SELECT ${list} FROM ${name.sql} ${where} ORDER BY ${key} LIMIT ${batch}`, after)
      const last = found.at(-1)
      if (last === undefined) return
      after = places.map(place => last[place])
      yield found.map(row => rowOf(all, row, fields))
      if (found.length < batch) return
    }
  }

  return {
    place,
    async describe() {
      const table = await read()
      if (table === undefined) return NOTHING_THERE
      const [sizes] = await query('SELECT pg_total_relation_size(to_regclass($1))::text', [name.sql])
      const [invalid] = await query(
        'SELECT string_agg(indexrelid::regclass::text, $2) FROM pg_index WHERE indrelid = to_regclass($1) AND NOT (indisvalid AND indisready)',
        [name.sql, ', '],
      )
      const unready = invalid?.[0] ?? undefined
      return {
        exists: true,
        bytes: Number(sizes?.[0] ?? 0),
        dimension: dimensionOf(table, fields.vector),
        structure: table.structure,
        texts: table.columns.filter(column => isText(column, fields)).map(column => column.name),
        documents: table.columns.filter(({ type }) => /^jsonb?$/.test(type)).map(column => column.name),
        unready: unready === undefined ? undefined : `index ${unready} is not ready`,
      }
    },
    async count() {
      const by = fields.tenant === undefined ? `''` : `coalesce(${quoted(fields.tenant)}::text, '')`
      const rows = await query(`SELECT ${by}, count(*)::text FROM ${name.sql} GROUP BY 1 ORDER BY 1`)
      return Object.fromEntries(rows.map(([tenant, count]) => [tenant ?? '', Number(count)]))
    },
    scan: (batch = BATCH) => pages(batch, () => true),
    names: () => pages(NAMES, ({ name: each }) => [...keys, fields.tenant, fields.written].includes(each)),
    get: async ids => select(`WHERE ${id} = ANY($1::${await idType()}[])`, [ids]),
    async put(rows) {
      const all = (await columns()).filter(column => !column.generated)
      const values = JSON.stringify(rows.map(row => valuesOf(all, row, fields)))
      const typed = all.map((column, i) => `(r->>${i})::${column.type} AS ${quoted(column.name)}`).join(', ')
      const given = `WITH r AS (SELECT ${typed} FROM jsonb_array_elements($1::jsonb) AS r)`
      const names = all.map(column => quoted(column.name))
      const others = all.filter(column => !isKey(column)).map(column => quoted(column.name))
      const same = keys.map(key => `t.${quoted(key)} = r.${quoted(key)}`).join(' AND ')
      // Not "ON CONFLICT": the id need not be unique by any rule the database knows.
      if (others.length > 0) {
        const set = others.map(other => `${other} = r.${other}`).join(', ')
        await query(`${given} UPDATE ${name.sql} AS t SET ${set} FROM r WHERE ${same}`, [values])
      }
      await query(
        `${given} INSERT INTO ${name.sql} (${names.join(', ')}) OVERRIDING SYSTEM VALUE
         SELECT ${names.map(each => `r.${each}`).join(', ')} FROM r
         WHERE NOT EXISTS (SELECT FROM ${name.sql} AS t WHERE ${same})`,
        [values],
      )
    },
    async remove(rows) {
      const { where, values } = await whereOf(rows, fields, { id, type: await idType() }, typeOf)
      await query(`DELETE FROM ${name.sql} ${where}`, values)
    },
    async newest() {
      if (fields.written === undefined) return undefined
      const [row] = await query(`SELECT max(${quoted(fields.written)})::text FROM ${name.sql}`)
      return row?.[0] ?? undefined
    },
    ...vectorSide(database, name, fields),

    async blueprint() {
      const table = await read()
      if (table === undefined) throw missing(place.collection)
      return table
    },
    make: blueprint => makeTable(database, name, blueprint as Table),
    finish: blueprint => finishTable(database, name, blueprint as Table),
    drop: () => dropTable(database, name, SCRATCH_SCHEMA),
    scratch: label => ({ ...place, collection: `${SCRATCH_SCHEMA}${label.replace(/\W+/g, '_')}.${name.table}` }),

    detach: async what => (what === 'alias' ? loseViews(database, name) : loseRowSecurity(database, name)),
    throttle: (heldRatio, clock) => holdTable(place.connect, name.sql, heldRatio, clock),
    fingerprint: async () => fingerprintSql(database, name, await columns(), fields),
    [Symbol.asyncDispose]: () => database.end(),
  }
}

function dimensionOf({ columns }: Table, field: string | undefined): number | undefined {
  const [, dimension] = /^\w+\((\d+)\)$/.exec(columns.find(column => column.name === field)?.type ?? '') ?? []
  return dimension === undefined ? undefined : Number(dimension)
}

function isText({ name, type }: Column, fields: StoreFields): boolean {
  const isOther = [...keysOf(fields), fields.tenant, fields.vector, fields.written].includes(name)
  return !isOther && (type === 'text' || type.startsWith('character'))
}

function missing(collection: string): DrillError {
  return new DrillError('STORE_MISSING', `There is no table ${collection}.`, {
    hint: 'check "data: { collection }" in the platform file, and the database in "connect". Nothing was changed',
  })
}

function noColumn({ collection }: StorePlace, field: string): DrillError {
  return new DrillError('STORE_MISSING', `The table ${collection} has no column ${field}.`, {
    hint: 'correct what "data" in the platform file calls its columns. Nothing was changed',
  })
}
