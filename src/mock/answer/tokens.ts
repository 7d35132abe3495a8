import type { Conversation } from './conversation.ts'

/** Cuts text into the pieces a stream sends: words and parts of long words, each with the space before it. */
export function tokenPieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,8}|\s+/gu) ?? []
}

/** About how many tokens a conversation costs: four characters each, and three to frame every turn. */
export function promptTokens(conversation: Conversation): number {
  const turns = conversation.turns.reduce((sum, turn) => sum + 3 + Math.ceil(turn.text.length / 4), 0)
  const tools = conversation.tools.reduce((sum, tool) => sum + Math.ceil(JSON.stringify(tool).length / 4), 0)
  return turns + tools
}
