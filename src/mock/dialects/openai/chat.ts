import type { Conversation, Tool, ToolChoice, Turn } from '../../answer/conversation.ts'
import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../json.ts'
import type { Endpoint, Mint, Reading } from '../../wire.ts'
import { refuse } from '../../wire.ts'
import { chatReply } from './chat-reply.ts'
import { endpointAt, type Place } from './place.ts'
import { invalid } from './read.ts'

/** Chat completions, unary and streamed. */
export function chatCompletions(place: Place): Endpoint {
  return endpointAt(place, '/chat/completions', (body, model, mint) => chat(body, model, place, mint))
}

function chat(body: JsonObject, model: string, { filtered }: Place, mint: Mint): Reading {
  if (!Array.isArray(body.messages)) return refuse(invalid("Missing required parameter: 'messages'.", 'messages'))
  const messages = objectsIn(body.messages)
  if (messages.length === 0) {
    return refuse(invalid("Invalid 'messages': empty array. Expected an array with minimum length 1.", 'messages'))
  }
  const odd = messages.findIndex(message => roleOf(message) === undefined)
  if (odd >= 0) {
    return refuse(invalid(`Invalid value: '${String(messages[odd]?.role)}'.`, `messages[${odd}].role`, 'invalid_value'))
  }
  const streamed = body.stream === true
  const wantsUsage = objectIn(body.stream_options)?.include_usage === true
  const style = { filtered, streamed, wantsUsage }
  return {
    kind: 'job',
    job: {
      kind: 'completion',
      model,
      streamed,
      conversation: conversationOf(body, messages),
      reply: (completion, pace) => chatReply(completion, pace, style, mint),
    },
  }
}

function conversationOf(body: JsonObject, messages: readonly JsonObject[]): Conversation {
  const stop = typeof body.stop === 'string' ? [body.stop] : Array.isArray(body.stop) ? body.stop : []
  return {
    turns: messages.map(turn),
    tools: objectsIn(body.tools).flatMap(tool),
    toolChoice: toolChoice(body.tool_choice),
    maxTokens: numberIn(body.max_completion_tokens) ?? numberIn(body.max_tokens),
    stop: stop.filter(sequence => typeof sequence === 'string'),
  }
}

function turn(message: JsonObject): Turn {
  return { role: roleOf(message) ?? 'user', text: contentText(message.content) }
}

function roleOf({ role }: JsonObject): Turn['role'] | undefined {
  switch (role) {
    case 'system':
    case 'developer':
      return 'system'
    case 'user':
    case 'assistant':
      return role
    case 'tool':
    case 'function':
      return 'tool'
    default:
      return undefined
  }
}

/** The text of a message, whatever parts it comes in. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsIn(content)
    .map(part => textIn(part.text) ?? '')
    .join('\n')
}

function tool(entry: JsonObject): readonly Tool[] {
  const described = objectIn(entry.function)
  const name = textIn(described?.name)
  if (described === undefined || name === undefined) return []
  return [{ name, description: textIn(described.description) ?? '', parameters: objectIn(described.parameters) ?? {} }]
}

function toolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return { kind: choice }
  const name = textIn(objectIn(objectIn(choice)?.function)?.name)
  return name === undefined ? { kind: 'auto' } : { kind: 'named', name }
}
