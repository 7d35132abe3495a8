/** The kinds of damage to what a model provider says, rather than to the line it says it on. Only a mock can be told to. */
export const PROVIDER_FAULT_KINDS = [
  'provider.status',
  'provider.degrade',
  'provider.stall',
  'provider.truncate',
  'provider.model-gone',
  'provider.wrong-model',
  'provider.contract',
] as const

/** How answers get worse: those of a weaker model, with foreign words in them, or plausible and untrue. */
export const DEGRADATIONS = ['weaker', 'garbled', 'untrue'] as const
export type Degradation = (typeof DEGRADATIONS)[number]

/** What a model provider does wrong. Requests draw their lots one by one. */
export type ProviderFault = ErrorAnswer | WorseAnswer

/** It says that it cannot answer. */
export interface ErrorAnswer {
  readonly kind: 'provider.status'
  readonly status: number
  readonly shareRatio: number
  readonly retryAfterMs: number | undefined
}

/** It answers, though not as it should. */
export type WorseAnswer = {
  readonly shareRatio: number
  /** Only requests for this model; every one's if not given. */
  readonly model: string | undefined
} & (
  | {
      readonly kind: 'provider.degrade'
      readonly how: Degradation
      /** How long it takes until the whole share is hit: nobody notices what sets in slowly. */
      readonly overMs: number
    }
  /** Accepts the question and says nothing more, not even the first word. */
  | { readonly kind: 'provider.stall' }
  /** Ends properly, too early. */
  | { readonly kind: 'provider.truncate'; readonly afterChunks: number }
  /** The model is no longer there. */
  | { readonly kind: 'provider.model-gone' }
  /** Another model answers. */
  | { readonly kind: 'provider.wrong-model'; readonly instead: string; readonly admitted: boolean }
  /** A parameter that was fine until yesterday is refused. */
  | { readonly kind: 'provider.contract'; readonly parameter: string }
)
