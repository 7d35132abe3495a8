import type { Wire } from '../../wire.ts'
import { embedContent, predict } from '../google/embed.ts'
import { googleContract, vertexErrors } from '../google/errors.ts'
import { googleStreamErrors, vertexFailure } from '../google/failures.ts'
import { countTokens, generateContent, streamGenerateContent } from '../google/generate.ts'
import { googleModel, googleModels } from '../google/models.ts'
import type { Place } from '../google/place.ts'
import { callerMissing, LOCATED } from './caller.ts'

const place: Place = {
  template: '/v1beta1/projects/{project}/locations/{location}/publishers/google',
  // With nothing but an API key, the SDK leaves project and location out.
  path: `/(?:v1|v1beta1)/(?:${LOCATED}/)?publishers/google`,
  refused: callerMissing,
}

/** Google's own models on Vertex AI. */
export const vertexGemini: Wire = {
  dialect: 'vertex-gemini',
  endpoints: [
    generateContent(place),
    streamGenerateContent(place),
    countTokens(place),
    predict(place),
    embedContent(place),
    googleModels(place, 'publisherModels'),
    googleModel(place, 'publisherModels'),
  ],
  claims: ({ path }) => /^\/(v1|v1beta1)\/(projects|publishers)\//.test(path),
  unknownUrl: () => ({ status: 404, message: 'Method not found.' }),
  failure: vertexFailure,
  streamErrors: googleStreamErrors,
  errors: vertexErrors,
  contract: googleContract,
  blockedPrompt: undefined,
}
