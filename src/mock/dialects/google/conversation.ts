import type { Conversation, Tool, ToolChoice, Turn } from '../../answer/conversation.ts'
import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../json.ts'

/** What a request to generate content says, in no provider's words. */
export function googleConversation(body: JsonObject): Conversation {
  const system = partsText(objectIn(body.systemInstruction ?? body.system_instruction))
  const turns = contentsOf(body.contents).flatMap(turnsOf)
  const { maxOutputTokens, stopSequences } = objectIn(body.generationConfig) ?? {}
  return {
    turns: system === '' ? turns : [{ role: 'system', text: system }, ...turns],
    tools: objectsIn(body.tools).flatMap(({ functionDeclarations }) => objectsIn(functionDeclarations).flatMap(tool)),
    toolChoice: toolChoice(objectIn(objectIn(body.toolConfig)?.functionCallingConfig)),
    maxTokens: numberIn(maxOutputTokens),
    stop: Array.isArray(stopSequences) ? stopSequences.filter(stop => typeof stop === 'string') : [],
  }
}

/** The text of one content. */
export function partsText(content: JsonObject | undefined): string {
  return objectsIn(content?.parts)
    .flatMap(part => textIn(part.text) ?? [])
    .join('\n')
}

function contentsOf(contents: unknown): readonly JsonObject[] {
  return Array.isArray(contents) ? objectsIn(contents) : objectsIn([contents])
}

/** A user's content may carry results of functions next to text; they are turns of their own here. */
function turnsOf(content: JsonObject): readonly Turn[] {
  const results = objectsIn(objectsIn(content.parts).map(part => part.functionResponse))
  const text = partsText(content)
  const role = content.role === 'model' ? 'assistant' : 'user'
  return [
    ...results.map(({ response }) => ({ role: 'tool', text: resultText(response) }) as const),
    ...(text === '' && results.length > 0 ? [] : [{ role, text } as const]),
  ]
}

/** A result is an object; what it says is in its values. */
function resultText(response: unknown): string {
  const values = Object.values(objectIn(response) ?? {})
  return values.map(value => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')
}

function tool({ name, description, parameters, parametersJsonSchema }: JsonObject): readonly Tool[] {
  if (typeof name !== 'string') return []
  const schema = objectIn(parametersJsonSchema) ?? objectIn(lowerTypes(parameters, MAX_DEPTH)) ?? {}
  return [{ name, description: textIn(description) ?? '', parameters: schema }]
}

/** Google writes the types of its schemas in capitals. */
function lowerTypes(schema: unknown, depth: number): unknown {
  if (typeof schema !== 'object' || schema === null || depth === 0) return schema
  if (Array.isArray(schema)) return schema.map(item => lowerTypes(item, depth - 1))
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value, depth - 1),
    ]),
  )
}

const MAX_DEPTH = 12

function toolChoice(config: JsonObject | undefined): ToolChoice {
  const allowed = config?.allowedFunctionNames
  switch (config?.mode) {
    case 'NONE':
      return { kind: 'none' }
    case 'ANY':
      return Array.isArray(allowed) && allowed.length === 1
        ? { kind: 'named', name: String(allowed[0]) }
        : { kind: 'required' }
    default:
      return { kind: 'auto' }
  }
}
