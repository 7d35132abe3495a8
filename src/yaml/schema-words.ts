import type { z } from 'zod'
import type { Expected } from './schema-shape.ts'
import type { Words } from './tree.ts'
import { inSentence, oneOf, quoted, suggestion, whatIs } from './words.ts'

/** A value that does not fit, ready to be spoken of. */
export interface Found {
  /** How a message names it. */
  readonly subject: string
  readonly value: unknown
  /** What it is for, as part of a sentence. */
  readonly purpose: string
  /** The bounds it broke, where a check of ours has any. */
  readonly params: Readonly<Record<string, unknown>>
}

/** Words for what a schema calls by a name of ours (`error: 'duration'`). */
export type Sayings = Readonly<Record<string, (found: Found) => Words>>

/** What a schema found, in our words, where nothing special is to be said. */
export function schemaWords(issue: z.core.$ZodIssue, found: Found): Words {
  switch (issue.code) {
    case 'invalid_value':
      return unknownValue(found, issue.values.map(String))
    case 'invalid_union':
      return unknownValue(found, optionsOf(issue))
    case 'too_small':
      return outOfRange(found, atLeast(issue))
    case 'too_big':
      return outOfRange(found, `write at most ${issue.maximum}`)
    case 'invalid_type':
      return wrongType(found, issue.expected)
    default:
      return doesNotFit(found)
  }
}

/** The values between which a fork of the schema chooses. */
export function optionsOf(issue: z.core.$ZodIssue): readonly string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

/** What could be written for a missing key. */
export function exampleOf({ example, values }: Pick<Expected, 'example' | 'values'>): string {
  if (example !== undefined) return `, for example ${example}`
  return values.length > 0 ? ` with ${oneOf(values)}` : ''
}

/** What a value is for. The part of a description after its semicolon tells what holds without the value: no news here. */
export function purposeOf({ description, around }: Expected): string {
  if (description !== undefined) return `it is ${inSentence(description.split(';')[0] ?? '')}`
  return around === undefined
    ? 'the file has to make sense as a whole'
    : `it belongs to ${inSentence(around.split(';')[0] ?? '')}`
}

function unknownValue({ subject, value, purpose: why }: Found, values: readonly string[]): Words {
  const now = typeof value === 'string' ? suggestion(value, values) : `write ${oneOf(values)}`
  return { code: 'UNKNOWN_VALUE', what: `${subject} is ${whatIs(value)}, which is not one of its values`, why, now }
}

function outOfRange({ subject, value, purpose: why }: Found, now: string): Words {
  const is = Array.isArray(value) ? 'an empty list' : whatIs(value)
  return { code: 'OUT_OF_RANGE', what: `${subject} is ${is}`, why, now }
}

function wrongType({ subject, value, purpose: why }: Found, expected: string): Words {
  const wanted = TYPE_WORDS[expected] ?? expected
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, not ${wanted}`,
    why,
    now: repair(value, expected) ?? `write ${wanted}`,
  }
}

function doesNotFit({ subject, value, purpose: why }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which does not fit here`,
    why,
    now: 'compare it with the examples that come with Blackstart',
  }
}

/** What the writer probably meant. */
function repair(value: unknown, expected: string): string | undefined {
  const isUnquoted = expected === 'string' && ['number', 'boolean'].includes(typeof value)
  if (isUnquoted) return `put it in quotes: ${quoted(String(value))}`
  if (typeof value !== 'string') return undefined
  if (expected === 'array') return `write a list: [${quoted(value)}]`
  const isNumber = ['number', 'int'].includes(expected) && value.trim() !== '' && Number.isFinite(Number(value))
  return isNumber ? `remove the quotes: ${Number(value)}` : undefined
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

function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return 'write some text'
  if (origin === 'array') return 'write at least one entry'
  return inclusive === false ? `write more than ${minimum}` : `write at least ${minimum}`
}
