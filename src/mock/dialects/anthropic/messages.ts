import { promptTokens } from '../../answer/tokens.ts'
import { type JsonObject, numberIn, objectsIn, textIn } from '../../json.ts'
import { jsonReply } from '../../reply.ts'
import type { MockRequest } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse } from '../../wire.ts'
import { anthropicConversation } from './conversation.ts'
import { messagesReply } from './messages-reply.ts'
import { type AnthropicVersion, anthropicBody, anthropicCaller, badRequest } from './read.ts'

/** Messages, unary and streamed. */
export const messages: Endpoint = {
  method: 'POST',
  template: '/v1/messages',
  path: /^\/v1\/messages$/,
  read: (request, mint) => {
    const read = readMessages(request)
    if ('failure' in read) return refuse(read.failure)
    const { body, model, version } = read
    return messagesJob(body, model, version, body.stream === true, mint)
  },
}

/** How much a conversation would cost. */
export const countTokens: Endpoint = {
  method: 'POST',
  template: '/v1/messages/count_tokens',
  path: /^\/v1\/messages\/count_tokens$/,
  read: (request, mint) => {
    const read = readMessages(request)
    if ('failure' in read) return refuse(read.failure)
    const { body, model } = read
    const reply = () =>
      jsonReply(200, { 'request-id': mint.id('req_') }, { input_tokens: promptTokens(anthropicConversation(body)) })
    return { kind: 'job', job: { kind: 'lookup', model, reply } }
  },
}

/** A message to be answered, wherever Claude is served. */
export function messagesJob(
  body: JsonObject,
  model: string,
  version: AnthropicVersion,
  streamed: boolean,
  mint: Mint,
): Reading {
  const wrong = wrongMaxTokens(body) ?? (version === '2026-10-21' ? droppedIn2026(body) : undefined)
  if (wrong !== undefined) return refuse(wrong)
  return {
    kind: 'job',
    job: {
      kind: 'completion',
      model,
      streamed,
      conversation: anthropicConversation(body),
      reply: (completion, pace) => messagesReply(completion, pace, { streamed }, mint),
    },
  }
}

/** What is wrong with the messages of a request, wherever Claude is served. */
export function wrongMessages(body: JsonObject): Failure | undefined {
  if (!Array.isArray(body.messages)) return badRequest('messages: Field required')
  if (body.messages.length === 0) return badRequest('messages: at least one message is required')
  const odd = objectsIn(body.messages).findIndex(({ role }) => role !== 'user' && role !== 'assistant')
  return odd < 0 ? undefined : badRequest(`messages.${odd}.role: Input should be 'user' or 'assistant'`)
}

function readMessages(
  request: MockRequest,
):
  | { readonly body: JsonObject; readonly model: string; readonly version: AnthropicVersion }
  | { readonly failure: Failure } {
  const caller = anthropicCaller(request)
  if ('failure' in caller) return caller
  const read = anthropicBody(request)
  if ('failure' in read) return read
  const { body } = read
  const model = textIn(body.model)
  if (model === undefined || model === '') return { failure: badRequest('model: Field required') }
  const wrong = wrongMessages(body)
  if (wrong !== undefined) return { failure: wrong }
  return { body, model, version: caller.version }
}

function wrongMaxTokens(body: JsonObject): Failure | undefined {
  if (body.max_tokens === undefined) return badRequest('max_tokens: Field required')
  const most = numberIn(body.max_tokens)
  if (most !== undefined && Number.isInteger(most) && most >= 1) return undefined
  return badRequest('max_tokens: Input should be a valid integer greater than or equal to 1')
}

/** The newer version refuses what the older one took: a contract change that callers meet the day they upgrade. */
function droppedIn2026(body: JsonObject): Failure | undefined {
  const sampling = ['temperature', 'top_p', 'top_k'].find(name => body[name] !== undefined)
  if (sampling !== undefined) return badRequest(`${sampling}: is not supported in anthropic-version 2026-10-21`)
  if (blocksOf(body, 'assistant').some(block => block.type === 'document')) {
    return badRequest('messages: document blocks are not allowed in assistant messages')
  }
  if (blocksOf(body, 'user').some(block => objectsIn(block.citations).length > 0)) {
    return badRequest('messages: citations are not allowed in user messages')
  }
  return undefined
}

function blocksOf(body: JsonObject, role: string): readonly JsonObject[] {
  const messages = objectsIn(body.messages).filter(message => message.role === role)
  return messages.flatMap(message => objectsIn(message.content))
}
