import type { Conversation, ToolChoice, Turn } from '../../answer/conversation.ts'
import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../json.ts'

/** What an Anthropic request says, in no provider's words. */
export function anthropicConversation(body: JsonObject): Conversation {
  const system = blocksText(body.system)
  const turns = objectsIn(body.messages).flatMap(turnsOf)
  return {
    turns: system === '' ? turns : [{ role: 'system', text: system }, ...turns],
    tools: objectsIn(body.tools).flatMap(tool => {
      const name = textIn(tool.name)
      if (name === undefined) return []
      return [{ name, description: textIn(tool.description) ?? '', parameters: objectIn(tool.input_schema) ?? {} }]
    }),
    toolChoice: toolChoice(objectIn(body.tool_choice)),
    maxTokens: numberIn(body.max_tokens),
    stop: Array.isArray(body.stop_sequences) ? body.stop_sequences.filter(stop => typeof stop === 'string') : [],
  }
}

/** A user turn may carry results of tools next to text; they are turns of their own here. */
function turnsOf({ role: from, content }: JsonObject): readonly Turn[] {
  const role = from === 'assistant' ? 'assistant' : 'user'
  const results = objectsIn(content).filter(block => block.type === 'tool_result')
  const text = blocksText(content)
  return [
    ...results.map(block => ({ role: 'tool', text: blocksText(block.content) }) as const),
    ...(text === '' && results.length > 0 ? [] : [{ role, text } as const]),
  ]
}

function blocksText(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsIn(content)
    .flatMap(block => textIn(block.text) ?? [])
    .join('\n')
}

function toolChoice(choice: JsonObject | undefined): ToolChoice {
  switch (choice?.type) {
    case 'none':
      return { kind: 'none' }
    case 'any':
      return { kind: 'required' }
    case 'tool':
      return { kind: 'named', name: String(choice.name) }
    default:
      return { kind: 'auto' }
  }
}
