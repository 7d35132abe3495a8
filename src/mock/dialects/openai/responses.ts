import type { Conversation, Tool, ToolChoice, Turn } from '../../answer/conversation.ts'
import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../json.ts'
import { type Endpoint, type Mint, type Reading, refuse } from '../../wire.ts'
import { contentText } from './chat.ts'
import { endpointAt, type Place } from './place.ts'
import { invalid } from './read.ts'
import { responseReply, responseStreamErrors } from './responses-reply.ts'

/** The Responses API, unary and streamed. Nothing is stored: who goes on with an earlier answer sends it along. */
export function responses(place: Place): Endpoint {
  return endpointAt(place, '/responses', response)
}

function response(body: JsonObject, model: string, mint: Mint): Reading {
  const turns = turnsOf(body.input)
  if (turns === undefined) return refuse(invalid("Missing required parameter: 'input'.", 'input'))
  const earlier = textIn(body.previous_response_id)
  if (earlier !== undefined) {
    const message = `Previous response with id '${earlier}' not found.`
    return refuse(invalid(message, 'previous_response_id', 'previous_response_not_found'))
  }
  const streamed = body.stream === true
  return {
    kind: 'job',
    job: {
      kind: 'completion',
      model,
      streamed,
      conversation: conversationOf(body, turns),
      reply: (completion, pace) => responseReply(completion, pace, { streamed, asked: body }, mint),
      streamErrors: responseStreamErrors(model),
    },
  }
}

function turnsOf(input: unknown): readonly Turn[] | undefined {
  if (typeof input === 'string') return [{ role: 'user', text: input }]
  return Array.isArray(input) && input.length > 0 ? objectsIn(input).flatMap(turn) : undefined
}

function turn(item: JsonObject): readonly Turn[] {
  switch (item.type ?? 'message') {
    case 'message':
      return [{ role: roleOf(item.role), text: contentText(item.content) }]
    case 'function_call':
      return [{ role: 'assistant', text: textIn(item.arguments) ?? '' }]
    case 'function_call_output':
      return [{ role: 'tool', text: contentText(item.output) }]
    default:
      return []
  }
}

function roleOf(role: unknown): Turn['role'] {
  if (role === 'assistant') return role
  return role === 'system' || role === 'developer' ? 'system' : 'user'
}

function conversationOf(body: JsonObject, turns: readonly Turn[]): Conversation {
  const instructions = textIn(body.instructions)
  return {
    turns: instructions === undefined ? turns : [{ role: 'system', text: instructions }, ...turns],
    tools: objectsIn(body.tools).flatMap(tool),
    toolChoice: toolChoice(body.tool_choice),
    maxTokens: numberIn(body.max_output_tokens),
    stop: [],
  }
}

function tool({ type, name, description, parameters }: JsonObject): readonly Tool[] {
  if (type !== 'function' || typeof name !== 'string') return []
  return [{ name, description: textIn(description) ?? '', parameters: objectIn(parameters) ?? {} }]
}

function toolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return { kind: choice }
  const name = textIn(objectIn(choice)?.name)
  return name === undefined ? { kind: 'auto' } : { kind: 'named', name }
}
