import { jsonReply, type Reply, wholeReply } from '../../reply.ts'
import type { Failure, Mint } from '../../wire.ts'
import { openaiFailure } from '../openai/failures.ts'

/** How Azure OpenAI, or the network in front of it, says that something went wrong. */
export function azureFailure(failure: Failure, mint: Mint): Reply {
  const { status } = failure
  const headers = { 'apim-request-id': mint.id(''), 'x-ms-region': 'West Europe', ...waiting(failure) }
  if (failure.html === true) return upstreamGone(status, headers)
  if (failure.code === undefined && failure.message === undefined && USUAL[status] === undefined) {
    return openaiFailure(failure, mint)
  }
  const usual = USUAL[status]?.(failure)
  const { message = usual?.[1] ?? '', code = usual?.[0] ?? String(status), type, param, more } = failure
  const rest = { ...(type === undefined ? {} : { type }), ...(param === undefined ? {} : { param }), ...more }
  return jsonReply(status, headers, { error: { code, message, ...rest } })
}

/** What Azure says to a question that its filter holds back. */
export const CONTENT_FILTERED: Failure = {
  status: 400,
  message:
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify " +
    'your prompt and retry.',
  param: 'prompt',
  code: 'content_filter',
  more: {
    type: null,
    status: 400,
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: {
        hate: { filtered: true, severity: 'medium' },
        self_harm: { filtered: false, severity: 'safe' },
        sexual: { filtered: false, severity: 'safe' },
        violence: { filtered: false, severity: 'safe' },
      },
    },
  },
}

/** The page of the proxy in front of it, which is no page. */
function upstreamGone(status: number, headers: Reply['headers']): Reply {
  const text = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination'
  return wholeReply(status, { ...headers, 'content-type': 'text/plain' }, text)
}

const USUAL: Readonly<Record<number, (failure: Failure) => readonly [code: string, message: string]>> = {
  401: () => ['401', 'Access denied due to invalid subscription key or wrong API endpoint.'],
  403: () => ['AccessDenied', 'Access denied due to Virtual Network/Firewall rules.'],
  404: () => [
    'DeploymentNotFound',
    'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, ' +
      'please wait a moment and try again.',
  ],
  408: () => ['Timeout', 'The operation was timeout.'],
  429: ({ retryAfterMs }) => [
    '429',
    'Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded call rate limit of your ' +
      `current AIServices S0 pricing tier. Please retry after ${Math.ceil((retryAfterMs ?? DEFAULT_WAIT_MS) / 1000)} seconds.`,
  ],
  500: () => ['InternalServerError', 'Internal server error'],
  503: () => [
    'ServiceUnavailable',
    'The service is temporarily unable to process your request. Please try again later.',
  ],
}

const DEFAULT_WAIT_MS = 1000

function waiting({ status, retryAfterMs, final }: Failure): Reply['headers'] {
  const waitMs = retryAfterMs ?? (status === 429 && final !== true ? DEFAULT_WAIT_MS : undefined)
  if (waitMs === undefined) return {}
  return {
    'retry-after': String(Math.ceil(waitMs / 1000)),
    'retry-after-ms': String(Math.round(waitMs)),
    ...(status === 429 ? { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-remaining-tokens': '119000' } : {}),
  }
}
