import { promptTokens } from '../../answer/tokens.ts'
import { type JsonObject, textIn } from '../../json.ts'
import { jsonReply, type Reply } from '../../reply.ts'
import { decodedPart, type MockRequest } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse, type Wire } from '../../wire.ts'
import { anthropicConversation } from '../anthropic/conversation.ts'
import { anthropicContract, anthropicErrors } from '../anthropic/errors.ts'
import { anthropicFailure, anthropicStreamErrors } from '../anthropic/failures.ts'
import { messagesJob, wrongMessages } from '../anthropic/messages.ts'
import { anthropicBody, badRequest, versionNamed } from '../anthropic/read.ts'
import { bodyVersion } from '../bedrock/errors.ts'
import { vertexErrors } from '../google/errors.ts'
import { vertexFailure } from '../google/failures.ts'
import { callerMissing, LOCATED } from './caller.ts'

const PATH = `^/(?:v1|v1beta1)/${LOCATED}/publishers/anthropic/models`
const TEMPLATE = '/v1/projects/{project}/locations/{location}/publishers/anthropic/models'

/** Claude on Vertex AI: Anthropic's messages behind Google's door. */
export const vertexClaude: Wire = {
  dialect: 'vertex-claude',
  endpoints: [
    at('count-tokens:rawPredict', 'count-tokens:rawPredict', (body, _, mint) => {
      const model = textIn(body.model) ?? ''
      const reply = () =>
        jsonReply(200, { 'request-id': mint.id('req_') }, { input_tokens: promptTokens(anthropicConversation(body)) })
      return model === ''
        ? refuse(badRequest('model: Field required'))
        : { kind: 'job', job: { kind: 'lookup', model, reply } }
    }),
    at('{model}:rawPredict', '([^/]+):rawPredict', message),
    at('{model}:streamRawPredict', '([^/]+):streamRawPredict', message),
  ],
  claims: ({ path }) => path.includes('/publishers/anthropic/'),
  unknownUrl: () => ({ status: 404, message: 'Method not found.', type: 'NOT_FOUND' }),
  failure,
  streamErrors: anthropicStreamErrors,
  errors: { ...anthropicErrors, ...vertexErrors },
  contract: {
    ...anthropicContract,
    version: bodyVersion,
    versionRefused: version => badRequest(`anthropic_version: "${version}" is not a valid version`),
  },
  blockedPrompt: undefined,
}

function at(template: string, rest: string, read: (body: JsonObject, model: string, mint: Mint) => Reading): Endpoint {
  const pattern = new RegExp(`${PATH}/${rest}$`)
  return {
    method: 'POST',
    template: `${TEMPLATE}/${template}`,
    path: pattern,
    read: (request: MockRequest, mint) => {
      const noCaller = callerMissing(request)
      if (noCaller !== undefined) return refuse(noCaller)
      const sent = anthropicBody(request)
      if ('failure' in sent) return refuse(sent.failure)
      const wrong = wrongMessages(sent.body)
      if (wrong !== undefined) return refuse(wrong)
      return read(sent.body, decodedPart(pattern.exec(request.path)?.[1] ?? ''), mint)
    },
  }
}

/** The version is in the body here; Google's own name for the older one will do as well. */
function message(body: JsonObject, model: string, mint: Mint): Reading {
  const named = textIn(body.anthropic_version)
  if (named === undefined) return refuse(badRequest('anthropic_version: Field required'))
  const version = versionNamed(named)
  if (version === undefined) return refuse(badRequest(`anthropic_version: "${named}" is not a valid version`))
  return messagesJob(body, model, version, body.stream === true, mint)
}

/** Google answers for the door, Anthropic for the model behind it. */
function failure(failure: Failure, mint: Mint): Reply {
  const fromTheDoor = DOOR.has(failure.status) && (failure.type === undefined || failure.type === 'NOT_FOUND')
  return fromTheDoor || failure.html === true ? vertexFailure(failure) : anthropicFailure(failure, mint)
}

const DOOR = new Set([401, 403, 404, 429, 502, 503, 504])
