import { objectIn, textIn } from '../../json.ts'
import { jsonBody, type MockRequest } from '../../request.ts'
import type { Contract, Failure } from '../../wire.ts'
import { invalid } from './place.ts'

/** The exceptions of the Bedrock runtime by name. */
export const bedrockErrors: Readonly<Record<string, Failure>> = {
  ThrottlingException: { status: 429 },
  ModelNotReadyException: {
    status: 429,
    type: 'ModelNotReadyException',
    message: 'The model is not ready to serve inference requests. Please try again later.',
  },
  ServiceUnavailableException: { status: 503 },
  InternalServerException: { status: 500 },
  ModelTimeoutException: { status: 408 },
  ModelErrorException: { status: 424 },
  ValidationException: { status: 400 },
  AccessDeniedException: { status: 403 },
  ResourceNotFoundException: { status: 404 },
  ServiceQuotaExceededException: {
    status: 400,
    type: 'ServiceQuotaExceededException',
    message: 'Your request exceeds the service quota for your account.',
  },
  ConflictException: { status: 409 },
  UnrecognizedClientException: {
    status: 403,
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  ExpiredTokenException: {
    status: 403,
    type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
}

/** On Bedrock only the bodies of Claude name a version. */
export const bedrockContract: Contract = {
  version: bodyVersion,
  versionRefused: version => invalid(`anthropic_version: "${version}" is not a valid version`),
  parameterRefused: name =>
    invalid(
      `Malformed input request: extraneous key [${name}] is not permitted, please reformat your input and try again.`,
    ),
}

/** The version that Claude is asked for in a body, as the clouds have it. */
export function bodyVersion(request: MockRequest): string | undefined {
  const json = jsonBody(request)
  return 'value' in json ? textIn(objectIn(json.value)?.anthropic_version) : undefined
}
