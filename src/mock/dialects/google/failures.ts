import { jsonReply, type Reply } from '../../reply.ts'
import type { Failure, StreamErrors } from '../../wire.ts'
import { googlePage } from './page.ts'

/** How the Gemini API says that something went wrong. */
export function geminiFailure(failure: Failure): Reply {
  return googleFailure(failure, USUAL_OF_GEMINI)
}

/** How Vertex AI says it: the same envelope, other words, and no word about when to try again. */
export function vertexFailure(failure: Failure): Reply {
  return googleFailure(failure, USUAL_OF_VERTEX)
}

/** The events Google puts into a stream that fails after it began. */
export const googleStreamErrors: StreamErrors = {
  UNAVAILABLE: () => errorEvent(503, OVERLOADED),
  RESOURCE_EXHAUSTED: () => errorEvent(429, 'Resource has been exhausted (e.g. check quota).'),
  INTERNAL: () => errorEvent(500, 'An internal error has occurred.'),
}

/** What Google calls an HTTP status. */
function statusWord(status: number): string {
  return WORDS[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT')
}

function errorEvent(code: number, message: string): string {
  return `data: ${JSON.stringify({ error: { code, message, status: statusWord(code) } })}\r\n\r\n`
}

const OVERLOADED = 'The model is overloaded. Please try again later.'
const WORDS: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

function googleFailure(failure: Failure, usual: UsualWords): Reply {
  const { status } = failure
  if (failure.html === true || status === 502) return googlePage(status)
  const { message, more } = { ...usual(failure), ...defined(failure) }
  const error = { code: status, message, status: failure.type ?? statusWord(status), ...more }
  return jsonReply(
    status,
    { 'content-type': 'application/json; charset=UTF-8', server: 'scaffolding on HTTPServer2' },
    { error },
  )
}

function defined({ message, more }: Failure): Partial<Words> {
  return { ...(message === undefined ? {} : { message }), ...(more === undefined ? {} : { more }) }
}

interface Words {
  readonly message: string
  readonly more?: Failure['more']
}
type UsualWords = (failure: Failure) => Words

const USUAL_OF_GEMINI: UsualWords = failure => {
  const { status, model = 'x' } = failure
  switch (status) {
    case 404:
      return { message: `models/${model} is not found for API version v1, or is not supported for generateContent.` }
    case 429:
      return quota(failure)
    default:
      return { message: COMMON[status] ?? 'Request contains an invalid argument.' }
  }
}

const USUAL_OF_VERTEX: UsualWords = ({ status, model = 'x' }) => {
  switch (status) {
    case 404:
      return {
        message:
          `Publisher Model \`projects/mock/locations/us-central1/publishers/google/models/${model}\` was not found or ` +
          'your project does not have access to it.',
      }
    case 429:
      return {
        message:
          'Resource exhausted. Please try again later. Please refer to ' +
          'https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.',
      }
    default:
      return { message: COMMON[status] ?? 'Request contains an invalid argument.' }
  }
}

const COMMON: Readonly<Record<number, string>> = {
  401: 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  403: 'The caller does not have permission',
  413: 'Request payload size exceeds the limit.',
  500: 'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  503: OVERLOADED,
  504: 'Deadline expired before operation could complete.',
}

const DEFAULT_WAIT_MS = 1000

/** Gemini says when to try again in the body only; no header tells it. */
function quota({ model = 'the model', retryAfterMs = DEFAULT_WAIT_MS }: Failure): Words {
  const seconds = retryAfterMs / 1000
  return {
    message:
      'You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: ' +
      `${METRIC}, limit: 10, model: ${model}\nPlease retry in ${seconds}s.`,
    more: { details: quotaDetails('GenerateRequestsPerMinutePerProjectPerModel-FreeTier', model, Math.ceil(seconds)) },
  }
}

const METRIC = 'generativelanguage.googleapis.com/generate_content_free_tier_requests'

/** Which quota was exceeded, and when it will be there again. */
export function quotaDetails(quotaId: string, model: string, retrySeconds: number): readonly object[] {
  return [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaMetric: METRIC, quotaId, quotaDimensions: { location: 'global', model }, quotaValue: '10' }],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retrySeconds}s` },
  ]
}
