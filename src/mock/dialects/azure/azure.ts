import { bearer, header, type MockRequest, queryValue } from '../../request.ts'
import type { Failure, Wire } from '../../wire.ts'
import { chatCompletions } from '../openai/chat.ts'
import { embeddings } from '../openai/embeddings.ts'
import { openaiStreamErrors } from '../openai/failures.ts'
import { modelAt, modelsAt } from '../openai/models.ts'
import type { Place } from '../openai/place.ts'
import { responses } from '../openai/responses.ts'
import { azureContract, azureErrors } from './errors.ts'
import { azureFailure, CONTENT_FILTERED } from './failures.ts'

/** What its paths begin with: the model named by its deployment, by the body, and as in OpenAI's own API. */
const [deployments, bare, v1] = ['/openai/deployments/{deployment}', '/openai', '/openai/v1'].map(
  prefix => ({ prefix, refused, filtered: true }) as Place,
) as [Place, Place, Place]

/** Azure OpenAI. */
export const azure: Wire = {
  dialect: 'azure-openai',
  endpoints: [
    ...[deployments, v1].flatMap(place => [chatCompletions(place), embeddings(place)]),
    ...[bare, v1].flatMap(place => [responses(place), modelsAt(place), modelAt(place)]),
  ],
  claims: ({ path }: MockRequest) => path.startsWith('/openai/'),
  unknownUrl: () => ({ status: 404, message: 'Resource not found', code: '404' }),
  failure: azureFailure,
  streamErrors: openaiStreamErrors,
  errors: azureErrors,
  contract: azureContract,
  blockedPrompt: CONTENT_FILTERED,
}

function refused(request: MockRequest): Failure | undefined {
  if (header(request, 'api-key') === undefined && bearer(request) === undefined) {
    return {
      status: 401,
      message:
        'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an ' +
        'active subscription and use a correct regional API endpoint for your resource.',
      code: '401',
    }
  }
  if (request.path.startsWith('/openai/v1/')) return undefined
  const version = queryValue(request, 'api-version')
  const known = version !== undefined && /^\d{4}-\d\d-\d\d(-preview)?$|^preview$|^latest$/.test(version)
  // Azure says no more than this to a version it does not know, or to none.
  return known ? undefined : { status: 404, message: 'Resource not found', code: '404' }
}
