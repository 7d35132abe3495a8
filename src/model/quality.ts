import type { GateMoment } from './gate-names.ts'
import type { Verdict } from './verdict.ts'

/** How good the answers were: before, during and after the damage, and what may be said of the difference. */
export interface QualityMeasure {
  readonly set: string
  readonly baseline: QualityAt | null
  readonly during: QualityAt | null
  /** The last asking after the recovery: once the platform was back by itself, else once all was put back. */
  readonly after: QualityAt | null
  readonly moments: readonly QualityAt[]
  readonly comparisons: readonly QualityComparison[]
  /** When quality was back, by the few cases that were asked all the time. */
  readonly rto: QualityRto | null
  readonly agreements: readonly JudgeAgreement[]
}

/** One asking of a whole set. */
export interface QualityAt {
  readonly set: string
  readonly during: GateMoment
  readonly startedMs: number
  readonly endedMs: number | null
  readonly hash: string
  /** From a stored baseline rather than from this drill. */
  readonly stored: boolean
  readonly cases: number
  readonly asked: number
  readonly unanswered: number
  readonly undecided: number
  readonly degraded: number
  /** Mean score, by weight. */
  readonly scoreRatio: number | null
  /** The share of cases that passed, by weight. */
  readonly passRatio: number | null
  /** The chance that a case passes once, twice … so many times in a row. */
  readonly passPowerRatios: readonly number[]
  /** The share of answers that the returned sources do not bear out. */
  readonly unsupportedRatio: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly tokens: number | null
  readonly costUsd: number | null
  readonly scorers: readonly ScorerMean[]
}

export interface ScorerMean {
  readonly scorer: string
  readonly meanRatio: number | null
  readonly undecided: number
}

/** The same cases asked at two moments, case by case. */
export interface QualityComparison {
  readonly set: string
  readonly during: GateMoment
  readonly marginRatio: number
  readonly pairs: number
  readonly undecided: number
  /** Positive is better than before. */
  readonly differenceRatio: number | null
  readonly lowRatio: number | null
  readonly highRatio: number | null
  /** Cases that passed only after, and only before. */
  readonly gained: number
  readonly lost: number
  /** How likely flips so one-sided are by chance alone (exact McNemar). */
  readonly chanceRatio: number | null
  readonly verdict: Verdict
  readonly detail: string
  /** How many cases would settle it, where these cannot. */
  readonly enough: number | null
  readonly slices: readonly QualitySlice[]
  readonly flips: readonly QualityFlip[]
  readonly flipsOmitted: number
}

/** The cases of one tag or tenant. */
export interface QualitySlice {
  readonly of: 'tag' | 'tenant'
  readonly name: string
  readonly pairs: number
  readonly beforeRatio: number
  readonly afterRatio: number
  readonly differenceRatio: number
  readonly lowRatio: number
  readonly highRatio: number
}

/** A case that passed before and no longer does, or the other way round. */
export interface QualityFlip {
  readonly case: string
  readonly tenant: string | null
  readonly tags: readonly string[]
  readonly way: 'lost' | 'gained'
  readonly question: string
  readonly expected: string
  readonly before: string
  readonly after: string
  readonly why: string
}

/** What can be said of answers, held against those before. */
export const QUALITY_STATES = ['never-worse', 'restored', 'still-worse', 'not-measured'] as const
export type QualityState = (typeof QUALITY_STATES)[number]

export interface QualityRto {
  readonly state: QualityState
  readonly cases: number
  readonly everyMs: number
  readonly samples: number
  /** From t0 until the score was back inside the baseline's interval. A duration. */
  readonly restoredMs: number | null
  readonly precisionMs: number | null
  readonly baselineRatio: number | null
  readonly lowRatio: number | null
  readonly worstRatio: number | null
}

/** How often a judge said what people had said. */
export interface JudgeAgreement {
  readonly scorer: string
  readonly labels: number
  readonly agreed: number
  readonly undecided: number
}
