import { jsonReply, type Reply } from '../../reply.ts'
import type { Failure, Mint, StreamErrors } from '../../wire.ts'
import { cdnPage } from '../cdn-page.ts'

/** How OpenAI, or the network in front of it, says that something went wrong. */
export function openaiFailure(failure: Failure, mint: Mint): Reply {
  const { status } = failure
  if (failure.html === true || CDN_STATUSES.has(status)) return cdnPage(status, 'api.openai.com', mint.id(''))
  const usual = usualWords(failure)
  const error = {
    message: failure.message ?? usual.message,
    type: failure.type ?? usual.type,
    param: failure.param ?? null,
    code: failure.code ?? usual.code,
    ...failure.more,
  }
  return jsonReply(status, { 'x-request-id': mint.id('req_'), ...waiting(failure) }, { error })
}

/** The events OpenAI puts into a chat stream that fails after it began. */
export const openaiStreamErrors: StreamErrors = {
  server_error: () => errorEvent({ message: SERVER_ERROR, type: 'server_error', param: null, code: null }),
  rate_limit_exceeded: () =>
    errorEvent({ message: 'Rate limit reached.', type: 'requests', param: null, code: 'rate_limit_exceeded' }),
  insufficient_quota: () =>
    errorEvent({ message: QUOTA, type: 'insufficient_quota', param: null, code: 'insufficient_quota' }),
}

function errorEvent(error: object): string {
  return `data: ${JSON.stringify({ error })}\n\n`
}

const QUOTA = 'You exceeded your current quota, please check your plan and billing details.'

const CDN_STATUSES = new Set([502, 504, 520, 521, 522, 523, 524])
/** What OpenAI says when it is to blame. */
export const SERVER_ERROR =
  'The server had an error while processing your request. Sorry about that! You can retry your request, or contact us ' +
  'through our help center if the error persists.'

interface Words {
  readonly message: string
  readonly type: string
  readonly code: string | null
}

function usualWords({ status, model, retryAfterMs }: Failure): Words {
  const name = model ?? 'the model'
  switch (status) {
    case 401:
      return {
        message:
          'Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }
    case 403:
      return {
        message: 'Country, region, or territory not supported',
        type: 'request_forbidden',
        code: 'unsupported_country_region_territory',
      }
    case 404:
      return {
        message: `The model \`${name}\` does not exist or you do not have access to it.`,
        type: 'invalid_request_error',
        code: 'model_not_found',
      }
    case 413:
      return { message: 'The request body is too large.', type: 'invalid_request_error', code: null }
    case 429:
      return {
        message:
          `Rate limit reached for ${name} on requests per min (RPM): Limit 500, Used 500, Requested 1. ` +
          `Please try again in ${duration(retryAfterMs ?? DEFAULT_WAIT_MS)}.`,
        type: 'requests',
        code: 'rate_limit_exceeded',
      }
    case 503:
      return {
        message: 'That model is currently overloaded with other requests. Please retry your request later.',
        type: 'service_unavailable_error',
        code: 'server_is_overloaded',
      }
    default:
      return status >= 500
        ? { message: SERVER_ERROR, type: 'server_error', code: null }
        : { message: 'The request was refused.', type: 'invalid_request_error', code: null }
  }
}

// What a rate limit says if nobody chose otherwise: the real ones always say something.
const DEFAULT_WAIT_MS = 1000

function waiting({ status, retryAfterMs, final }: Failure): Reply['headers'] {
  const waitMs = retryAfterMs ?? (status === 429 && final !== true ? DEFAULT_WAIT_MS : undefined)
  if (waitMs === undefined) return {}
  const headers = { 'retry-after': String(Math.ceil(waitMs / 1000)), 'retry-after-ms': String(Math.round(waitMs)) }
  if (status !== 429) return headers
  return {
    ...headers,
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-limit-tokens': '200000',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-remaining-tokens': '199000',
    'x-ratelimit-reset-requests': duration(waitMs),
    'x-ratelimit-reset-tokens': '300ms',
  }
}

/** As OpenAI writes it: `120ms`, `1.5s`, `6m0s`. */
function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${Math.round(ms) / 1000}s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`
}
