import type { Blueprint } from '../store.ts'
import { quoted, type Session } from './session.ts'
import { type View, viewLines, viewsOf } from './views.ts'

/** All it takes to make a table again: what PostgreSQL itself says of it. */
export interface Table extends Blueprint {
  readonly columns: readonly Column[]
  /** Keys, checks and links to other tables, as `ALTER TABLE … ADD` takes them. */
  readonly constraints: readonly string[]
  /** Links from other tables to this one: table, then constraint. */
  readonly links: readonly (readonly [table: string, constraint: string])[]
  readonly indexes: readonly string[]
  /** Row security, policies, triggers and grants, as statements. */
  readonly rules: readonly string[]
  /** Views that show it, those that others stand on first. */
  readonly views: readonly View[]
  /** Sequences that feed it, and how far they had come. */
  readonly sequences: readonly (readonly [column: string, sequence: string, last: string | null])[]
  /** The same, one line each, by which two tables can be compared. */
  readonly structure: readonly string[]
}

export interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly default: string | undefined
  readonly generated: boolean
  /** `always`, `by default`, or nothing. */
  readonly identity: string | undefined
}

/** A table's name, its schema's first where it is given. */
export interface TableName {
  readonly schema: string | undefined
  readonly table: string
  readonly sql: string
}

/** A collection as the schema and the table it is. */
export function tableName(collection: string): TableName {
  const dot = collection.indexOf('.')
  const schema = dot < 0 ? undefined : collection.slice(0, dot)
  const table = collection.slice(dot + 1)
  return { schema, table, sql: schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}` }
}

/** Reads a table's whole structure; undefined if there is no such table. */
export async function readTable({ query }: Pick<Session, 'query'>, { sql }: TableName): Promise<Table | undefined> {
  const [found] = await query(`SELECT to_regclass($1)::oid::text`, [sql])
  const oid = found?.[0]
  if (oid === null || oid === undefined) return undefined
  const columns = (await query(COLUMNS, [oid])).map(columnOf)
  const constraints = (await query(CONSTRAINTS, [oid])).map(([name, def]) => `CONSTRAINT ${quoted(name ?? '')} ${def}`)
  const links = (await query(LINKS, [oid])).map(
    ([table, name, def]) => [table ?? '', `CONSTRAINT ${quoted(name ?? '')} ${def}`] as const,
  )
  const indexes = (await query(INDEXES, [oid])).map(([def]) => def ?? '')
  const rules = (await query(RULES, [oid])).map(([statement]) => statement ?? '')
  const views = await viewsOf({ query }, oid)
  const sequences: (readonly [string, string, string | null])[] = []
  for (const [column = null, sequence = null] of await query(SEQUENCES, [oid])) {
    const [last] = await query(`SELECT CASE WHEN is_called THEN last_value END::text FROM ${sequence}`)
    sequences.push([column ?? '', sequence ?? '', last?.[0] ?? null])
  }
  const structure = [
    ...columns.map(columnLine),
    ...constraints.map(def => `constraint ${def}`),
    ...indexes.map(def => `index ${def}`),
    ...links.map(([table, def]) => `link from ${table}: ${def}`),
    ...rules.map(statement => `rule ${statement}`),
    ...viewLines(views),
  ]
  return { columns, constraints, links, indexes, rules, views, sequences, structure }
}

function columnOf([name, type, notNull, usual, generated, identity]: readonly (string | null)[]): Column {
  return {
    name: name ?? '',
    type: type ?? '',
    notNull: notNull === 't',
    default: usual ?? undefined,
    generated: generated === 's' || generated === 'v',
    identity: identity === 'a' ? 'always' : identity === 'd' ? 'by default' : undefined,
  }
}

/** How a column is declared. */
export function columnSql({ name, type, notNull, default: usual, generated, identity }: Column): string {
  const value = generated
    ? ` GENERATED ALWAYS AS (${usual}) STORED`
    : identity !== undefined
      ? ` GENERATED ${identity.toUpperCase()} AS IDENTITY`
      : usual === undefined
        ? ''
        : ` DEFAULT ${usual}`
  return `${quoted(name)} ${type}${value}${notNull ? ' NOT NULL' : ''}`
}

function columnLine(column: Column): string {
  return `column ${columnSql(column)}`
}

const COLUMNS = `
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text::char, pg_get_expr(d.adbin, d.adrelid), a.attgenerated::text, a.attidentity::text
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

// Since 18 a column that must not be null is a constraint as well; the column already says so.
const CONSTRAINTS = `
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = $1::oid AND contype IN ('p', 'u', 'c', 'f', 'x') ORDER BY contype = 'f', contype, conname`

const LINKS = `
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE confrelid = $1::oid AND conrelid <> $1::oid AND contype = 'f' ORDER BY 1, 2`

const INDEXES = `
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = $1::oid AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1`

const RULES = `
SELECT s FROM (
  SELECT 1 AS o, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', oid::regclass) AS s FROM pg_class WHERE oid = $1::oid AND relrowsecurity
  UNION ALL SELECT 1, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', oid::regclass) FROM pg_class WHERE oid = $1::oid AND relforcerowsecurity
  UNION ALL SELECT 2, format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', polname, polrelid::regclass,
    CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
    CASE WHEN polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(quote_ident(rolname), ', ') FROM pg_roles WHERE oid = ANY(polroles)) END,
    coalesce(' USING (' || pg_get_expr(polqual, polrelid) || ')', ''),
    coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '')) FROM pg_policy WHERE polrelid = $1::oid
  UNION ALL SELECT 3, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = $1::oid AND NOT tgisinternal
  UNION ALL SELECT 4, format('GRANT %s ON %s TO %s', a.privilege_type, c.oid::regclass,
    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = $1::oid AND a.grantee <> c.relowner
) AS all_rules ORDER BY o, s`

const SEQUENCES = `
SELECT a.attname, d.refobjid::regclass::text FROM pg_attribute a
JOIN LATERAL (SELECT objid::oid AS refobjid FROM pg_depend WHERE refobjid = a.attrelid AND refobjsubid = a.attnum
  AND classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')
  AND objid IN (SELECT oid FROM pg_class WHERE relkind = 'S')) d ON true
WHERE a.attrelid = $1::oid AND a.attnum > 0 ORDER BY a.attnum`
