import type { StoreFields } from '../../model/store.ts'
import type { Store } from '../store.ts'
import { readTable, type TableName } from './catalog.ts'
import { idSql, keysOf, vectorText } from './rows.ts'
import { quoted, type Session } from './session.ts'
import { dropViews, makeViews } from './views.ts'

/** What a table can do that has a column of vectors; nothing of it for one that has none. */
export function vectorSide(database: Session, name: TableName, fields: StoreFields): Pick<Store, 'query' | 'loosen'> {
  const { query } = database
  if (fields.vector === undefined) return {}
  const vector = quoted(fields.vector)
  const tenantColumn = fields.tenant === undefined ? undefined : quoted(fields.tenant)
  return {
    async query(near, most, tenant) {
      const isOwn = tenant !== undefined && tenantColumn !== undefined
      const where = isOwn ? `WHERE ${tenantColumn} = $2` : ''
      const found = await query(
        `SELECT ${idSql(keysOf(fields))}::text FROM ${name.sql} ${where} ORDER BY ${vector} <=> $1::vector LIMIT ${most}`,
        isOwn ? [vectorText(near), tenant] : [vectorText(near)],
      )
      return found.map(([id]) => id ?? '')
    },
    async loosen() {
      const table = await readTable(database, name)
      // A view insists on the type of what it shows.
      for (const drop of dropViews(table?.views ?? [])) await query(drop)
      for (const index of table?.indexes ?? []) {
        // An index of vectors insists on a dimension.
        if (/USING (hnsw|ivfflat)/.test(index)) await query(`DROP INDEX ${indexName(index, name.schema)}`)
      }
      await query(`ALTER TABLE ${name.sql} ALTER COLUMN ${vector} TYPE vector`)
      await makeViews(database, table?.views ?? [], [])
    },
  }
}

function indexName(definition: string, schema: string | undefined): string {
  const [, name = ''] = /INDEX (\S+) ON/.exec(definition) ?? []
  return schema === undefined ? name : `${quoted(schema)}.${name}`
}
