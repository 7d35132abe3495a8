import type { Conversation, Tool, ToolChoice, Turn } from '../../answer/conversation.ts'
import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../json.ts'

/** What a request to converse says, in no provider's words. */
export function bedrockConversation(body: JsonObject): Conversation {
  const system = blocksText(body.system)
  const turns = objectsIn(body.messages).flatMap(turnsOf)
  const { tools, toolChoice } = objectIn(body.toolConfig) ?? {}
  const { maxTokens, max_new_tokens: maxNewTokens, stopSequences } = objectIn(body.inferenceConfig) ?? {}
  return {
    turns: system === '' ? turns : [{ role: 'system', text: system }, ...turns],
    tools: objectsIn(objectsIn(tools).map(each => each.toolSpec)).flatMap(toolOf),
    toolChoice: choiceOf(objectIn(toolChoice)),
    maxTokens: numberIn(maxTokens) ?? numberIn(maxNewTokens),
    stop: Array.isArray(stopSequences) ? stopSequences.filter(stop => typeof stop === 'string') : [],
  }
}

/** A user turn may carry results of tools next to text; they are turns of their own here. */
function turnsOf({ role: from, content }: JsonObject): readonly Turn[] {
  const role = from === 'assistant' ? 'assistant' : 'user'
  const results = objectsIn(objectsIn(content).map(block => block.toolResult))
  const text = blocksText(content)
  return [
    ...results.map(result => ({ role: 'tool', text: blocksText(result.content) }) as const),
    ...(text === '' && results.length > 0 ? [] : [{ role, text } as const]),
  ]
}

function blocksText(blocks: unknown): string {
  return objectsIn(blocks)
    .flatMap(({ text, json }) => textIn(text) ?? (json === undefined ? [] : JSON.stringify(json)))
    .join('\n')
}

function toolOf({ name, description, inputSchema }: JsonObject): readonly Tool[] {
  if (typeof name !== 'string') return []
  const parameters = objectIn(objectIn(inputSchema)?.json) ?? {}
  return [{ name, description: textIn(description) ?? '', parameters }]
}

function choiceOf(choice: JsonObject | undefined): ToolChoice {
  const name = textIn(objectIn(choice?.tool)?.name)
  if (name !== undefined) return { kind: 'named', name }
  return choice?.any === undefined ? { kind: 'auto' } : { kind: 'required' }
}
