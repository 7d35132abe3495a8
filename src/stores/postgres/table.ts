import { DrillError } from '../../model/error.ts'
import { columnSql, readTable, type Table, type TableName } from './catalog.ts'
import { quoted, type Session } from './session.ts'
import { dropViews, makeViews } from './views.ts'

/** Makes a table with its columns and keys, empty. A scratch place gets a schema of its own. */
export async function makeTable({ query }: Session, name: TableName, table: Table): Promise<void> {
  if (name.schema !== undefined) await query(`CREATE SCHEMA IF NOT EXISTS ${quoted(name.schema)}`)
  for (const [column, sequence] of table.sequences) {
    const isIdentity = table.columns.some(known => known.name === column && known.identity !== undefined)
    if (!isIdentity) await query(`CREATE SEQUENCE IF NOT EXISTS ${sequence}`)
  }
  const keys = table.constraints.filter(def => !isLink(def))
  await query(`CREATE TABLE ${name.sql} (${[...table.columns.map(columnSql), ...keys].join(', ')})`)
}

/** Indexes, links, rules and counters: what would only hold up the loading of rows. */
export async function finishTable(session: Session, name: TableName, table: Table): Promise<void> {
  const { query } = session
  const scratch = name.schema?.startsWith('blackstart_') === true
  const now = await readTable(session, name)
  for (const index of table.indexes.filter(each => !now?.indexes.includes(each)))
    await query(inPlace(index, name, scratch))
  // In a scratch place nobody writes and nobody is kept out; links would tie it to the tables in use.
  if (scratch) return
  for (const def of table.constraints.filter(isLink)) {
    if (!now?.constraints.includes(def)) await query(`ALTER TABLE ${name.sql} ADD ${def}`)
  }
  for (const [other, def] of table.links) {
    if (!now?.links.some(([t, d]) => t === other && d === def)) await query(`ALTER TABLE ${other} ADD ${def}`)
  }
  for (const rule of table.rules.filter(each => !now?.rules.includes(each))) await query(rule)
  // A snapshot of an older version knows of none.
  await makeViews(session, table.views ?? [], now?.views ?? [])
  for (const [column, sequence, last] of table.sequences) {
    const isIdentity = table.columns.some(known => known.name === column && known.identity !== undefined)
    if (!isIdentity) await query(`ALTER SEQUENCE ${sequence} OWNED BY ${name.sql}.${quoted(column)}`)
    if (last !== null) {
      await query(
        `SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, (SELECT max(${quoted(column)}) FROM ${name.sql})::bigint))`,
        [name.sql, column, last],
      )
    }
  }
}

/** Drops a table, the links to it and the views that show it, and nothing else: what else somebody built on it keeps it in place. */
export async function dropTable(session: Session, name: TableName, scratchPrefix: string): Promise<void> {
  const { query } = session
  if (name.schema?.startsWith(scratchPrefix) === true) {
    await query(`DROP SCHEMA IF EXISTS ${quoted(name.schema)} CASCADE`)
    return
  }
  const table = await readTable(session, name)
  if (table === undefined) return
  const drops = table.links.map(
    ([other, def]) => `ALTER TABLE ${other} DROP ${/^CONSTRAINT "(?:[^"]|"")+"/.exec(def)?.[0]}`,
  )
  refuseOddViews(name, table)
  await query([...drops, ...dropViews(table.views), `DROP TABLE ${name.sql}`].join('; '))
}

/** Refuses to remove views that would not come back as they were. */
export function refuseOddViews({ table: collection }: TableName, { views }: Table): void {
  const odd = views.find(({ obstacle }) => obstacle !== undefined)
  if (odd === undefined) return
  throw new DrillError(
    'NOT_AVAILABLE',
    `The view ${odd.name} of ${collection} could not be put back: ${odd.obstacle}.`,
    {
      hint: 'damage the rows of the table instead, or its rows alone with "what: rows". Nothing was changed',
    },
  )
}

function isLink(def: string): boolean {
  return / FOREIGN KEY /.test(def)
}

/** An index's definition names its table with its schema; in a scratch place it is that of another. */
function inPlace(index: string, name: TableName, scratch: boolean): string {
  return scratch ? index.replace(/ ON (ONLY )?\S+ USING /, ` ON ${name.sql} USING `) : index
}
