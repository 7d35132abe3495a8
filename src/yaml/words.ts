import { nearest } from '../model/nearest.ts'
import type { Path } from './tree.ts'
import { isMapping } from './tree.ts'

/** How a message names a value: `"every" of journeys.ask`, or the file itself for the top. */
export function subjectOf(path: Path, fileWords: string): string {
  const last = path.at(-1)
  if (last === undefined) return fileWords
  if (typeof last === 'number' || path.length === 1) return typeof last === 'number' ? pathWords(path) : quoted(last)
  return `${quoted(last)} of ${pathWords(path.slice(0, -1))}`
}

/** How a message names a mapping: `components.openai.route`, or the file itself for the top. */
export function mappingOf(path: Path, fileWords: string): string {
  return path.length === 0 ? fileWords : pathWords(path)
}

/** What a value is, in a few words: `the number 3`, `the text "x"`, `a list`. */
export function whatIs(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quoted(value)}`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  return isMapping(value) ? 'a mapping' : 'a list'
}

/** Text from a file, safe to print: on one line, without control characters, not too long. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  // JSON leaves the upper control characters alone; a terminal does not.
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What to do about a name that is not known: the nearest one, or all of them. */
export function suggestion(typed: string, known: readonly string[]): string {
  const near = nearestName(typed, known)
  if (near !== undefined) return `did you mean ${quoted(near)}?`
  return known.length === 0 ? 'remove it' : `write ${oneOf(known)}`
}

/** What to do about a key that is not known. */
export function keySuggestion(typed: string, known: readonly string[]): string {
  const near = nearestName(typed, known)
  if (near !== undefined) return `did you mean ${quoted(near)}?`
  return known.length === 0 ? 'remove it' : `remove it; the keys here are ${known.slice(0, 30).join(', ')}`
}

/** The known name most like the one somebody typed. Nothing so long is a slip of the fingers, and comparing it would take long. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  return typed.length > 100 ? undefined : nearest(typed, known)
}

/** `a, b or c`; long lists are cut. */
export function oneOf(names: readonly string[]): string {
  const isLong = names.length > MOST_NAMES
  const shown = (isLong ? names.slice(0, FIRST_NAMES) : names).map(quoted)
  if (isLong) return `one of ${shown.join(', ')} and ${names.length - FIRST_NAMES} more`
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`
}

// Nobody reads further, in a sentence; but "and 2 more" would only make people ask which.
const FIRST_NAMES = 10
const MOST_NAMES = 15

/** A description inside a sentence: `The address …` becomes `the address …`, `HTTP method` stays. */
export function inSentence(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function pathWords(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${plainStep(step)}`))
    .join('')
}

function plainStep(step: string): string {
  return /^[\w$-]{1,60}$/.test(step) ? step : quoted(step)
}
