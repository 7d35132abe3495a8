import type { Session } from './session.ts'

/** A view that shows a table, itself or through others, and what else it takes to make it again. */
export interface View {
  readonly name: string
  readonly kind: 'VIEW' | 'MATERIALIZED VIEW'
  /** Options, what it selects, its indexes and grants: statements in the order in which they are run. */
  readonly statements: readonly string[]
  /** What cannot be made again by statements like these. */
  readonly obstacle: string | undefined
}

/** The views that show a table, those that others stand on first. */
export async function viewsOf({ query }: Pick<Session, 'query'>, oid: string): Promise<readonly View[]> {
  const views: View[] = []
  for (const [view = null, name = null, kind = null, made = null, obstacle = null] of await query(VIEWS, [oid])) {
    const after = (await query(AFTER, [view])).map(([statement]) => statement ?? '')
    views.push({
      name: name ?? '',
      kind: kind === 'm' ? 'MATERIALIZED VIEW' : 'VIEW',
      statements: [(made ?? '').replace(/;\s*$/, '').replace(/\s+/g, ' '), ...after],
      obstacle: obstacle ?? undefined,
    })
  }
  return views
}

/** The same in one line each, by which two tables can be compared. */
export function viewLines(views: readonly View[]): readonly string[] {
  return views.flatMap(({ statements }) => statements.map(statement => `view ${statement}`))
}

/** Statements that remove views, those that stand on others first. */
export function dropViews(views: readonly View[]): readonly string[] {
  return views.toReversed().map(({ kind, name }) => `DROP ${kind} ${name}`)
}

/** Makes the views that are gone; of one that is there only what it lacks. */
export async function makeViews({ query }: Session, wanted: readonly View[], now: readonly View[]): Promise<void> {
  for (const view of wanted) {
    const there = now.find(({ name }) => name === view.name)?.statements ?? []
    for (const statement of view.statements.filter(each => !there.includes(each))) await query(statement)
  }
}

const VIEWS = `
WITH RECURSIVE standing(oid, depth) AS (
  SELECT $1::oid, 0
  UNION SELECT r.ev_class, s.depth + 1 FROM standing s
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid AND d.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite r ON r.oid = d.objid AND r.ev_class <> s.oid WHERE s.depth < 50
), views AS (SELECT oid, max(depth) AS depth FROM standing WHERE depth > 0 GROUP BY oid)
SELECT c.oid::text, format('%I.%I', n.nspname, c.relname), c.relkind::text,
  format('CREATE %s %I.%I%s AS %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, n.nspname, c.relname,
    coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid)),
  CASE WHEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) THEN 'it has triggers'
       WHEN (SELECT count(*) FROM pg_rewrite w WHERE w.ev_class = c.oid) > 1 THEN 'it has rules' END
FROM views v JOIN pg_class c ON c.oid = v.oid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') ORDER BY v.depth, 2`

const AFTER = `
SELECT s FROM (
  SELECT 1 AS o, pg_get_indexdef(indexrelid) AS s FROM pg_index WHERE indrelid = $1::oid
  UNION ALL SELECT 2, format('GRANT %s ON %s TO %s', a.privilege_type, format('%I.%I', n.nspname, c.relname),
    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
    WHERE c.oid = $1::oid AND a.grantee <> c.relowner
) AS after_it ORDER BY o, s`
