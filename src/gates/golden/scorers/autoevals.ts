import { DrillError } from '../../../model/error.ts'
import type { GoldenCase } from '../../../model/golden.ts'
import { nearest } from '../../../model/nearest.ts'
import { textsOf } from '../normal.ts'
import type { Reply } from '../reply.ts'
import type { ScoringMeans } from '../scoring-means.ts'
import { graded, type ScorerOf, type ScorerVerdict, undecided } from './verdict.ts'

/** Scores by a scorer of the autoevals package. Those that ask a model ask the judge of the set, and nobody else. */
export async function byAutoevals(
  scorer: ScorerOf<'autoevals'>,
  one: GoldenCase,
  reply: Reply,
  { judge, load }: ScoringMeans,
): Promise<ScorerVerdict> {
  const library = await load('autoevals', 'package').catch(error => {
    throw new DrillError('NOT_AVAILABLE', `The scorer ${scorer.scorer} needs the package autoevals.`, {
      hint: 'npm i -D autoevals',
      cause: error,
    })
  })
  const score = library[scorer.scorer]
  if (typeof score !== 'function') return undecided(unknownWords(scorer.scorer, Object.keys(library)))
  // Without a judge it would ask whoever the environment names.
  if (judge === undefined && !NEED_NO_MODEL.includes(scorer.scorer)) {
    return undecided(`${scorer.scorer} asks a model: give the golden set a judge`)
  }
  const client =
    judge === undefined
      ? {}
      : {
          openAiBaseUrl: judge.url.replace(/\/chat\/completions\/?$/, ''),
          openAiApiKey: judge.key ?? 'none',
          model: judge.model,
        }
  const said: unknown = await score({
    output: reply.answer,
    expected: expectedFor(one.expected),
    input: one.turns.join('\n'),
    context: reply.sources?.flatMap(({ text }) => text ?? []),
    ...client,
    ...scorer.options,
  })
  const found = (typeof said === 'object' && said !== null ? said : {}) as {
    score?: unknown
    error?: unknown
    metadata?: { rationale?: unknown }
  }
  if (typeof found.score !== 'number' || Number.isNaN(found.score)) {
    return undecided(`${scorer.scorer} gave no score${found.error === undefined ? '' : `: ${String(found.error)}`}`)
  }
  const why = found.metadata?.rationale
  return graded(found.score, typeof why === 'string' ? why : undefined)
}

const NEED_NO_MODEL = [
  'ExactMatch',
  'JSONDiff',
  'Levenshtein',
  'LevenshteinScorer',
  'ListContains',
  'NumericDiff',
  'ValidJSON',
]

/** Its scorers compare numbers with numbers and texts with texts. */
function expectedFor(expected: unknown): unknown {
  return Array.isArray(expected) || typeof expected !== 'object' ? expected : textsOf(expected).join('\n')
}

function unknownWords(name: string, known: readonly string[]): string {
  const scorers = known.filter(each => /^[A-Z]/.test(each))
  const like = nearest(name, scorers)
  return `autoevals has no scorer ${name}${like === undefined ? '' : `; did you mean ${like}?`}`
}
