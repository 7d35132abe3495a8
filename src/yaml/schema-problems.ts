import type { z } from 'zod'
import type { Problem } from '../model/problem.ts'
import type { Expected } from './schema-shape.ts'
import { expectedAt } from './schema-shape.ts'
import type { Found, Sayings } from './schema-words.ts'
import { exampleOf, optionsOf, purposeOf, schemaWords } from './schema-words.ts'
import type { Path, Tree } from './tree.ts'
import { isMapping, problemAtKey, problemAtValue, valueAt } from './tree.ts'
import { keySuggestion, mappingOf, nearestName, quoted, subjectOf } from './words.ts'

/** One kind of file: how messages name it, its schema, the JSON Schema made from that, and words for its special values. */
export interface FileKind<Schema extends z.ZodType> {
  readonly words: string
  readonly schema: Schema
  readonly jsonSchema: () => unknown
  readonly sayings: Sayings
  /** What to do instead about a key that the mapping around it does not have; undefined: nothing special. */
  readonly unknownKey?: (key: string, mapping: unknown) => string | undefined
}

type Issue = z.core.$ZodIssue

/** Everything a schema finds wrong with a file, or with the part of it at `base`, in our words and with places. */
export function schemaProblems<Schema extends z.ZodType>(
  tree: Tree,
  kind: FileKind<Schema>,
  base: Path = [],
): readonly Problem[] {
  const part = { ...tree, value: valueAt(tree, base) }
  const result = kind.schema.safeParse(part.value)
  if (result.success) return []
  const jsonSchema = kind.jsonSchema()
  const translate = (issue: Issue, above: Path): readonly Problem[] => {
    const inside = [...above, ...(issue.path as Path)]
    const inner = innerIssues(issue)
    if (inner !== undefined) return inner.flatMap(one => translate(one, inside))
    const path = [...base, ...inside]
    const siblings = expectedAt(jsonSchema, part, inside.slice(0, -1)).keys
    const context = { tree, kind, path, expected: expectedAt(jsonSchema, part, inside), siblings }
    if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(context, key))
    if (isMissing(tree, path)) return isMisspelt(context) ? [] : [missingKey(context, optionsOf(issue))]
    const say = kind.sayings[sayingOf(issue)]
    const words = say === undefined ? schemaWords(issue, foundIn(context, issue)) : say(foundIn(context, issue))
    return [issue.code === 'invalid_key' ? problemAtKey(tree, path, words) : problemAtValue(tree, path, words)]
  }
  return result.error.issues.flatMap(issue => translate(issue, []))
}

interface Context {
  readonly tree: Tree
  readonly kind: FileKind<z.ZodType>
  readonly path: Path
  readonly expected: Expected
  /** The keys that the mapping around the value can have. */
  readonly siblings: readonly string[]
}

/** Where a value may have several shapes, the problems of the one it was meant to have: the only one whose type fits. */
function innerIssues(issue: Issue): readonly Issue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return undefined
  const fitting = issue.errors.filter(errors =>
    errors.every(error => error.path.length > 0 || error.code === 'unrecognized_keys'),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

function sayingOf(issue: Issue): string {
  // A bad key of a record carries the reason one level down.
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? '') : issue.message
}

function isMissing(tree: Tree, path: Path): boolean {
  const last = path.at(-1)
  const parent = valueAt(tree, path.slice(0, -1))
  return typeof last === 'string' && isMapping(parent) && !Object.hasOwn(parent, last)
}

function unknownKey({ tree, kind, path, expected }: Context, key: string): Problem {
  return problemAtKey(tree, [...path, key], {
    code: 'UNKNOWN_KEY',
    what: `${quoted(key)} is not a key of ${mappingOf(path, kind.words)}`,
    why: 'nothing reads it, so it would change nothing',
    now: kind.unknownKey?.(key, valueAt(tree, path)) ?? keySuggestion(key, expected.keys),
  })
}

/** Whether a missing key stands there after all, with a slip of the fingers: one mistake, told once. */
function isMisspelt({ tree, path, siblings }: Context): boolean {
  const parent = valueAt(tree, path.slice(0, -1))
  const unknown = isMapping(parent) ? Object.keys(parent).filter(key => !siblings.includes(key)) : []
  return unknown.some(key => nearestName(key, siblings) === path.at(-1))
}

function missingKey({ tree, kind, path, expected }: Context, options: readonly string[]): Problem {
  const key = String(path.at(-1))
  return problemAtKey(tree, path.slice(0, -1), {
    code: 'MISSING_KEY',
    what: `${quoted(key)} is missing from ${mappingOf(path.slice(0, -1), kind.words)}`,
    why: purposeOf(expected),
    now: `add ${quoted(`${key}:`)}${exampleOf({ ...expected, values: [...expected.values, ...options] })}`,
  })
}

function foundIn({ tree, kind, path, expected }: Context, issue: Issue): Found {
  const params = issue.code === 'custom' ? (issue.params ?? {}) : {}
  return { subject: subjectOf(path, kind.words), value: valueAt(tree, path), purpose: purposeOf(expected), params }
}
