import type { Reply } from '../../../src/gates/golden/reply.ts'
import type { ScoringMeans } from '../../../src/gates/golden/scoring-means.ts'
import { verdictStore } from '../../../src/gates/golden/verdict-store.ts'
import type { GoldenCase, GoldenSet } from '../../../src/model/golden.ts'
import type { Scorer } from '../../../src/model/scorer.ts'
import { resolveScorer } from '../../../src/platform/resolve/resolve-golden.ts'
import type { WrittenScorer } from '../../../src/platform/schemas/scorer-schema.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { nodeWorld } from '../../../src/world/node.ts'

// The plainest possible case, set and answer. Tests say only what matters to them.

export function caseWith(change: Partial<GoldenCase> = {}): GoldenCase {
  return {
    id: 'returns',
    tenant: undefined,
    turns: ['How long do I have to return an item?'],
    expected: '30 days',
    sources: [],
    tools: [],
    refuses: undefined,
    tags: [],
    weight: 1,
    scorers: undefined,
    labelled: [],
    ...change,
  }
}

export function replyWith(change: Partial<Reply> = {}): Reply {
  return {
    answer: 'You have 30 days.',
    sources: undefined,
    tools: undefined,
    mode: undefined,
    tokens: undefined,
    costUsd: undefined,
    tookMs: 100,
    ...change,
  }
}

export function scorer(written: WrittenScorer): Scorer {
  return resolveScorer(written)
}

export function setWith(change: Partial<GoldenSet> = {}): GoldenSet {
  return {
    id: 'support',
    casesFile: 'support.jsonl',
    ask: {
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:9/ask',
        headers: { 'content-type': 'application/json' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: each case fills it in
        body: '{"question":"${case.input}"}',
      },
      status: 200,
      timeoutMs: 2000,
      at: {
        answer: '$.answer',
        sources: '$.sources',
        tools: '$.tools',
        mode: '$.degraded',
        tokens: '$.tokens',
        costUsd: '$.cost',
        conversation: '$.conversation',
      },
      stream: undefined,
    },
    scorers: [scorer({ kind: 'contains' })],
    concurrency: 4,
    perSecond: undefined,
    repeats: 1,
    judge: undefined,
    baselineFile: undefined,
    version: undefined,
    ...change,
  }
}

export async function meansWith(change: Partial<ScoringMeans> = {}): Promise<ScoringMeans> {
  return {
    world: nodeWorld(),
    judge: undefined,
    verdicts: await verdictStore(fakeFiles()),
    load: async () => ({}),
    signal: new AbortController().signal,
    ...change,
  }
}
