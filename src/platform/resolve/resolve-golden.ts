import type { GoldenAsk, GoldenSet, Judge } from '../../model/golden.ts'
import type { Scorer } from '../../model/scorer.ts'
import type { WrittenGolden } from '../schemas/golden-schema.ts'
import type { WrittenScorer } from '../schemas/scorer-schema.ts'
import { ms, resolveRequest } from './resolve-asked.ts'

/** A golden set with all that was left unsaid. */
export function resolveGolden(id: string, written: WrittenGolden): GoldenSet {
  return {
    id,
    casesFile: written.cases,
    ask: resolveAsk(written.ask),
    scorers: written.scorers.map(resolveScorer),
    concurrency: written.concurrency ?? 8,
    perSecond: perSecond(written.rate),
    repeats: written.repeats ?? 1,
    judge: written.judge && resolveJudge(written.judge),
    baselineFile: written.baseline,
    version: written.version,
  }
}

function resolveAsk(written: WrittenGolden['ask']): GoldenAsk {
  return {
    request: resolveRequest(written.request),
    status: written.status ?? 200,
    timeoutMs: ms(written.timeout, 10_000),
    at: {
      answer: written.answer ?? '$.answer',
      sources: written.sources,
      tools: written.tools,
      mode: written.mode,
      tokens: written.tokens,
      costUsd: written.cost,
      conversation: written.conversation,
    },
    stream: written.stream && { delta: written.stream.delta, done: written.stream.done ?? '[DONE]' },
  }
}

function resolveJudge(written: NonNullable<WrittenGolden['judge']>): Judge {
  return {
    url: written.url,
    model: written.model,
    key: written.key,
    component: written.component,
    attempts: written.attempts ?? 3,
    timeoutMs: ms(written.timeout, 30_000),
  }
}

function perSecond(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  return Number.parseFloat(written) / (written.endsWith('/m') ? 60 : 1)
}

/** A scorer with all that was left unsaid. */
export function resolveScorer(written: WrittenScorer): Scorer {
  const frame = {
    name: written.name ?? nameOf(written),
    weight: written.weight ?? 1,
    passRatio: written.pass ?? (GRADED.includes(written.kind) ? 0.5 : 1),
  }
  switch (written.kind) {
    case 'contains':
      return { ...frame, kind: 'contains', texts: listOf(written.texts), exactly: written.exactly ?? false }
    case 'lacks':
      return { ...frame, kind: 'lacks', texts: listOf(written.texts), exactly: written.exactly ?? false }
    case 'equals':
      return { ...frame, kind: 'equals', value: written.value, exactly: written.exactly ?? false }
    case 'regex':
      return { ...frame, kind: 'regex', pattern: written.pattern, flags: written.flags ?? '' }
    case 'json-schema':
      return { ...frame, kind: 'json-schema', schema: written.schema }
    case 'numeric':
      return { ...frame, kind: 'numeric', toleranceRatio: written.tolerance ?? 0 }
    case 'retrieval':
      return { ...frame, kind: 'retrieval', metric: written.metric, first: written.first ?? 5 }
    case 'refusal':
      return { ...frame, kind: 'refusal', refuses: written.refuses }
    case 'language':
      return { ...frame, kind: 'language', language: written.language }
    case 'guardrail':
      return { ...frame, kind: 'guardrail', forbidden: written.forbidden }
    case 'latency':
      return { ...frame, kind: 'latency', withinMs: ms(written.within, 0) }
    case 'tokens':
      return { ...frame, kind: 'tokens', most: written.most }
    case 'cost':
      return { ...frame, kind: 'cost', mostUsd: written.most }
    case 'judge':
      return { ...frame, kind: 'judge', criteria: written.criteria }
    case 'autoevals':
      return { ...frame, kind: 'autoevals', scorer: written.scorer, options: written.options ?? {} }
    case 'file':
      return { ...frame, kind: 'file', file: written.file, function: written.function ?? 'score' }
    default:
      return { ...frame, kind: written.kind }
  }
}

/** What gives part of the score for part of the answer. */
const GRADED: readonly string[] = ['list', 'levenshtein', 'retrieval', 'judge', 'autoevals', 'file']

function nameOf(written: WrittenScorer): string {
  if (written.kind === 'autoevals') return written.scorer
  return written.kind === 'retrieval' ? written.metric : written.kind
}

function listOf(texts: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof texts === 'string' ? [texts] : texts
}
