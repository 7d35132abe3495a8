import type { Blueprint } from '../store.ts'
import { quoted } from './rows.ts'

/** A table and what belongs to it, as the statements that made them. */
export interface Made {
  readonly type: string
  readonly sql: string
}

/** The same in one line each, by which two tables can be compared. */
export function structureOf(objects: readonly Made[]): readonly string[] {
  return objects.map(({ sql }) => sql.replace(/\s+/g, ' '))
}

export function madeOf(blueprint: Blueprint): readonly Made[] {
  return (blueprint.objects ?? []) as readonly Made[]
}

/** The statement that made a table, for a table of another name. */
export function named(sql: string, table: string): string {
  return sql.replace(
    /^(CREATE TABLE\s+(?:IF NOT EXISTS\s+)?)("(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|'[^']+'|[^\s(]+)/i,
    `$1${quoted(table)}`,
  )
}
