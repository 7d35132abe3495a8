import type { Comparison } from './comparison.ts'
import type { Good, HttpRequest } from './http.ts'

/** The kinds of things that can be asked again and again. `src/probes/ask` holds one file for each. */
export const JOURNEY_KINDS = ['http', 'stream', 'steps', 'prometheus', 'sql', 'tcp', 'command'] as const
export type JourneyKind = (typeof JOURNEY_KINDS)[number]

/** Something that is asked, and what makes the answer right. Every kind of answer has a time after which it is too late. */
export type Question =
  | HttpQuestion
  | {
      readonly kind: 'stream'
      readonly request: HttpRequest
      readonly good: StreamGood
      readonly modeAt: string | undefined
    }
  | {
      readonly kind: 'steps'
      readonly steps: readonly Step[]
      readonly good: { readonly withinMs: number }
      readonly modeAt: string | undefined
    }
  | { readonly kind: 'prometheus'; readonly request: HttpRequest; readonly good: ValueGood }
  | { readonly kind: 'sql'; readonly connect: string; readonly query: string; readonly good: ValueGood }
  | { readonly kind: 'tcp'; readonly address: string; readonly say: string; readonly good: TextGood }
  | { readonly kind: 'command'; readonly run: string; readonly cwd: string; readonly good: ExitGood }

export interface HttpQuestion {
  readonly kind: 'http'
  readonly request: HttpRequest
  readonly good: Good
  /** Where the answer says that it was made in a degraded mode, e.g. `$.degraded`. */
  readonly modeAt: string | undefined
}

/** An answer that comes in pieces: server-sent events. */
export interface StreamGood {
  readonly status: number
  readonly withinMs: number
  /** After this time a first piece is too late. */
  readonly firstWithinMs: number
  /** What an answer that is whole ends with: one that just ends is cut short, whatever its status. */
  readonly ends: string
  /** Where, inside the JSON of an event, a piece of the text is; undefined: whatever an event says is text. */
  readonly textAt: string | undefined
  /** What all pieces together must contain. */
  readonly contains: string | undefined
}

/** One of several requests in a row. What it captures stands in later ones as `${captured.NAME}`. */
export interface Step {
  readonly request: HttpRequest
  readonly good: Good
  readonly captures: readonly Capture[]
}

/** A value of an answer, by the name under which later requests have it, and where it stands. */
export interface Capture {
  readonly name: string
  readonly at: string
}

/** A number, or a text, that must be what it should. */
export interface ValueGood {
  readonly withinMs: number
  readonly value: ValueRule | undefined
  /** How many rows there must be. */
  readonly rows: ValueRule | undefined
}

/** What a value must be: so to a number, or exactly a text. */
export type ValueRule =
  | { readonly kind: 'compare'; readonly by: Comparison; readonly than: number }
  | { readonly kind: 'is'; readonly text: string }

export interface TextGood {
  readonly withinMs: number
  /** What must come back; undefined: that somebody listens is enough. */
  readonly answer: string | undefined
}

export interface ExitGood {
  readonly withinMs: number
  readonly exit: number
  readonly output: string | undefined
}

/** Every request that asking makes: none, where it is not asked over HTTP. */
export function requestsOf(question: Question): readonly HttpRequest[] {
  if (question.kind === 'steps') return question.steps.map(step => step.request)
  return 'request' in question ? [question.request] : []
}
