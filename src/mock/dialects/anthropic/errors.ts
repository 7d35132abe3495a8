import { header } from '../../request.ts'
import type { Contract, Failure } from '../../wire.ts'
import { badRequest } from './read.ts'

/** The errors Anthropic has a name for. Limits of money have details of their own, and two of them no time to come back. */
export const anthropicErrors: Readonly<Record<string, Failure>> = {
  rate_limit_error: { status: 429 },
  ramp_limit_exceeded: limit('ramp_limit_exceeded', 'Your requests are ramping up too fast.'),
  enforced_spend_limit_reached: {
    ...limit('enforced_spend_limit_reached', 'You have reached your enforced spend limit.'),
    final: true,
  },
  contract_spend_limit_reached: {
    ...limit('contract_spend_limit_reached', 'You have reached the spend limit of your contract.'),
    final: true,
  },
  overloaded_error: { status: 529 },
  api_error: { status: 500 },
  timeout_error: { status: 504 },
  billing_error: { status: 402 },
  authentication_error: { status: 401 },
  permission_error: { status: 403 },
  not_found_error: { status: 404 },
  request_too_large: { status: 413 },
  bad_gateway: { status: 502 },
}

/** Anthropic names its version in a header. */
export const anthropicContract: Contract = {
  version: request => header(request, 'anthropic-version'),
  versionRefused: version => badRequest(`anthropic-version: "${version}" is not a valid version`),
  parameterRefused: name => badRequest(`${name}: Extra inputs are not permitted`),
}

function limit(code: string, message: string): Failure {
  return { status: 429, type: 'rate_limit_error', message, more: { details: { error_code: code } } }
}
