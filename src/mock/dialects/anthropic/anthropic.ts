import { header, type MockRequest } from '../../request.ts'
import type { Wire } from '../../wire.ts'
import { anthropicContract, anthropicErrors } from './errors.ts'
import { anthropicFailure, anthropicStreamErrors } from './failures.ts'
import { countTokens, messages } from './messages.ts'
import { anthropicModel, anthropicModels } from './models.ts'

/** The Anthropic API, in both of its versions. */
export const anthropic: Wire = {
  dialect: 'anthropic',
  endpoints: [messages, countTokens, anthropicModels, anthropicModel],
  claims: (request: MockRequest) =>
    header(request, 'anthropic-version') !== undefined ||
    header(request, 'x-api-key') !== undefined ||
    request.path.startsWith('/v1/messages'),
  unknownUrl: () => ({ status: 404, message: 'Not found' }),
  failure: anthropicFailure,
  streamErrors: anthropicStreamErrors,
  errors: anthropicErrors,
  contract: anthropicContract,
  blockedPrompt: undefined,
}
