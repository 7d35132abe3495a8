import type { GateMoment } from '../../model/gate-names.ts'
import type { GoldenAnswer, GoldenHappening } from '../../model/golden-event.ts'
import type { QualityAt, ScorerMean } from '../../model/quality.ts'
import { latencies } from '../latencies.ts'
import { passPowers } from './pass-powers.ts'

/** Follows one asking of a golden set, case by case. */
export interface AskingFold {
  readonly during: GateMoment
  readonly cases: ReadonlyMap<string, CaseSeen>
  see(answer: GoldenAnswer): void
  finish(event: Extract<GoldenHappening, { type: 'golden.finished' }>, atMs: number): void
  measure(): QualityAt
}

/** What became of one case, over all its repeats. */
export interface CaseSeen {
  readonly id: string
  readonly tenant: string | undefined
  readonly tags: readonly string[]
  readonly weight: number
  readonly asked: number
  readonly scored: number
  readonly passed: number
  readonly scoreSum: number
  readonly undecided: number
  /** Of the last asking. */
  readonly texts: CaseTexts | undefined
}

export interface CaseTexts {
  readonly question: string
  readonly expected: string
  readonly answer: string
  readonly why: string
}

/** Mean score of a case, if every asking of it could be scored. */
export function scoreOf(seen: CaseSeen): number | undefined {
  return seen.undecided > 0 || seen.scored === 0 ? undefined : seen.scoreSum / seen.scored
}

/** Whether it passed more often than not. */
export function hasPassed(seen: CaseSeen): boolean {
  return seen.passed * 2 > seen.scored
}

// The texts of so many cases are kept for the list of flips; numbers are kept of all.
const TEXTS_KEPT = 5000

export function askingFold(
  started: Extract<GoldenHappening, { type: 'golden.started' }>,
  startedMs: number,
): AskingFold {
  const { set, during, hash, repeats } = started
  const cases = new Map<string, CaseSeen>()
  const took = latencies()
  const scorers = new Map<string, { sum: number; scored: number; undecided: number }>()
  let counts = { unanswered: 0, undecided: 0, degraded: 0, told: 0, unsupported: 0 }
  let tokens: number | null = null
  let costUsd: number | null = null
  let endedMs: number | null = null

  const see = (answer: GoldenAnswer): void => {
    cases.set(answer.case, withAnswer(cases.get(answer.case), answer, cases.size < TEXTS_KEPT))
    took.record(answer.tookMs)
    counts = {
      unanswered: counts.unanswered + (answer.state === 'unanswered' ? 1 : 0),
      undecided: counts.undecided + (answer.state === 'undecided' ? 1 : 0),
      degraded: counts.degraded + (answer.mode === undefined ? 0 : 1),
      told: counts.told + (answer.supported === undefined ? 0 : 1),
      unsupported: counts.unsupported + (answer.supported === false ? 1 : 0),
    }
    if (answer.tokens !== undefined) tokens = (tokens ?? 0) + answer.tokens
    if (answer.costUsd !== undefined) costUsd = (costUsd ?? 0) + answer.costUsd
    for (const { scorer, scoreRatio } of answer.said) {
      const sofar = scorers.get(scorer) ?? { sum: 0, scored: 0, undecided: 0 }
      scorers.set(
        scorer,
        scoreRatio === undefined
          ? { ...sofar, undecided: sofar.undecided + 1 }
          : { ...sofar, sum: sofar.sum + scoreRatio, scored: sofar.scored + 1 },
      )
    }
  }
  const measure = (): QualityAt => {
    const all = [...cases.values()]
    const known = all.filter(seen => scoreOf(seen) !== undefined)
    const weight = known.reduce((sum, seen) => sum + seen.weight, 0)
    const mean = (of: (seen: CaseSeen) => number): number | null =>
      weight === 0 ? null : known.reduce((sum, seen) => sum + seen.weight * of(seen), 0) / weight
    return {
      set,
      during,
      startedMs,
      endedMs,
      hash,
      stored: started.stored,
      cases: started.cases,
      asked: all.reduce((sum, seen) => sum + seen.asked, 0),
      unanswered: counts.unanswered,
      undecided: counts.undecided,
      degraded: counts.degraded,
      scoreRatio: mean(seen => scoreOf(seen) ?? 0),
      passRatio: mean(seen => seen.passed / seen.scored),
      passPowerRatios: passPowers(
        known.map(seen => ({ asked: seen.scored, passed: seen.passed, weight: seen.weight })),
        repeats,
      ),
      unsupportedRatio: counts.told === 0 ? null : counts.unsupported / counts.told,
      p50Ms: took.percentile(50),
      p95Ms: took.percentile(95),
      tokens,
      costUsd,
      scorers: [...scorers].map(
        ([scorer, { sum, scored, undecided }]): ScorerMean => ({
          scorer,
          meanRatio: scored === 0 ? null : sum / scored,
          undecided,
        }),
      ),
    }
  }
  return {
    during,
    cases,
    see,
    finish(_event, atMs) {
      endedMs = atMs
    },
    measure,
  }
}

function withAnswer(before: CaseSeen | undefined, answer: GoldenAnswer, keepTexts: boolean): CaseSeen {
  const scored = answer.scoreRatio === undefined ? 0 : 1
  return {
    id: answer.case,
    tenant: answer.tenant,
    tags: answer.tags,
    weight: answer.weight,
    asked: (before?.asked ?? 0) + 1,
    scored: (before?.scored ?? 0) + scored,
    passed: (before?.passed ?? 0) + (answer.passed === true ? 1 : 0),
    scoreSum: (before?.scoreSum ?? 0) + (answer.scoreRatio ?? 0),
    undecided: (before?.undecided ?? 0) + (answer.state === 'undecided' ? 1 : 0),
    texts: keepTexts || before?.texts !== undefined ? textsOf(answer) : undefined,
  }
}

function textsOf({ question, expected, answer, said }: GoldenAnswer): CaseTexts {
  const why = said
    .filter(({ passed }) => passed !== true)
    .map(({ scorer, detail }) => (detail === undefined ? scorer : `${scorer}: ${detail}`))
    .join('; ')
  return { question, expected, answer, why }
}
