import { bearer, type MockRequest } from '../request.ts'
import type { Wire } from '../wire.ts'
import { chatCompletions } from './openai-chat.ts'
import { openaiFailure, openaiStreamError } from './openai-failures.ts'
import { openaiModel, openaiModels } from './openai-models.ts'

/** The OpenAI API. */
export const openai: Wire = {
  dialect: 'openai',
  endpoints: [chatCompletions, openaiModels, openaiModel],
  // Every other provider marks its requests; who marks nothing speaks OpenAI's dialect, as half the world does.
  claims: (request: MockRequest) => bearer(request) !== undefined || request.headers['x-api-key'] === undefined,
  unknownUrl: ({ method, path }) => ({
    status: 404,
    message: `Invalid URL (${method} ${path.slice(0, 200)})`,
    type: 'invalid_request_error',
    code: 'unknown_url',
  }),
  failure: openaiFailure,
  streamError: openaiStreamError,
}
