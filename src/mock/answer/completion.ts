import type { JsonObject } from '../json.ts'

/** What a model said, in no provider's words. */
export interface Completion {
  readonly said: Said
  readonly usage: Usage
  /** The model the answer says it comes from. */
  readonly servedBy: string
}

export type Said =
  | {
      readonly kind: 'text'
      /** The text in the pieces a stream sends it in. */
      readonly pieces: readonly string[]
      readonly finish: 'end' | 'length' | 'stop-sequence'
      readonly stopSequence: string | undefined
    }
  | {
      readonly kind: 'tool-call'
      readonly tool: string
      readonly input: JsonObject
      readonly pieces: readonly string[]
    }
  /** Held back by the provider's own filter: the question at once, or the answer after its beginning. */
  | { readonly kind: 'blocked'; readonly what: 'prompt' | 'answer'; readonly pieces: readonly string[] }
  /** A completion with nothing in it: what a provider sometimes serves and clients seldom expect. */
  | { readonly kind: 'nothing' }

export interface Usage {
  readonly promptTokens: number
  readonly completionTokens: number
}
