import type { Contract, Failure } from '../../wire.ts'
import { SERVER_ERROR } from './failures.ts'
import { invalid } from './read.ts'

/** The errors OpenAI has a name for. Those about money say no time to come back: waiting would not help. */
export const openaiErrors: Readonly<Record<string, Failure>> = {
  rate_limit_exceeded: { status: 429 },
  tokens_rate_limit_exceeded: {
    status: 429,
    type: 'tokens',
    message:
      'Rate limit reached on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.',
    retryAfterMs: 2000,
  },
  slow_down: {
    status: 429,
    type: 'rate_limit_error',
    code: 'slow_down',
    message: 'Your requests are ramping up too fast. Please slow down and increase your rate gradually.',
  },
  slow_down_503: {
    status: 503,
    code: 'slow_down',
    message: 'Slow Down: please reduce your request rate to its original level.',
  },
  insufficient_quota: money(
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ),
  credit_balance_exhausted: money(
    'credit_balance_exhausted',
    'Your credit balance is exhausted. Please add credits to continue.',
  ),
  organization_spend_limit_exceeded: money(
    'organization_spend_limit_exceeded',
    'Your organization has reached its spend limit.',
  ),
  project_spend_limit_exceeded: money('project_spend_limit_exceeded', 'Your project has reached its spend limit.'),
  organization_usage_limit_exceeded: money(
    'organization_usage_limit_exceeded',
    'Your organization has reached its usage limit.',
  ),
  server_is_overloaded: { status: 503 },
  server_error: { status: 500, message: SERVER_ERROR },
  bad_gateway: { status: 502 },
  invalid_api_key: { status: 401 },
  unsupported_country_region_territory: { status: 403 },
  model_not_found: { status: 404 },
  model_gone: {
    status: 410,
    message:
      'This model has been shut down and can no longer be used. Learn more here: https://platform.openai.com/docs/deprecations',
    code: 'model_shut_down',
  },
  context_length_exceeded: invalid(
    "This model's maximum context length is 128000 tokens. Please reduce the length of the messages.",
    'messages',
    'context_length_exceeded',
  ),
}

/** OpenAI has had one version for ever; what changes is which parameters a model takes. */
export const openaiContract: Contract = {
  version: () => undefined,
  versionRefused: version => invalid(`Version ${version} is no longer supported.`),
  parameterRefused: name =>
    invalid(
      `Unsupported parameter: '${name}' is not supported with this model.${INSTEAD[name] ?? ''}`,
      name,
      'unsupported_parameter',
    ),
}

const INSTEAD: Readonly<Record<string, string>> = { max_tokens: " Use 'max_completion_tokens' instead." }

function money(code: string, message: string): Failure {
  return { status: 429, type: 'insufficient_quota', code, message, final: true }
}
