import { promptTokens } from '../../answer/tokens.ts'
import { type JsonObject, objectIn, objectsIn, textIn } from '../../json.ts'
import { jsonReply } from '../../reply.ts'
import { queryValue } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse } from '../../wire.ts'
import { googleConversation } from './conversation.ts'
import { type GenerateStyle, generateReply } from './generate-reply.ts'
import { badRequest, type Place, verbAt } from './place.ts'

/** Content generated in one piece. */
export function generateContent(place: Place): Endpoint {
  return verbAt(place, 'generateContent', (body, model, mint) => generate(body, model, 'whole', mint))
}

/** Content generated as a stream: events if asked for with `alt=sse`, else one JSON array that grows. */
export function streamGenerateContent(place: Place): Endpoint {
  return verbAt(place, 'streamGenerateContent', (body, model, mint, request) =>
    generate(body, model, queryValue(request, 'alt') === 'sse' ? 'events' : 'array', mint),
  )
}

/** How much a conversation would cost. */
export function countTokens(place: Place): Endpoint {
  return verbAt(place, 'countTokens', (body, model) => {
    const asked = objectIn(body.generateContentRequest) ?? body
    const wrong = wrongContents(asked)
    if (wrong !== undefined) return refuse(wrong)
    const reply = () => jsonReply(200, {}, { totalTokens: promptTokens(googleConversation(asked)) })
    return { kind: 'job', job: { kind: 'lookup', model, reply } }
  })
}

function generate(body: JsonObject, model: string, style: GenerateStyle, mint: Mint): Reading {
  const wrong = wrongContents(body)
  if (wrong !== undefined) return refuse(wrong)
  return {
    kind: 'job',
    job: {
      kind: 'completion',
      model,
      streamed: style !== 'whole',
      conversation: googleConversation(body),
      reply: (completion, pace) => generateReply(completion, pace, style, mint),
    },
  }
}

function wrongContents({ contents }: JsonObject): Failure | undefined {
  const list = Array.isArray(contents) ? objectsIn(contents) : objectsIn([contents])
  if (list.length === 0) return badRequest('* GenerateContentRequest.contents: contents is not specified')
  const odd = list.find(({ role }) => role !== undefined && !ROLES.has(textIn(role) ?? ''))
  return odd === undefined ? undefined : badRequest('Please use a valid role: user, model.')
}

const ROLES = new Set(['user', 'model', 'function', 'tool'])
