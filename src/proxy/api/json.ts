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
  const text = firstValue(body)
  if (text === '') throw badBody('EOF')
  try {
    // The third argument carries the text as it was written, which is the only place where 1e3 and 1000 differ.
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
      if (typeof value !== 'number') return value
      const source = context?.source ?? String(value)
      return /^-?\d+$/.test(source) ? value : new Fraction(value, source)
    })
  } catch (error) {
    throw badBody(closes(text) ? `invalid JSON: ${error instanceof Error ? error.message : error}` : 'unexpected EOF')
  }
}

/** The refusal for a body that is not what it should be. */
export function badBody(why: string): ApiError {
  return new ApiError(400, `bad request body: ${why}`)
}

// Where the first value ends: at the bracket that closes its first one, or at the next blank or comma for simple values.
function firstValue(body: string): string {
  const start = body.search(/\S/)
  if (start === -1) return ''
  const first = body[start]
  if (first !== '{' && first !== '[') {
    return /^(?:"(?:[^"\\]|\\.)*"|[^\s,\]}[{"]+|.)/.exec(body.slice(start))?.[0] ?? ''
  }
  let depth = 0
  let inString = false
  for (let index = start; index < body.length; index++) {
    const char = body[index]
    if (inString) {
      if (char === '\\') index++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') depth++
    else if ((char === '}' || char === ']') && --depth === 0) return body.slice(start, index + 1)
  }
  return body.slice(start)
}

function closes(text: string): boolean {
  return !/^[[{"]/.test(text) || (/[\]}"]$/.test(text) && text.length > 1)
}
