import type { z } from 'zod'
import type { Problem } from '../model/problem.ts'
import type { Expected } from './schema-shape.ts'
import { expectedAt } from './schema-shape.ts'
import type { Path, Tree, Words } from './tree.ts'
import { isMapping, problemAtKey, problemAtValue, valueAt } from './tree.ts'
import { inSentence, mappingOf, oneOf, quoted, subjectOf, suggestion, whatIs } from './words.ts'

/** One kind of file: how messages name it, its schema, the JSON Schema made from that, and words for its special values. */
export interface FileKind<Schema extends z.ZodType> {
  readonly words: string
  readonly schema: Schema
  readonly jsonSchema: () => unknown
  readonly sayings: Sayings
}

/** Words for what a schema calls by a name of ours (`error: 'duration'`). */
export type Sayings = Readonly<Record<string, (found: Found) => Words>>
export interface Found {
  readonly subject: string
  readonly value: unknown
  /** What the value is for, ready to stand in a sentence. */
  readonly purpose: string
  /** What a bound was, where there is one. */
  readonly params: Readonly<Record<string, unknown>>
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
    const context = { tree, kind, path, expected: expectedAt(jsonSchema, part, inside) }
    if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(context, key))
    if (isMissing(tree, path)) return [missingKey(context)]
    const say = kind.sayings[sayingOf(issue)]
    if (say !== undefined) return [special(context, issue, say)]
    return [problemAtValue(tree, path, plainWords(context, issue))]
  }
  return result.error.issues.flatMap(issue => translate(issue, []))
}

interface Context {
  readonly tree: Tree
  readonly kind: FileKind<z.ZodType>
  readonly path: Path
  readonly expected: Expected
}

/** Where a value may have several shapes, the problems of the one it was meant to have: the only one whose type fits. */
function innerIssues(issue: Issue): readonly Issue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return undefined
  const fitting = issue.errors.filter(errors => errors.every(error => error.path.length > 0))
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
    now: suggestion(key, expected.keys),
  })
}

function missingKey({ tree, kind, path, expected }: Context): Problem {
  const key = String(path.at(-1))
  const value = expected.example ?? (expected.values.length > 0 ? oneOf(expected.values) : undefined)
  return problemAtKey(tree, path.slice(0, -1), {
    code: 'MISSING_KEY',
    what: `${quoted(key)} is missing from ${mappingOf(path.slice(0, -1), kind.words)}`,
    why: purposeOf(expected),
    now: value === undefined ? `add ${quoted(`${key}:`)}` : `add ${quoted(`${key}:`)}, for example ${value}`,
  })
}

function special({ tree, kind, path, expected }: Context, issue: Issue, say: (found: Found) => Words): Problem {
  const params = issue.code === 'custom' ? (issue.params ?? {}) : {}
  const words = say({
    subject: subjectOf(path, kind.words),
    value: valueAt(tree, path),
    purpose: purposeOf(expected),
    params,
  })
  return issue.code === 'invalid_key' ? problemAtKey(tree, path, words) : problemAtValue(tree, path, words)
}

function plainWords({ tree, kind, path, expected }: Context, issue: Issue): Words {
  const subject = subjectOf(path, kind.words)
  const value = valueAt(tree, path)
  const why = purposeOf(expected)
  switch (issue.code) {
    case 'invalid_value':
      return unknownValue(subject, value, why, issue.values.map(String))
    case 'invalid_union':
      return unknownValue(subject, value, why, discriminators(issue))
    case 'too_small':
      return outOfRange(subject, value, why, atLeast(issue.origin, Number(issue.minimum)))
    case 'too_big':
      return outOfRange(subject, value, why, `write at most ${issue.maximum}`)
    case 'invalid_type':
      return wrongType(subject, value, why, issue.expected)
    default:
      return {
        code: 'WRONG_TYPE',
        what: `${subject} is ${whatIs(value)}, which does not fit here`,
        why,
        now: 'see the schema',
      }
  }
}

function unknownValue(subject: string, value: unknown, why: string, values: readonly string[]): Words {
  const now = typeof value === 'string' ? suggestion(value, values) : `write ${oneOf(values)}`
  return { code: 'UNKNOWN_VALUE', what: `${subject} is ${whatIs(value)}, which is not one of its values`, why, now }
}

function outOfRange(subject: string, value: unknown, why: string, now: string): Words {
  const is = Array.isArray(value) ? 'an empty list' : whatIs(value)
  return { code: 'OUT_OF_RANGE', what: `${subject} is ${is}`, why, now }
}

function wrongType(subject: string, value: unknown, why: string, expected: string): Words {
  const wanted = TYPE_WORDS[expected] ?? expected
  const quotable = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, not ${wanted}`,
    why,
    now: quotable ? `put it in quotes: ${quoted(String(value))}` : `write ${wanted}`,
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  record: 'a mapping of names to values',
  array: 'a list',
}

function atLeast(origin: string, minimum: number): string {
  if (origin === 'string') return 'write some text'
  return origin === 'array' ? 'write at least one entry' : `write at least ${minimum}`
}

function discriminators(issue: Issue): readonly string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

function purposeOf(expected: Expected): string {
  return expected.description === undefined
    ? 'it is read as part of the file'
    : `it is ${inSentence(expected.description)}`
}
