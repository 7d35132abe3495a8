import type { HttpRequest } from '../../model/http.ts'
import { shellQuote } from '../../platform/shell-quote.ts'

/** What may stand in a place's requests and commands: the hidden text, and the name it got. */
type Values = Readonly<Record<string, string>>

/** A request with what is known put in: as it is in what is sent, encoded in an address. */
export function filledRequest(request: HttpRequest, values: Values): HttpRequest {
  const { url, body } = request
  return {
    ...request,
    url: filled(url, values, encodeURIComponent),
    body: body === undefined ? undefined : filled(body, values, value => JSON.stringify(value).slice(1, -1)),
  }
}

/** A command line with what is known put in, as one word of the shell each: a platform may call its things as it likes. */
export function filledCommand(command: string, values: Values): string {
  return filled(command, values, shellQuote)
}

function filled(text: string, values: Values, asFits: (value: string, before: string) => string): string {
  return text.replace(/\{(canary|id)\}/g, (source, name: string, at: number) => {
    const value = values[name]
    return value === undefined ? source : asFits(value, text.slice(0, at))
  })
}
