import { type JsonObject, objectIn } from '../../json.ts'
import { bearer, jsonBody, type MockRequest } from '../../request.ts'
import type { Failure } from '../../wire.ts'

/** Why OpenAI would not even read this request; undefined if it has a key. */
export function keyMissing(request: MockRequest): Failure | undefined {
  if (bearer(request) !== undefined) return undefined
  return {
    status: 401,
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
      '(i.e. Authorization: Bearer YOUR_KEY).',
    type: 'invalid_request_error',
  }
}

/** The body as an object, or what OpenAI says when it is none. */
export function openaiBody(request: MockRequest): { readonly body: JsonObject } | { readonly failure: Failure } {
  const json = jsonBody(request)
  const body = 'value' in json ? objectIn(json.value) : undefined
  if (body !== undefined) return { body }
  const why = 'wrong' in json ? json.wrong : 'it is not an object'
  return { failure: invalid(`We could not parse the JSON body of your request: ${why}.`) }
}

/** A 400 in OpenAI's words. */
export function invalid(message: string, param?: string, code?: string): Failure {
  return {
    status: 400,
    message,
    type: 'invalid_request_error',
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  }
}
