import { z } from 'zod'
import { nearest } from '../model/nearest.ts'

/** All that is wrong with a value, in sentences that say what would be right. */
export function complaints(error: z.ZodError, schema: z.ZodType, value: unknown): string {
  const found = error.issues.flatMap(issue => complaint(issue, schema, value))
  return [...new Set(found)].join('; ')
}

type Issue = z.core.$ZodIssue

function complaint(issue: Issue, schema: z.ZodType, value: unknown): readonly string[] {
  const at = valueAt(value, issue.path)
  const place = placeOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => `${place} has no "${shown(key)}"${instead(key, keysAt(schema, issue.path, value))}`)
    case 'invalid_type':
      if (at === undefined) return [`${place} is missing`]
      return [`${place} must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${whatIs(at)}`]
    case 'invalid_value':
      return [`${place} must be ${oneOf(issue.values.map(String))}, not ${whatIs(at)}${hint(at, issue.values)}`]
    case 'too_small':
      return [`${place} must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${long(at)}`]
    case 'too_big':
      return [`${place} must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}${long(at)}`]
    case 'invalid_union':
      return unionComplaint(issue, schema, value, at)
    default:
      return [`${place} cannot be ${whatIs(at)}`]
  }
}

/** Of several shapes none fits: what the nearest would have needed, or which there are. */
function unionComplaint(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  schema: z.ZodType,
  value: unknown,
  at: unknown,
): readonly string[] {
  const place = placeOf(issue.path)
  const named = unwrapped(schemaAt(schema, issue.path.slice(0, -1), value))
  if (issue.discriminator !== undefined) {
    const kinds = named instanceof z.ZodDiscriminatedUnion ? kindsOf(named) : []
    if (at === undefined) return [`${place} is missing: ${oneOf(kinds)}`]
    return [`${place} must be ${oneOf(kinds)}, not ${whatIs(at)}${hint(at, kinds)}`]
  }
  // A shape that got as far as having something to say about its parts is the one that was meant.
  const meant = issue.errors.find(issues => issues.every(({ path }) => path.length > 0))
  if (meant !== undefined)
    return meant.flatMap(inner => complaint({ ...inner, path: [...issue.path, ...inner.path] }, schema, value))
  const rights = issue.errors.flatMap(issues => issues.flatMap(rightOf))
  return [`${place} must be ${[...new Set(rights)].join(' or ')}${at === undefined ? '' : `, not ${whatIs(at)}`}`]
}

function rightOf(issue: Issue): readonly string[] {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(each => `"${String(each)}"`)
    case 'invalid_type':
      return [EXPECTED[issue.expected] ?? issue.expected]
    case 'too_small':
      return [`at least ${issue.minimum}`]
    default:
      return []
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  record: 'an object',
}

function placeOf(path: Issue['path']): string {
  if (path.length === 0) return 'it'
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )
}

function whatIs(value: unknown): string {
  if (typeof value === 'string') return `"${shown(value)}"`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Somebody else's text, short and on one line. */
function shown(text: string): string {
  return text.slice(0, 60).replace(/\p{Cc}/gu, '?')
}

function long(value: unknown): string {
  return typeof value === 'number' ? `, not ${value}` : ' long'
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? `"${names[0]}"` : `one of ${names.join(', ')}`
}

function hint(typed: unknown, known: readonly unknown[]): string {
  const near = typeof typed === 'string' ? nearest(typed.slice(0, 100), known.map(String)) : undefined
  return near === undefined ? '' : `: did you mean "${near}"?`
}

function instead(typed: string, known: readonly string[]): string {
  return hint(typed, known) || `: there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
}

function keysAt(schema: z.ZodType, path: Issue['path'], value: unknown): readonly string[] {
  const found = unwrapped(schemaAt(schema, path, value))
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

/** The part of a schema that a part of a value was held against. */
function schemaAt(schema: z.ZodType, path: Issue['path'], value: unknown): z.ZodType | undefined {
  const here = chosen(unwrapped(schema), value)
  const [key, ...rest] = path
  if (key === undefined) return here
  const next =
    here instanceof z.ZodObject ? here.shape[String(key)] : here instanceof z.ZodArray ? here.element : undefined
  return next === undefined ? undefined : schemaAt(next as z.ZodType, rest, valueAt(value, [key]))
}

function unwrapped(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema
}

/** Of several shapes the one a value says it has. */
function chosen(schema: z.ZodType | undefined, value: unknown): z.ZodType | undefined {
  if (!(schema instanceof z.ZodUnion) || typeof value !== 'object' || value === null) return schema
  const options = (schema.options as readonly z.ZodType[]).filter(option => !(option instanceof z.ZodEnum))
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return options.length === 1 ? chosen(options[0], value) : schema
  const kind: unknown = 'kind' in value ? value.kind : undefined
  return options.find(option => option instanceof z.ZodObject && kindOf(option) === kind) ?? schema
}

function kindsOf(union: z.ZodDiscriminatedUnion): readonly string[] {
  return union.options.flatMap(option => (option instanceof z.ZodObject ? [String(kindOf(option))] : []))
}

function kindOf({ shape }: z.ZodObject): unknown {
  return shape.kind instanceof z.ZodLiteral ? shape.kind.value : undefined
}

function valueAt(value: unknown, path: Issue['path']): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  )
}
