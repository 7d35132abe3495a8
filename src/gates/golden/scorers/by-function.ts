import type { GoldenCase } from '../../../model/golden.ts'
import type { Reply } from '../reply.ts'
import type { ScoringMeans } from '../scoring-means.ts'
import { graded, type ScorerOf, type ScorerVerdict, undecided } from './verdict.ts'

/** Scores by a function of the user's own: `({ answer, expected, input, case, reply }) => number | boolean | { score, detail }`. */
export async function byFunction(
  scorer: ScorerOf<'file'>,
  one: GoldenCase,
  reply: Reply,
  { load }: ScoringMeans,
): Promise<ScorerVerdict> {
  const module = await load(scorer.file, 'file')
  const score = module[scorer.function]
  if (typeof score !== 'function') return undecided(`${scorer.file} exports no function ${scorer.function}`)
  const input = one.turns.at(-1) ?? ''
  const said: unknown = await score({ answer: reply.answer, expected: one.expected, input, case: one, reply })
  const found =
    typeof said === 'object' && said !== null ? (said as { score?: unknown; detail?: unknown }) : { score: said }
  const ratio = typeof found.score === 'boolean' ? Number(found.score) : found.score
  if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
    return undecided(
      `${scorer.function} of ${scorer.file} gave ${JSON.stringify(said)}, which is no number from 0 to 1`,
    )
  }
  return graded(ratio, 'detail' in found && typeof found.detail === 'string' ? found.detail : undefined)
}
