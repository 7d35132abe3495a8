import { header, type MockRequest } from './request.ts'
import type { LoggedRequest } from './request-log.ts'
import type { Job, Wire } from './wire.ts'

/** What is remembered of a request: nothing that was said, and no key. */
export function logEntry(
  request: MockRequest,
  wire: Wire,
  job: Job | undefined,
  outcome: Pick<LoggedRequest, 'status' | 'fault' | 'addedMs'>,
): Omit<LoggedRequest, 'seq' | 'at'> {
  return {
    dialect: wire.dialect,
    method: request.method.slice(0, MAX_LOGGED),
    path: request.path.slice(0, MAX_LOGGED),
    model: job?.model?.slice(0, MAX_LOGGED) ?? null,
    streamed: job?.kind === 'completion' && job.streamed,
    attempt: attemptOf(request),
    ...outcome,
  }
}

// A hostile name must not make the log grow.
const MAX_LOGGED = 200

function attemptOf(request: MockRequest): number | null {
  const retries = Number(header(request, 'x-stainless-retry-count') ?? Number.NaN)
  if (Number.isInteger(retries)) return retries + 1
  const attempt = /^attempt=(\d{1,3})/.exec(header(request, 'amz-sdk-request') ?? '')?.[1]
  return attempt === undefined ? null : Number(attempt)
}
