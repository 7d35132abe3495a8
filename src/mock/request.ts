import { objectIn, textIn } from './json.ts'

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

/** The caller's key, however this provider's callers send it. Of a signature it is the name of the key that signed. */
export function apiKey(request: MockRequest): string | undefined {
  const sent = bearer(request) ?? KEY_HEADERS.map(name => header(request, name)).find(value => value !== undefined)
  return sent ?? queryValue(request, 'key') ?? SIGNED.exec(header(request, 'authorization') ?? '')?.[1]
}

const KEY_HEADERS = ['x-api-key', 'api-key', 'x-goog-api-key']
const SIGNED = /Credential=([^/]+)\//

/** Whom the caller asks for: what the body says of its user, else the headers that name a tenant, a project or an organization. */
export function tenantOf(request: MockRequest): string | undefined {
  const json = jsonBody(request)
  const body = 'value' in json ? objectIn(json.value) : undefined
  const metadata = objectIn(body?.metadata) ?? objectIn(body?.requestMetadata) ?? objectIn(body?.labels)
  const said = [body?.safety_identifier, body?.user, metadata?.user_id, metadata?.tenant].map(textIn)
  const headers = TENANT_HEADERS.map(name => header(request, name))
  return [...said, ...headers].find(value => value !== undefined)
}

const TENANT_HEADERS = ['x-tenant-id', 'x-tenant', 'openai-project', 'openai-organization']

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
