import type { GoldenCase } from '../../model/golden.ts'
import type { AnswerState, ScorerSaid } from '../../model/golden-event.ts'
import type { Scorer, ScorerKind } from '../../model/scorer.ts'
import type { Reply } from './reply.ts'
import { byAutoevals } from './scorers/autoevals.ts'
import { byFunction } from './scorers/by-function.ts'
import * as conduct from './scorers/conduct.ts'
import { byJudge } from './scorers/judge.ts'
import * as sources from './scorers/sources.ts'
import * as texts from './scorers/texts.ts'
import { type Score, type ScorerVerdict, undecided } from './scorers/verdict.ts'
import type { ScoringMeans } from './scoring-means.ts'

/** What all scorers together say of one answer. */
export interface Scored {
  readonly state: AnswerState
  readonly scoreRatio: number | undefined
  readonly passed: boolean | undefined
  readonly said: readonly ScorerSaid[]
}

/** Scores one answer. If one scorer cannot tell, nobody knows how good it was: then there is no score at all. */
export async function score(
  scorers: readonly Scorer[],
  one: GoldenCase,
  reply: Reply,
  means: ScoringMeans,
): Promise<Scored> {
  const said: ScorerSaid[] = []
  let sum = 0
  let weight = 0
  for (const scorer of scorers) {
    const verdict = await verdictOf(scorer, one, reply, means).catch(error =>
      undecided(error instanceof Error ? error.message : String(error)),
    )
    if (verdict.kind === 'not-applicable') continue
    const scoreRatio = verdict.kind === 'score' ? verdict.ratio : undefined
    const passed = scoreRatio === undefined ? undefined : scoreRatio >= scorer.passRatio
    said.push({ scorer: scorer.name, scoreRatio, passed, detail: verdict.detail?.slice(0, 300) })
    sum += (scoreRatio ?? 0) * scorer.weight
    weight += scorer.weight
  }
  if (weight === 0) return { state: 'undecided', scoreRatio: undefined, passed: undefined, said: [NOBODY] }
  if (said.some(({ scoreRatio }) => scoreRatio === undefined)) {
    return { state: 'undecided', scoreRatio: undefined, passed: undefined, said }
  }
  return { state: 'scored', scoreRatio: sum / weight, passed: said.every(({ passed }) => passed === true), said }
}

const NOBODY: ScorerSaid = {
  scorer: 'none',
  scoreRatio: undefined,
  passed: undefined,
  detail: 'no scorer of the set has anything to say about this case',
}

/** Scorers that need nothing but the answer: one for every kind, a missing kind does not compile. */
type PlainKind = Exclude<ScorerKind, 'judge' | 'autoevals' | 'file'>
const PLAIN: { readonly [K in PlainKind]: Score<K> } = {
  contains: texts.contains,
  lacks: texts.lacks,
  equals: texts.equals,
  regex: texts.regex,
  'json-schema': texts.jsonSchema,
  'valid-json': texts.validJson,
  numeric: texts.numeric,
  list: texts.list,
  levenshtein: texts.levenshtein,
  retrieval: sources.retrieval,
  citation: sources.citation,
  supported: sources.supported,
  refusal: conduct.refusal,
  language: conduct.language,
  pii: conduct.pii,
  guardrail: texts.guardrail,
  'tool-call': conduct.toolCall,
  latency: conduct.latency,
  tokens: conduct.tokens,
  cost: conduct.cost,
}

async function verdictOf(scorer: Scorer, one: GoldenCase, reply: Reply, means: ScoringMeans): Promise<ScorerVerdict> {
  switch (scorer.kind) {
    case 'judge':
      return byJudge(scorer, one, reply, means)
    case 'autoevals':
      return byAutoevals(scorer, one, reply, means)
    case 'file':
      return byFunction(scorer, one, reply, means)
    default:
      return (PLAIN[scorer.kind] as (scorer: Scorer, one: GoldenCase, reply: Reply) => ScorerVerdict)(
        scorer,
        one,
        reply,
      )
  }
}
