import { type JsonObject, numberIn, objectIn, textIn } from '../json.ts'
import type { Conversation, Tool } from './conversation.ts'
import { stems } from './words.ts'

/** A function the model wants called. */
export interface ToolCall {
  readonly tool: string
  readonly input: JsonObject
}

/** Which tool to call for this question, if any: the one whose description shares most words with it. */
export function toolCall(conversation: Conversation, question: string): ToolCall | undefined {
  const { tools, toolChoice, turns } = conversation
  if (toolChoice.kind === 'none' || tools.length === 0) return undefined
  if (toolChoice.kind === 'named')
    return called(
      tools.find(tool => tool.name === toolChoice.name),
      question,
    )
  // A result that has just come back is to be answered from, not asked for again.
  if (toolChoice.kind === 'auto' && turns.at(-1)?.role === 'tool') return undefined
  const asked = new Set(stems(question))
  const ranked = tools.map(tool => ({ tool, shared: about(tool).filter(word => asked.has(word)).length }))
  const best = ranked.reduce((most, each) => (each.shared > most.shared ? each : most))
  return best.shared > 0 || toolChoice.kind === 'required' ? called(best.tool, question) : undefined
}

function about(tool: Tool): readonly string[] {
  const spaced = tool.name.replaceAll(/[_-]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2')
  return [...new Set(stems(`${spaced} ${tool.description}`.slice(0, 10_000)))]
}

function called(tool: Tool | undefined, question: string): ToolCall | undefined {
  return tool && { tool: tool.name, input: objectIn(filled(tool.parameters, question, MAX_DEPTH)) ?? {} }
}

/** A value that fits the schema, taken from the question where it can be. */
function filled(schema: JsonObject, question: string, depth: number): unknown {
  if (Array.isArray(schema.enum)) {
    const named = schema.enum.find(value => question.toLowerCase().includes(String(value).toLowerCase()))
    return named ?? schema.enum[0]
  }
  if ('const' in schema) return schema.const
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'integer':
    case 'number':
      return numberFrom(question, type === 'integer') ?? numberIn(schema.minimum) ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return depth === 0 ? [] : [filled(objectIn(schema.items) ?? {}, question, depth - 1)]
    case 'object':
      return depth === 0 ? {} : object(schema, question, depth)
    default:
      return schema.properties === undefined ? phrase(schema, question) : object(schema, question, depth)
  }
}

// A schema may refer to itself through copies; nobody nests arguments deeper than this.
const MAX_DEPTH = 6

function object(schema: JsonObject, question: string, depth: number): JsonObject {
  const properties = Object.entries(objectIn(schema.properties) ?? {})
  return Object.fromEntries(
    properties.map(([name, value]) => [name, filled(objectIn(value) ?? {}, question, depth - 1)]),
  )
}

function numberFrom(question: string, whole: boolean): number | undefined {
  const found = /-?\d+(?:\.\d+)?/.exec(question)?.[0]
  if (found === undefined) return undefined
  return whole ? Math.trunc(Number(found)) : Number(found)
}

/** What is in quotation marks, else a name inside the sentence, else the whole question. */
function phrase(schema: JsonObject, question: string): string {
  const known = textIn(schema.default)
  const quoted = /["“']([^"”']{1,200})["”']/.exec(question)?.[1]
  const name = /(?<=\S\s)\p{Lu}[\p{L}\p{N}-]*(?:\s\p{Lu}[\p{L}\p{N}-]*)*/u.exec(question)?.[0]
  return known ?? quoted ?? name ?? question
}
