import { promptTokens } from '../../answer/tokens.ts'
import { type JsonObject, objectIn, objectsIn } from '../../json.ts'
import { jsonReply } from '../../reply.ts'
import { type Endpoint, type Mint, type Reading, refuse } from '../../wire.ts'
import { bedrockConversation } from './conversation.ts'
import { converseReply, idHeader } from './converse-reply.ts'
import { actionAt, invalid } from './place.ts'

/** A conversation in the words all models of Bedrock share. */
export const converse: Endpoint = actionAt('converse', (body, model, mint) => conversing(body, model, false, mint))

/** The same as a stream of binary frames. */
export const converseStream: Endpoint = actionAt('converse-stream', (body, model, mint) =>
  conversing(body, model, true, mint),
)

/** How much a conversation would cost. */
export const countTokens: Endpoint = actionAt('count-tokens', (body, model, mint) => {
  const conversation = objectIn(objectIn(body.input)?.converse)
  if (conversation === undefined) return refuse(invalid('input.converse: must not be null'))
  const reply = () => jsonReply(200, idHeader(mint), { inputTokens: promptTokens(bedrockConversation(conversation)) })
  return { kind: 'job', job: { kind: 'lookup', model, reply } }
})

function conversing(body: JsonObject, model: string, streamed: boolean, mint: Mint): Reading {
  const messages = objectsIn(body.messages)
  if (messages.length === 0)
    return refuse(
      invalid(
        'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
      ),
    )
  const odd = messages.find(({ role }) => role !== 'user' && role !== 'assistant')
  if (odd !== undefined)
    return refuse(invalid(`Value '${String(odd.role)}' at 'messages.role' must be one of: [user, assistant].`))
  return {
    kind: 'job',
    job: {
      kind: 'completion',
      model,
      streamed,
      conversation: bedrockConversation(body),
      reply: (completion, pace) => converseReply(completion, pace, streamed, mint),
    },
  }
}
