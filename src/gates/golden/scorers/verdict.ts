import type { GoldenCase } from '../../../model/golden.ts'
import type { Scorer, ScorerKind } from '../../../model/scorer.ts'
import type { Reply } from '../reply.ts'

/** What a scorer says of an answer: a score, that it could not tell, or that it has nothing to say about this case. */
export type ScorerVerdict =
  | { readonly kind: 'score'; readonly ratio: number; readonly detail?: string | undefined }
  | { readonly kind: 'undecided'; readonly detail: string }
  | { readonly kind: 'not-applicable' }

export type ScorerOf<K extends ScorerKind> = Extract<Scorer, { kind: K }>

/** Scores one answer to one case. */
export type Score<K extends ScorerKind> = (scorer: ScorerOf<K>, one: GoldenCase, reply: Reply) => ScorerVerdict

/** Right or wrong, and what was wrong. */
export function rightOrWrong(isRight: boolean, detail: string): ScorerVerdict {
  return isRight ? { kind: 'score', ratio: 1 } : { kind: 'score', ratio: 0, detail }
}

/** A score, kept between 0 and 1. */
export function graded(ratio: number, detail?: string): ScorerVerdict {
  return { kind: 'score', ratio: Math.min(1, Math.max(0, ratio)), detail }
}

/** Nobody can tell. */
export function undecided(detail: string): ScorerVerdict {
  return { kind: 'undecided', detail }
}

/** This scorer has nothing to say about such a case. */
export const NOT_APPLICABLE: ScorerVerdict = { kind: 'not-applicable' }
