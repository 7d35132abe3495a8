import { header, type MockRequest, queryValue } from '../../request.ts'
import type { Failure, Wire } from '../../wire.ts'
import { batchEmbedContents, embedContent } from './embed.ts'
import { geminiErrors, googleContract } from './errors.ts'
import { geminiFailure, googleStreamErrors } from './failures.ts'
import { countTokens, generateContent, streamGenerateContent } from './generate.ts'
import { googleModel, googleModels } from './models.ts'
import type { Place } from './place.ts'

const place: Place = { template: '/v1', path: '/(?:v1|v1beta)', refused: keyMissing }

/** The Gemini API, in both of its versions. */
export const gemini: Wire = {
  dialect: 'gemini',
  endpoints: [
    generateContent(place),
    streamGenerateContent(place),
    countTokens(place),
    embedContent(place),
    batchEmbedContents(place),
    googleModels(place, 'models'),
    googleModel(place, 'models'),
  ],
  claims: (request: MockRequest) => hasKey(request) || /^\/v1beta\/|^\/v1\/models\/[^/]+:/.test(request.path),
  unknownUrl: () => ({ status: 404, message: 'Method not found.' }),
  failure: geminiFailure,
  streamErrors: googleStreamErrors,
  errors: geminiErrors,
  contract: googleContract,
  blockedPrompt: undefined,
}

function hasKey(request: MockRequest): boolean {
  return header(request, 'x-goog-api-key') !== undefined || queryValue(request, 'key') !== undefined
}

function keyMissing(request: MockRequest): Failure | undefined {
  if (hasKey(request) || header(request, 'authorization') !== undefined) return undefined
  return {
    status: 403,
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other " +
      'form of API consumer identity to call this API.',
  }
}
