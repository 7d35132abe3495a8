import { jsonReply, type Reply } from '../../reply.ts'
import type { Failure, Mint, StreamErrors } from '../../wire.ts'
import { cdnPage } from '../cdn-page.ts'

/** How Anthropic, or the network in front of it, says that something went wrong. */
export function anthropicFailure(failure: Failure, mint: Mint): Reply {
  const { status } = failure
  if (failure.html === true || CDN_STATUSES.has(status)) return cdnPage(status, 'api.anthropic.com', mint.id(''))
  const [type, message] = usualWords(failure)
  const requestId = mint.id('req_')
  const error = { type: failure.type ?? type, message: failure.message ?? message, ...failure.more }
  const headers = { 'request-id': requestId, ...waiting(failure, mint) }
  return jsonReply(status, headers, { type: 'error', error, request_id: requestId })
}

/** The events Anthropic puts into a stream that fails after it began. */
export const anthropicStreamErrors: StreamErrors = {
  overloaded_error: () => errorEvent('overloaded_error', 'Overloaded'),
  api_error: () => errorEvent('api_error', 'Internal server error'),
  rate_limit_error: () => errorEvent('rate_limit_error', 'This request would exceed your rate limit.'),
}

function errorEvent(type: string, message: string): string {
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type, message } })}\n\n`
}

const CDN_STATUSES = new Set([502, 520, 521, 522, 523, 524])

function usualWords({ status, model }: Failure): readonly [type: string, message: string] {
  switch (status) {
    case 401:
      return ['authentication_error', 'invalid x-api-key']
    case 402:
      return ['billing_error', 'Your credit balance is too low to access the Anthropic API.']
    case 403:
      return ['permission_error', 'Your API key does not have permission to use the specified resource.']
    case 404:
      return ['not_found_error', model === undefined ? 'Not found' : `model: ${model}`]
    case 413:
      return ['request_too_large', 'Request exceeds the maximum size']
    case 429:
      return [
        'rate_limit_error',
        'This request would exceed your organization\u2019s rate limit of 50 requests per minute.',
      ]
    case 504:
      return ['timeout_error', 'Request timed out']
    case 529:
      return ['overloaded_error', 'Overloaded']
    default:
      return status >= 500 ? ['api_error', 'Internal server error'] : ['invalid_request_error', 'Invalid request']
  }
}

// What a rate limit says if nobody chose otherwise: the real ones always say something.
const DEFAULT_WAIT_MS = 1000

function waiting({ status, retryAfterMs, final }: Failure, mint: Mint): Reply['headers'] {
  const waitMs = retryAfterMs ?? (status === 429 && final !== true ? DEFAULT_WAIT_MS : undefined)
  if (waitMs === undefined) return {}
  const retryAfter = { 'retry-after': String(Math.ceil(waitMs / 1000)) }
  if (status !== 429) return retryAfter
  const reset = new Date(mint.nowMs() + waitMs).toISOString().replace(/\.\d+Z$/, 'Z')
  const limit = (kind: string, most: number, left: number): Reply['headers'] => ({
    [`anthropic-ratelimit-${kind}-limit`]: String(most),
    [`anthropic-ratelimit-${kind}-remaining`]: String(left),
    [`anthropic-ratelimit-${kind}-reset`]: reset,
  })
  return {
    ...retryAfter,
    ...limit('requests', 50, 0),
    ...limit('tokens', 90_000, 89_000),
    ...limit('input-tokens', 50_000, 49_000),
    ...limit('output-tokens', 40_000, 40_000),
  }
}
