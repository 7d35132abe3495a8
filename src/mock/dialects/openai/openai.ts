import { bearer, type MockRequest } from '../../request.ts'
import type { Wire } from '../../wire.ts'
import { chatCompletions } from './chat.ts'
import { embeddings } from './embeddings.ts'
import { openaiContract, openaiErrors } from './errors.ts'
import { openaiFailure, openaiStreamErrors } from './failures.ts'
import { modelAt, modelsAt } from './models.ts'
import type { Place } from './place.ts'
import { invalid, keyMissing } from './read.ts'
import { responses } from './responses.ts'

const place: Place = { prefix: '/v1', refused: keyMissing, filtered: false }

/** The OpenAI API. */
export const openai: Wire = {
  dialect: 'openai',
  endpoints: [chatCompletions(place), responses(place), embeddings(place), modelsAt(place), modelAt(place)],
  // Every other provider marks its requests; who marks nothing speaks OpenAI's dialect, as half the world does.
  claims: (request: MockRequest) => bearer(request) !== undefined || request.headers['x-api-key'] === undefined,
  unknownUrl: ({ method, path }) => ({
    status: 404,
    message: `Invalid URL (${method} ${path.slice(0, 200)})`,
    type: 'invalid_request_error',
    code: 'unknown_url',
  }),
  failure: openaiFailure,
  streamErrors: openaiStreamErrors,
  errors: openaiErrors,
  contract: openaiContract,
  blockedPrompt: invalid(
    'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
    undefined,
    'invalid_prompt',
  ),
}
