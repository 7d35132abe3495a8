import type { Good, HttpOutcome, JsonRule } from '../model/http.ts'
import type { BadReason } from '../model/sample.ts'
import { stepsOf, valueAt } from './json-path.ts'
import { misfitOf } from './misfit.ts'

/** What an answer is worth: right, or bad for exactly one reason; and the degraded mode it admits to. */
export interface Worth {
  readonly bad: BadReason | undefined
  readonly detail: string | undefined
  readonly mode: string | undefined
}

/** Judges an answer. Wrong beats slow: a wrong answer in time is no better for having been quick. */
export function worthOf(outcome: HttpOutcome, good: Good, tookMs: number, modeAt?: string): Worth {
  if (outcome.kind === 'failed') return bad(outcome.reason, outcome.detail)
  if (outcome.status !== good.status) {
    return bad('status', `${outcome.status} instead of ${good.status}: ${excerpt(outcome.body)}`)
  }
  const { json, headers = [], schema } = good
  const needsJson = json.length > 0 || schema !== undefined
  const body = needsJson || modeAt !== undefined ? parsed(outcome.body) : undefined
  if (needsJson && body === undefined) {
    return bad('wrong', `the answer is not JSON: ${excerpt(outcome.body)}`)
  }
  const mode = modeAt === undefined ? undefined : modeOf(valueAt(body, modeAt))
  const brokenHeader = headers.find(rule => !holdsOf(rule, outcome.headers[rule.path]))
  if (brokenHeader !== undefined) {
    return { ...bad('wrong', `header ${wrongWords(brokenHeader, outcome.headers[brokenHeader.path])}`), mode }
  }
  const broken = json.find(rule => !holds(rule, body))
  if (broken !== undefined) return { ...bad('wrong', brokenWords(broken, body)), mode }
  const misfit = schema === undefined ? undefined : misfitOf(schema, body)
  if (misfit !== undefined) return { ...bad('wrong', misfit), mode }
  if (tookMs > good.withinMs) {
    return { ...bad('slow', `${Math.ceil(tookMs)} ms instead of ${good.withinMs} ms`), mode }
  }
  return { bad: undefined, detail: undefined, mode }
}

/** Whether one value inside a JSON answer is what it must be. */
export function holds(rule: JsonRule, body: unknown): boolean {
  return holdsOf(rule, valueAt(body, rule.path))
}

/** Whether a value, wherever it comes from, is what it must be. */
export function holdsOf(rule: JsonRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'equals':
      return isSameJson(value, rule.value)
    case 'contains':
      return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).includes(rule.text)
    case 'exists':
      return (value !== undefined) === rule.exists
    default:
      return rule satisfies never
  }
}

/** The same value, in whatever order the keys of its objects were written. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [keysOfA, keysOfB] = [Object.keys(a), Object.keys(b)]
  const inside = (value: object, key: string): unknown => (value as Readonly<Record<string, unknown>>)[key]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keysOfA.length === keysOfB.length &&
    keysOfA.every(key => Object.hasOwn(b, key) && isSameJson(inside(a, key), inside(b, key)))
  )
}

/** The JSON value in a text; undefined if there is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bad(reason: BadReason, detail: string): Worth {
  return { bad: reason, detail, mode: undefined }
}

/** A platform that is not degraded says null, false, nothing or an empty text. */
export function modeOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === false || value === '') return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function brokenWords(rule: JsonRule, body: unknown): string {
  const shown = stepsOf(rule.path).length === 0 ? body : valueAt(body, rule.path)
  return wrongWords(rule, shown)
}

function wrongWords(rule: JsonRule, shown: unknown): string {
  const was = shown === undefined ? 'is missing' : `is ${excerpt(JSON.stringify(shown))}`
  switch (rule.kind) {
    case 'equals':
      return `${rule.path} ${was} instead of ${excerpt(JSON.stringify(rule.value))}`
    case 'contains':
      // What was missed comes first: it must survive where a long answer is cut off.
      return shown === undefined
        ? `${rule.path} ${was}, and should contain ${excerpt(JSON.stringify(rule.text))}`
        : `${rule.path} does not contain ${excerpt(JSON.stringify(rule.text))}: it ${was}`
    case 'exists':
      return `${rule.path} ${rule.exists ? 'is missing' : 'is there'}`
    default:
      return rule satisfies never
  }
}

/** Enough of a text to recognise it: answers can be megabytes, the journal must not be. */
function excerpt(text: string | undefined, limit = 160): string {
  const line = (text ?? '').replace(/\s+/g, ' ').trim()
  return line.length > limit ? `${line.slice(0, limit)}…` : line
}
