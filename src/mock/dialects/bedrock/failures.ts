import { jsonReply, type Reply, wholeReply } from '../../reply.ts'
import type { Failure, Mint, StreamErrors } from '../../wire.ts'
import { exceptionFrame } from './event-stream.ts'

/** How Bedrock says that something went wrong: the kind of exception in a header, a sentence in the body. */
export function bedrockFailure(failure: Failure, mint: Mint): Reply {
  const { status, retryAfterMs } = failure
  const headers = {
    'x-amzn-requestid': mint.id(''),
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
  }
  if (failure.html === true || status === 502 || status === 504) return frontPage(status, headers)
  const [usualType, usualMessage] = USUAL[status] ?? (status >= 500 ? INTERNAL : VALIDATION)
  const { type = usualType, message = status === 404 ? gone(failure.model) : usualMessage } = failure
  return jsonReply(status, { ...headers, 'x-amzn-errortype': `${type}:${NAMESPACE}` }, { message, ...failure.more })
}

/** The exceptions Bedrock puts into a stream that fails after it began. */
export const bedrockStreamErrors: StreamErrors = {
  throttlingException: () => exceptionFrame('throttlingException', THROTTLED),
  modelStreamErrorException: () =>
    exceptionFrame('modelStreamErrorException', 'The model stream was interrupted. Please try again.'),
  internalServerException: () => exceptionFrame('internalServerException', INTERNAL[1]),
  serviceUnavailableException: () => exceptionFrame('serviceUnavailableException', BUSY),
  modelTimeoutException: () => exceptionFrame('modelTimeoutException', LATE),
  validationException: () => exceptionFrame('validationException', VALIDATION[1]),
}

const NAMESPACE = 'http://internal.amazon.com/coral/com.amazon.bedrock/'
const THROTTLED = 'Too many requests, please wait before trying again.'
const BUSY = 'Bedrock is unable to process your request.'
const LATE = 'Model has timed out in processing the request. Try your request again.'
const INTERNAL = [
  'InternalServerException',
  'The system encountered an unexpected error during processing. Try your request again.',
] as const
const VALIDATION = ['ValidationException', 'The provided request is not valid.'] as const

const USUAL: Readonly<Record<number, readonly [type: string, message: string]>> = {
  401: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  403: ['AccessDeniedException', "You don't have access to the model with the specified model ID."],
  404: ['ResourceNotFoundException', 'Could not resolve the foundation model from the provided model identifier.'],
  408: ['ModelTimeoutException', LATE],
  409: ['ConflictException', 'The request conflicts with another one.'],
  413: ['ValidationException', 'Input is too long for requested model.'],
  424: ['ModelErrorException', 'The model returned the following errors: it could not process the request.'],
  429: ['ThrottlingException', THROTTLED],
  503: ['ServiceUnavailableException', BUSY],
}

function gone(model = 'x'): string {
  return `Model ${model} has reached the end of its life. Please use a supported model.`
}

/** The page of the load balancer in front of it: HTML where a client expects JSON. */
function frontPage(status: number, headers: Reply['headers']): Reply {
  const title =
    status === 502 ? '502 Bad Gateway' : status === 504 ? '504 Gateway Time-out' : `${status} Service Unavailable`
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return wholeReply(status, { ...headers, 'content-type': 'text/html', server: 'awselb/2.0' }, body)
}
