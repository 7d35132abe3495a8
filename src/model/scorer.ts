/** The ways in which an answer can be scored. */
export const SCORER_KINDS = [
  'contains',
  'lacks',
  'equals',
  'regex',
  'json-schema',
  'valid-json',
  'numeric',
  'list',
  'levenshtein',
  'retrieval',
  'citation',
  'supported',
  'refusal',
  'language',
  'pii',
  'guardrail',
  'tool-call',
  'latency',
  'tokens',
  'cost',
  'judge',
  'autoevals',
  'file',
] as const
export type ScorerKind = (typeof SCORER_KINDS)[number]

/** By what sources are judged. */
export const RETRIEVAL_METRICS = ['recall', 'mrr', 'ndcg'] as const
export type RetrievalMetric = (typeof RETRIEVAL_METRICS)[number]

/** One way to score an answer, from 0 to 1. A case passes if every scorer is at or above its `passRatio`. */
export type Scorer = ScorerFrame &
  (
    | { readonly kind: 'contains'; readonly texts: readonly string[] | undefined; readonly exactly: boolean }
    | { readonly kind: 'lacks'; readonly texts: readonly string[] | undefined; readonly exactly: boolean }
    | { readonly kind: 'equals'; readonly value: unknown; readonly exactly: boolean }
    | { readonly kind: 'regex'; readonly pattern: string; readonly flags: string }
    | { readonly kind: 'json-schema'; readonly schema: unknown }
    | { readonly kind: 'valid-json' }
    | { readonly kind: 'list' }
    | { readonly kind: 'levenshtein' }
    | { readonly kind: 'citation' }
    | { readonly kind: 'supported' }
    | { readonly kind: 'pii' }
    | { readonly kind: 'tool-call' }
    | { readonly kind: 'numeric'; readonly toleranceRatio: number }
    | { readonly kind: 'retrieval'; readonly metric: RetrievalMetric; readonly first: number }
    | { readonly kind: 'refusal'; readonly refuses: boolean | undefined }
    | { readonly kind: 'language'; readonly language: string }
    | { readonly kind: 'guardrail'; readonly forbidden: readonly string[] }
    | { readonly kind: 'latency'; readonly withinMs: number }
    | { readonly kind: 'tokens'; readonly most: number }
    | { readonly kind: 'cost'; readonly mostUsd: number }
    | { readonly kind: 'judge'; readonly criteria: string }
    | { readonly kind: 'autoevals'; readonly scorer: string; readonly options: Readonly<Record<string, unknown>> }
    /** A function of the user's own, as seen from the platform's folder. */
    | { readonly kind: 'file'; readonly file: string; readonly function: string }
  )

export interface ScorerFrame {
  readonly name: string
  readonly weight: number
  readonly passRatio: number
}
