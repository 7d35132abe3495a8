import { Validator } from '@cfworker/json-schema'
import { canonical } from '../../../scenario/hash.ts'
import { jsonIn, normal, textsOf } from '../normal.ts'
import { graded, NOT_APPLICABLE, rightOrWrong, type Score } from './verdict.ts'

/** The share of the texts that the answer contains. */
export const contains: Score<'contains'> = ({ texts, exactly }, { expected }, { answer }) => {
  const wanted = texts ?? textsOf(expected)
  if (wanted.length === 0) return NOT_APPLICABLE
  const missing = wanted.filter(text => !has(answer, text, exactly))
  return graded(1 - missing.length / wanted.length, missing.length === 0 ? undefined : `lacks ${listed(missing)}`)
}

/** Nothing of what must not be said is said. */
export const lacks: Score<'lacks'> = ({ texts, exactly }, { expected }, { answer }) => {
  const found = (texts ?? textsOf(expected)).filter(text => has(answer, text, exactly))
  return rightOrWrong(found.length === 0, `contains ${listed(found)}`)
}

/** The answer and nothing else. Objects are the same whatever the order of their keys. */
export const equals: Score<'equals'> = ({ value, exactly }, { expected }, { answer }) => {
  const wanted = value === undefined ? expected : value
  if (wanted === undefined) return NOT_APPLICABLE
  if (typeof wanted === 'object') {
    const said = jsonIn(answer)
    return rightOrWrong(said !== undefined && canonical(said.value) === canonical(wanted), 'is another value')
  }
  const same = exactly ? answer === String(wanted) : normal(answer) === normal(String(wanted))
  return rightOrWrong(same, `is not ${listed([String(wanted)])}`)
}

/** A pattern, looked for in no more of an answer than can be searched in bounded time. */
export const regex: Score<'regex'> = ({ pattern, flags }, _case, { answer }) =>
  rightOrWrong(new RegExp(pattern, flags).test(answer.slice(0, MOST_SEARCHED)), `does not match ${pattern}`)

/** Nothing that is forbidden. */
export const guardrail: Score<'guardrail'> = ({ forbidden }, _case, { answer }) => {
  const found = forbidden.filter(pattern => new RegExp(pattern, 'iu').test(answer.slice(0, MOST_SEARCHED)))
  return rightOrWrong(found.length === 0, `says what ${listed(found)} forbids`)
}

// A user's pattern may take time that grows with the square of the text.
const MOST_SEARCHED = 100_000

/** Whether an answer is JSON at all. */
export const validJson: Score<'valid-json'> = (_scorer, _case, { answer }) =>
  rightOrWrong(jsonIn(answer) !== undefined, 'is no JSON')

/** Whether it is JSON as it was agreed. */
export const jsonSchema: Score<'json-schema'> = ({ schema }, _case, { answer }) => {
  const said = jsonIn(answer)
  if (said === undefined) return rightOrWrong(false, 'is no JSON')
  const { valid, errors } = new Validator(schema as object, '2020-12', false).validate(said.value)
  return rightOrWrong(valid, errors.at(-1)?.error ?? 'does not fit the schema')
}

/** Any number of the answer, close enough to the expected one. */
export const numeric: Score<'numeric'> = ({ toleranceRatio }, { expected }, { answer }) => {
  const [wanted] = numbersIn(String(expected ?? ''))
  if (wanted === undefined) return NOT_APPLICABLE
  const said = numbersIn(answer)
  const near = said.some(number => Math.abs(number - wanted) <= Math.abs(wanted) * toleranceRatio + Number.EPSILON)
  return rightOrWrong(
    near,
    said.length === 0 ? 'names no number' : `says ${listed(said.slice(0, 3).map(String))} instead of ${wanted}`,
  )
}

/** `1,234.5` and `1 234.5` are one number; a full stop at the end of a sentence is no part of it. */
function numbersIn(text: string): readonly number[] {
  const found =
    text.slice(0, MOST_SEARCHED).match(/-?\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?/g) ?? []
  return found.map(number => Number(number.replace(/[,\u00a0\u202f ]/g, '')))
}

/** The share of the expected items that are named. */
export const list: Score<'list'> = (_scorer, { expected }, { answer }) => {
  const wanted = textsOf(expected)
  if (wanted.length === 0) return NOT_APPLICABLE
  const missing = wanted.filter(item => !has(answer, item, false))
  return graded(1 - missing.length / wanted.length, missing.length === 0 ? undefined : `leaves out ${listed(missing)}`)
}

/** How alike two texts are: 1 less the share of letters that must change. */
export const levenshtein: Score<'levenshtein'> = (_scorer, { expected }, { answer }) => {
  if (expected === undefined) return NOT_APPLICABLE
  const [a, b] = [normal(answer), normal(textsOf(expected).join(' '))].map(text => text.slice(0, MOST_COMPARED)) as [
    string,
    string,
  ]
  const longer = Math.max(a.length, b.length)
  const distance = lettersApart(a, b)
  return graded(longer === 0 ? 1 : 1 - distance / longer, distance === 0 ? undefined : `${distance} letters apart`)
}

// Comparing takes as long as the product of both lengths.
const MOST_COMPARED = 4000

function lettersApart(a: string, b: string): number {
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint32Array(b.length + 1)
    next[0] = i
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change)
    }
    row = next
  }
  return row[b.length] ?? 0
}

function has(answer: string, text: string, exactly: boolean): boolean {
  return exactly ? answer.includes(text) : normal(answer).includes(normal(text))
}

function listed(texts: readonly string[]): string {
  return texts
    .slice(0, 5)
    .map(text => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text))
    .join(', ')
}
