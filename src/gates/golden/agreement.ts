import type { GoldenCase } from '../../model/golden.ts'
import type { Scorer } from '../../model/scorer.ts'
import { score } from './score.ts'
import type { ScoringMeans } from './scoring-means.ts'

/** How often a judge came to the same side of its own mark as people did. */
export interface Agreement {
  readonly labels: number
  readonly agreed: number
  readonly undecided: number
}

/** Lets a judge score the answers that people have scored before. */
export async function agreementOf(
  judge: Scorer,
  cases: readonly GoldenCase[],
  means: ScoringMeans,
): Promise<Agreement> {
  let [labels, agreed, undecided] = [0, 0, 0]
  for (const one of cases) {
    for (const { answer, scoreRatio: said } of one.labelled) {
      means.signal.throwIfAborted()
      const { scoreRatio } = await score([judge], one, { ...NOTHING_ELSE, answer }, means)
      labels++
      if (scoreRatio === undefined) undecided++
      else if (scoreRatio >= judge.passRatio === said >= judge.passRatio) agreed++
    }
  }
  return { labels, agreed, undecided }
}

const NOTHING_ELSE = {
  sources: undefined,
  tools: undefined,
  mode: undefined,
  tokens: undefined,
  costUsd: undefined,
  tookMs: 0,
} as const
