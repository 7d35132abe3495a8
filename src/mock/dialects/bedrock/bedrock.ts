import type { Wire } from '../../wire.ts'
import { converse, converseStream, countTokens } from './converse.ts'
import { bedrockContract, bedrockErrors } from './errors.ts'
import { bedrockFailure, bedrockStreamErrors } from './failures.ts'
import { invoke, invokeWithResponseStream } from './invoke.ts'

/** The Amazon Bedrock runtime. Its SDK speaks HTTP/2 from the first byte unless told otherwise. */
export const bedrock: Wire = {
  dialect: 'bedrock',
  endpoints: [converse, converseStream, invoke, invokeWithResponseStream, countTokens],
  claims: request => request.path.startsWith('/model/') || request.headers['amz-sdk-invocation-id'] !== undefined,
  unknownUrl: () => ({
    status: 404,
    type: 'UnknownOperationException',
    message: 'The requested operation is not known.',
  }),
  failure: bedrockFailure,
  streamErrors: bedrockStreamErrors,
  errors: bedrockErrors,
  contract: bedrockContract,
  blockedPrompt: undefined,
}
