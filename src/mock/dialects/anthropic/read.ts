import { type JsonObject, objectIn } from '../../json.ts'
import { bearer, header, jsonBody, type MockRequest } from '../../request.ts'
import type { Failure } from '../../wire.ts'

/** The two versions of the API. The newer came with SDK 1.0.0, which also moved the key to `Authorization`. */
const ANTHROPIC_VERSIONS = ['2023-06-01', '2026-10-21'] as const
export type AnthropicVersion = (typeof ANTHROPIC_VERSIONS)[number]

/** Which version the caller speaks, or why Anthropic would not even read the request. Both kinds of key will do. */
export function anthropicCaller(
  request: MockRequest,
): { readonly version: AnthropicVersion } | { readonly failure: Failure } {
  if (bearer(request) === undefined && header(request, 'x-api-key') === undefined) {
    return { failure: { status: 401, message: 'x-api-key header is required', type: 'authentication_error' } }
  }
  const named = header(request, 'anthropic-version')
  if (named === undefined) return { failure: badRequest('anthropic-version: header is required') }
  const version = ANTHROPIC_VERSIONS.find(known => known === named)
  return version === undefined
    ? { failure: badRequest(`anthropic-version: "${named}" is not a valid version`) }
    : { version }
}

/** The version meant by a name in a body: the clouds have names of their own for the older one. */
export function versionNamed(name: string): AnthropicVersion | undefined {
  if (name === 'vertex-2023-10-16' || name === 'bedrock-2023-05-31') return '2023-06-01'
  return ANTHROPIC_VERSIONS.find(known => known === name)
}

/** The body as an object, or what Anthropic says when it is none. */
export function anthropicBody(request: MockRequest): { readonly body: JsonObject } | { readonly failure: Failure } {
  const json = jsonBody(request)
  const body = 'value' in json ? objectIn(json.value) : undefined
  if (body !== undefined) return { body }
  const why = 'wrong' in json ? json.wrong : 'it is not an object'
  return { failure: badRequest(`The request body is not valid JSON: ${why}`) }
}

/** A 400 in Anthropic's words. */
export function badRequest(message: string): Failure {
  return { status: 400, message, type: 'invalid_request_error' }
}
