import type { Contract, Failure } from '../../wire.ts'
import { quotaDetails } from './failures.ts'
import { badRequest } from './place.ts'

/** The errors of the Gemini API by name: its quotas, and the words of Google for everything else. */
export const geminiErrors: Readonly<Record<string, Failure>> = {
  requests_per_minute: { status: 429 },
  requests_per_day: exceeded('GenerateRequestsPerDayPerProjectPerModel-FreeTier', 6 * 3600),
  tokens_per_minute: exceeded('GenerateContentInputTokensPerModelPerMinute-FreeTier', 46),
  UNAVAILABLE: { status: 503 },
  INTERNAL: { status: 500 },
  DEADLINE_EXCEEDED: { status: 504 },
  NOT_FOUND: { status: 404 },
  PERMISSION_DENIED: { status: 403 },
  API_KEY_INVALID: {
    ...badRequest('API key not valid. Please pass a valid API key.'),
    more: {
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
          metadata: { service: 'generativelanguage.googleapis.com' },
        },
      ],
    },
  },
  FAILED_PRECONDITION: {
    status: 400,
    type: 'FAILED_PRECONDITION',
    message: 'User location is not supported for the API use.',
  },
}

/** The errors of Vertex AI by name. */
export const vertexErrors: Readonly<Record<string, Failure>> = {
  RESOURCE_EXHAUSTED: { status: 429 },
  UNAVAILABLE: { status: 503 },
  INTERNAL: { status: 500 },
  DEADLINE_EXCEEDED: { status: 504 },
  NOT_FOUND: { status: 404 },
  PERMISSION_DENIED: { status: 403 },
  UNAUTHENTICATED: { status: 401 },
}

/** Google names its version at the start of the path. */
export const googleContract: Contract = {
  version: request => /^\/([^/]+)\//.exec(request.path)?.[1],
  versionRefused: version => ({
    status: 404,
    message: `The model is not found for API version ${version}, or is not supported for this method.`,
  }),
  parameterRefused: name => badRequest(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`),
}

function exceeded(quotaId: string, retrySeconds: number): Failure {
  return {
    status: 429,
    message:
      'You exceeded your current quota, please check your plan and billing details. ' +
      `Please retry in ${retrySeconds}s.`,
    more: { details: quotaDetails(quotaId, 'gemini', retrySeconds) },
  }
}
