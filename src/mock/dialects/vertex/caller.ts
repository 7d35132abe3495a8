import { bearer, header, type MockRequest, queryValue } from '../../request.ts'
import type { Failure } from '../../wire.ts'

/** The project and the location in a path, as a pattern. */
export const LOCATED = 'projects/[^/]+/locations/[^/]+'

/** What Vertex AI says to a caller without a token or a key. */
export function callerMissing(request: MockRequest): Failure | undefined {
  const known = bearer(request) ?? header(request, 'x-goog-api-key') ?? queryValue(request, 'key')
  return known === undefined ? { status: 401 } : undefined
}
