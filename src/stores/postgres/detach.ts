import { readTable, type TableName } from './catalog.ts'
import type { Session } from './session.ts'
import { refuseOddViews } from './table.ts'
import { dropViews } from './views.ts'

/** Removes the views that show a table: whoever reads it by their names finds nothing. Says which. */
export async function loseViews(session: Session, name: TableName): Promise<readonly string[]> {
  const table = await readTable(session, name)
  if (table === undefined || table.views.length === 0) return []
  refuseOddViews(name, table)
  await session.query(dropViews(table.views).join('; '))
  return table.views.map(view => view.name)
}

/** Switches off what shows each tenant its own rows only. The policies stay: nobody asks them any more. */
export async function loseRowSecurity(session: Session, name: TableName): Promise<readonly string[]> {
  const rules = (await readTable(session, name))?.rules ?? []
  if (!rules.some(rule => / ENABLE ROW LEVEL SECURITY$/.test(rule))) return []
  await session.query(`ALTER TABLE ${name.sql} DISABLE ROW LEVEL SECURITY`)
  return ['row level security']
}
