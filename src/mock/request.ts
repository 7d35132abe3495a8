/** A request as both fronts hand it over. Header names are in lower case. */
export interface MockRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What follows the question mark; empty if there is none. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Undefined if it was larger than the front allows. */
  readonly body: Uint8Array | undefined
}

/** More than this is refused with 413, as the largest of the providers does. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024

/** One header's value, if it was sent and says something. */
export function header(request: MockRequest, name: string): string | undefined {
  const value = request.headers[name]
  const first = typeof value === 'object' ? value[0] : value
  return first === undefined || first.trim() === '' ? undefined : first.trim()
}

/** The key of `Authorization: Bearer KEY`, if there is one. */
export function bearer(request: MockRequest): string | undefined {
  return /^bearer\s+(\S.*)$/i.exec(header(request, 'authorization') ?? '')?.[1]
}

/** One parameter of the query. */
export function queryValue(request: MockRequest, name: string): string | undefined {
  return request.query === '' ? undefined : (new URLSearchParams(request.query).get(name) ?? undefined)
}

/** A part of a path as it was meant; as it was sent if it cannot be decoded. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The body as JSON, or why it is none. */
export function jsonBody(request: MockRequest): { readonly value: unknown } | { readonly wrong: string } {
  try {
    return { value: JSON.parse(UTF8.decode(request.body)) }
  } catch (thrown) {
    return { wrong: thrown instanceof SyntaxError ? thrown.message : 'the bytes are not UTF-8' }
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })
