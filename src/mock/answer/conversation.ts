import type { JsonObject } from '../json.ts'

/** What was said so far, in no provider's words. */
export interface Conversation {
  readonly turns: readonly Turn[]
  readonly tools: readonly Tool[]
  readonly toolChoice: ToolChoice
  readonly maxTokens: number | undefined
  readonly stop: readonly string[]
}

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
}

/** A function the model may ask for; `parameters` is its JSON Schema. */
export interface Tool {
  readonly name: string
  readonly description: string
  readonly parameters: JsonObject
}

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'named'; readonly name: string }
