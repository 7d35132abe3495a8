import type { GateMoment } from './gate-names.ts'

/** What became of one question: an answer with a score, no answer, or an answer that nobody could judge. */
export const ANSWER_STATES = ['scored', 'unanswered', 'undecided'] as const
export type AnswerState = (typeof ANSWER_STATES)[number]

/** What one scorer said. Without a score it could not tell. */
export interface ScorerSaid {
  readonly scorer: string
  readonly scoreRatio: number | undefined
  readonly passed: boolean | undefined
  readonly detail: string | undefined
}

/** One question asked once. Long texts are cut and end in `…`; their whole lengths are beside them. */
export interface GoldenAnswer {
  readonly set: string
  readonly during: GateMoment
  readonly case: string
  /** Counts from 1. */
  readonly repeat: number
  readonly tenant: string | undefined
  readonly tags: readonly string[]
  readonly weight: number
  readonly state: AnswerState
  readonly scoreRatio: number | undefined
  readonly passed: boolean | undefined
  readonly said: readonly ScorerSaid[]
  readonly startedMs: number
  readonly tookMs: number
  readonly question: string
  readonly expected: string
  readonly answer: string
  readonly answerCharacters: number
  readonly mode: string | undefined
  readonly tokens: number | undefined
  readonly costUsd: number | undefined
  /** Whether the returned sources bear the answer out; unknown where none came back. */
  readonly supported: boolean | undefined
  readonly unsupported: string | undefined
}

/** What happens while a golden set is asked. */
export type GoldenHappening =
  | {
      readonly type: 'golden.started'
      readonly set: string
      readonly during: GateMoment
      readonly cases: number
      readonly repeats: number
      readonly hash: string
      /** From a stored baseline rather than asked now. */
      readonly stored: boolean
    }
  | ({ readonly type: 'golden.answered' } & GoldenAnswer)
  | {
      readonly type: 'golden.finished'
      readonly set: string
      readonly during: GateMoment
      readonly startedMs: number
      readonly asked: number
      readonly notAsked: number
      /** Why the rest was not asked; nothing if all was. */
      readonly why: string | undefined
    }
  | {
      readonly type: 'golden.sampled'
      readonly set: string
      readonly case: string
      readonly dueMs: number
      readonly tookMs: number
      readonly state: AnswerState
      readonly scoreRatio: number | undefined
    }
  | {
      readonly type: 'golden.agreement'
      readonly set: string
      readonly scorer: string
      readonly labels: number
      readonly agreed: number
      readonly undecided: number
    }
