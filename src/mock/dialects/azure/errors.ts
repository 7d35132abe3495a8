import { type MockRequest, queryValue } from '../../request.ts'
import type { Contract, Failure } from '../../wire.ts'
import { openaiContract } from '../openai/errors.ts'
import { CONTENT_FILTERED } from './failures.ts'

/** The errors Azure OpenAI has a name for. */
export const azureErrors: Readonly<Record<string, Failure>> = {
  rate_limit_exceeded: { status: 429 },
  insufficient_quota: {
    status: 429,
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
    final: true,
  },
  content_filter: CONTENT_FILTERED,
  DeploymentNotFound: { status: 404 },
  upstream_connect_error: { status: 503, html: true },
  InternalServerError: { status: 500 },
  ServiceUnavailable: { status: 503 },
  invalid_api_key: { status: 401 },
  context_length_exceeded: {
    status: 400,
    code: 'context_length_exceeded',
    message: "This model's maximum context length is 128000 tokens. Please reduce the length of the messages.",
  },
}

/** Azure retires its versions by date, and says nothing but that there is nothing. */
export const azureContract: Contract = {
  version: (request: MockRequest) => queryValue(request, 'api-version') ?? 'v1',
  versionRefused: () => ({ status: 404, code: '404', message: 'Resource not found' }),
  parameterRefused: openaiContract.parameterRefused,
}
