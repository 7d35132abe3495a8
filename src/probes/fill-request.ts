import type { HttpRequest } from '../model/http.ts'

/** A request with values put in for its `${…}`: encoded in an address, quoted in JSON, and on one line in a header. */
export function fillRequest(request: HttpRequest, values: Readonly<Record<string, string>>): HttpRequest {
  const sendsJson = /json/i.test(headerOf(request, 'content-type'))
  return {
    ...request,
    url: filled(request.url, values, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, filled(value, values, onOneLine)]),
    ),
    body: request.body && filled(request.body, values, sendsJson ? insideJson : value => value),
  }
}

/** An address with one parameter set. */
export function withParam(url: string, name: string, value: string): string {
  const address = new URL(url)
  address.searchParams.set(name, value)
  return address.href
}

function filled(text: string, values: Readonly<Record<string, string>>, asFits: (value: string) => string): string {
  return text.replace(/\$\{([\w.-]+)\}/g, (source, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? source : asFits(value)
  })
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
