import type { HttpRequest } from '../model/http.ts'

type Values = Readonly<Record<string, string>>
type Form<Filled> = (values: Values) => Filled

/** A request with values put in for its `${…}`: encoded in an address, quoted in JSON, and on one line in a header. */
export function fillRequest(request: HttpRequest, values: Values): HttpRequest {
  return requestForm(request)(values)
}

/** The same for a request that is filled in again and again: it is read once. */
export function requestForm(request: HttpRequest): Form<HttpRequest> {
  const { body } = request
  const sendsJson = /json/i.test(headerOf(request, 'content-type'))
  const urlOf = textForm(request.url, encodeURIComponent)
  const headersOf = headersForm(request.headers)
  const bodyOf = body === undefined ? () => undefined : textForm(body, sendsJson ? insideJson : value => value)
  return values => ({ ...request, url: urlOf(values), headers: headersOf(values), body: bodyOf(values) })
}

/** An address with one parameter set. */
export function withParam(url: string, name: string, value: string): string {
  const address = new URL(url)
  address.searchParams.set(name, value)
  return address.href
}

function headersForm(headers: HttpRequest['headers']): Form<HttpRequest['headers']> {
  if (!Object.values(headers).some(value => PLACEHOLDER.test(value))) return () => headers
  const forms = Object.entries(headers).map(([name, value]) => [name, textForm(value, onOneLine)] as const)
  return values => Object.fromEntries(forms.map(([name, form]) => [name, form(values)]))
}

const PLACEHOLDER = /\$\{([\w.-]+)\}/

function textForm(text: string, asFits: (value: string) => string): Form<string> {
  // Texts and names by turns, beginning and ending with a text.
  const parts = text.split(PLACEHOLDER)
  if (parts.length === 1) return () => text
  return values => {
    let filled = ''
    for (const [index, part] of parts.entries()) filled += index % 2 === 0 ? part : filledIn(part, values, asFits)
    return filled
  }
}

/** What is not known is left as it was written, and nothing is known that every object inherits. */
function filledIn(name: string, values: Values, asFits: (value: string) => string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return value === undefined ? `\${${name}}` : asFits(value)
}

function insideJson(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function onOneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ')
}

function headerOf({ headers }: HttpRequest, name: string): string {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
}
