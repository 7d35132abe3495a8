import type { DrillMeasures } from '../../src/model/measures.ts'
import type { QualityAt } from '../../src/model/quality.ts'

const asking: QualityAt = {
  set: 'support',
  during: 'baseline',
  startedMs: 2000,
  endedMs: 3000,
  hash: 'h',
  stored: false,
  cases: 60,
  asked: 60,
  unanswered: 0,
  undecided: 0,
  degraded: 0,
  scoreRatio: 0.95,
  passRatio: 0.95,
  passPowerRatios: [0.95],
  unsupportedRatio: null,
  p50Ms: 80,
  p95Ms: 140,
  tokens: null,
  costUsd: null,
  scorers: [],
}
const after: QualityAt = { ...asking, during: 'recovered', unanswered: 2, degraded: 7, scoreRatio: 0.9, passRatio: 0.9 }

/** Measures as they are when a golden set, a runbook and stores took part as well. */
export function withMore(measures: DrillMeasures, text = 'A text'): DrillMeasures {
  const flip = {
    case: text,
    tenant: text,
    tags: [text],
    question: text,
    expected: text,
    before: text,
    after: text,
    why: text,
  }
  return {
    ...measures,
    quality: {
      set: text,
      baseline: asking,
      during: null,
      after,
      moments: [asking, after],
      comparisons: [
        {
          set: 'support',
          during: 'recovered',
          marginRatio: 0.05,
          pairs: 58,
          undecided: 2,
          differenceRatio: -0.05,
          lowRatio: -0.09,
          highRatio: -0.01,
          gained: 0,
          lost: 1,
          chanceRatio: 1,
          verdict: 'inconclusive',
          detail: text,
          enough: 200,
          slices: [],
          flips: [{ ...flip, way: 'lost' }],
          flipsOmitted: 3,
        },
      ],
      rto: null,
      agreements: [{ scorer: text, labels: 20, agreed: 18, undecided: 0 }],
    },
    runbook: {
      file: text,
      title: text,
      outcome: 'failed',
      detail: text,
      startedMs: 6000,
      durationMs: 900,
      steps: [
        {
          title: text,
          owner: text,
          outcome: 'timed-out',
          durationMs: 400,
          boxMs: 300,
          detail: text,
          decisions: [{ question: text, answer: text, by: 'person' }],
        },
      ],
    },
    restore: [
      {
        component: text,
        into: 'place',
        restores: 1,
        rows: 1200,
        bytes: 5_000_000,
        rowRate: { perSecond: 600, lowPerSecond: null, highPerSecond: null },
        byteRate: { perSecond: 2_500_000, lowPerSecond: null, highPerSecond: null },
        largest: { bytes: 100_000_000_000, durationMs: 40_000_000, lowMs: null, highMs: null },
      },
    ],
    integrity: [
      { component: text, during: 'recovered', checks: [{ check: 'counts', verdict: 'failed', detail: text }] },
    ],
  }
}
