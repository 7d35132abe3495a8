/** A request a journey, a smoke check or a signal makes. Every value is already filled in. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Why no whole answer came. */
export const HTTP_FAILURES = ['refused', 'reset', 'timeout', 'truncated', 'unreachable'] as const
export type HttpFailure = (typeof HTTP_FAILURES)[number]

/** What came back: a whole answer, or one reason why not. Never an exception: a failed request is data here. */
export type HttpOutcome =
  | {
      readonly kind: 'reply'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  | { readonly kind: 'failed'; readonly reason: HttpFailure; readonly detail: string }

/** What one value inside a JSON answer must be. */
export type JsonRule =
  | { readonly kind: 'equals'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'contains'; readonly path: string; readonly text: string }
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }

/** What makes an answer right. */
export interface Good {
  readonly status: number
  readonly withinMs: number
  readonly json: readonly JsonRule[]
  /** What its headers say, by their names in small letters. */
  readonly headers?: readonly JsonRule[]
  /** The JSON Schema that its body keeps to. */
  readonly schema?: Readonly<Record<string, unknown>>
}
