import type { Blueprint } from '../store.ts'
import { quoted } from './rows.ts'

/** A table and what belongs to it, as the statements that made them. */
export interface Made {
  readonly type: string
  readonly name: string
  /** The table or view it belongs to. */
  readonly of: string
  readonly sql: string
}

/** A table, its indexes, the views that show it, themselves or through others, and the triggers of all of these, in the order in which they can be made. */
export function belongingTo(table: string, all: readonly Made[]): readonly Made[] {
  const views: Made[] = []
  // A view can only name what was there before it.
  for (const each of all.filter(({ type }) => type === 'view'))
    if ([table, ...views.map(({ name }) => name)].some(name => mentions(each, name))) views.push(each)
  const own = all.filter(({ type, of }) => type !== 'view' && isSameName(of, table))
  const triggers = all.filter(({ type, of }) => type === 'trigger' && views.some(({ name }) => isSameName(of, name)))
  return [...ORDER.flatMap(wanted => own.filter(({ type }) => type === wanted)), ...views, ...triggers]
}

const ORDER = ['table', 'index', 'trigger']

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function mentions({ name, sql }: Made, other: string): boolean {
  // What follows the view's own name, without what it says in quotes for texts and comments.
  const body = sql.slice(sql.indexOf(name) + name.length).replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  const words = body.match(/"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|[\p{L}\p{N}_$]+/gu) ?? []
  const bare = words.map(word => word.replace(/^["[`]|["\]`]$/g, '').replaceAll('""', '"'))
  return bare.some(word => isSameName(word, other))
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
