import { messageOf } from '../../model/error.ts'
import { ApiError } from '../api-error.ts'

/** A number that was not written as a plain whole number, such as 1.5 or 1e3: some fields must not be one. */
export class Fraction {
  readonly value: number
  readonly text: string

  constructor(value: number, text: string) {
    this.value = value
    this.text = text
  }
}

/** The first JSON value in a request body; what follows it is ignored, as the original's decoder does. */
export function readJson(body: string): unknown {
  const start = body.search(/\S/)
  if (start === -1) throw badBody('EOF')
  const end = valueEnd(body, start)
  if (end === undefined) throw badBody('unexpected EOF')
  try {
    return JSON.parse(body.slice(start, end), keepFractions)
  } catch (error) {
    throw badBody(`invalid JSON: ${messageOf(error)}`)
  }
}

/** The refusal for a body that is not what it should be. */
export function badBody(why: string): ApiError {
  return new ApiError(400, `bad request body: ${why}`)
}

// The third argument carries a number as it was written, the only place where 1e3 and 1000 differ.
function keepFractions(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value
  const source = context?.source ?? String(value)
  return /^-?\d+$/.test(source) ? value : new Fraction(value, source)
}

// At the bracket or quote that closes the first one; simple values end where something else begins.
function valueEnd(body: string, start: number): number | undefined {
  if (!'{["'.includes(body[start] ?? '')) return start + (/^[^\s,:[\]{}"]+|^./.exec(body.slice(start))?.[0].length ?? 0)
  let depth = 0
  let inString = false
  for (let index = start; index < body.length; index++) {
    const char = body[index]
    if (inString && char === '\\') index++
    else if (char === '"') inString = !inString
    else if (!inString && (char === '{' || char === '[')) depth++
    else if (!inString && (char === '}' || char === ']')) depth--
    if (depth === 0 && !inString) return index + 1
  }
  return undefined
}
