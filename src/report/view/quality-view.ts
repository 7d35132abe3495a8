import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { measuredPercent } from '../../model/percent.ts'
import type { QualityAt, QualityComparison, QualityFlip } from '../../model/quality.ts'
import type { Verdict } from '../../model/verdict.ts'
import { MOMENT_WORDS } from './gate-view.ts'
import { counted, type Term, VERDICT_WORDS } from './words.ts'

/** How good the answers were: each asking of the golden set, what may be said of the differences, and the answers that changed sides. */
export interface QualityView {
  readonly set: string
  readonly askings: readonly AskingView[]
  readonly comparisons: readonly QualityComparisonView[]
  readonly flips: readonly FlipView[]
  readonly flipsOmitted: string
  readonly terms: readonly Term[]
}

export interface AskingView {
  readonly during: string
  readonly cases: string
  readonly score: string
  readonly passed: string
  readonly degraded: string
  readonly p50: string
  readonly p95: string
}

export interface QualityComparisonView {
  readonly during: string
  readonly difference: string
  readonly margin: string
  readonly flips: string
  readonly verdict: Verdict
  readonly word: string
  readonly detail: string
}

export interface FlipView {
  readonly during: string
  readonly way: string
  readonly question: string
  readonly expected: string
  readonly before: string
  readonly after: string
  readonly why: string
}

/** The golden set's results in words; undefined where none was asked. */
export function qualityView({ quality }: DrillMeasures): QualityView | undefined {
  if (quality === null || quality.moments.length === 0) return undefined
  const omitted = quality.comparisons.reduce((total, each) => total + each.flipsOmitted, 0)
  return {
    set: quality.set,
    askings: quality.moments.map(askingView),
    comparisons: quality.comparisons.map(comparisonView),
    flips: quality.comparisons.flatMap(each => each.flips.map(flip => flipView(flip, MOMENT_WORDS[each.during]))),
    flipsOmitted: omitted > 0 ? `${counted(omitted, 'more case')} changed sides; the journal has them all.` : '',
    terms: [
      ...quality.agreements.map(({ scorer, agreed, labels }) => ({
        term: `Judge ${scorer}`,
        text: `agreed with people on ${agreed} of ${counted(labels, 'label')}`,
      })),
    ],
  }
}

function askingView(at: QualityAt): AskingView {
  const share = (ratio: number | null) => (ratio === null ? 'not known' : measuredPercent(ratio))
  const time = (ms: number | null) => (ms === null ? 'not observed' : formatDuration(ms))
  const missing = at.unanswered + at.undecided
  return {
    during: `${MOMENT_WORDS[at.during]}${at.stored ? ', kept from an earlier day' : ''}`,
    cases: `${counted(at.cases, 'case')}${missing > 0 ? `, ${missing} without a result` : ''}`,
    score: share(at.scoreRatio),
    passed: share(at.passRatio),
    degraded: at.degraded === 0 ? 'none' : String(at.degraded),
    p50: time(at.p50Ms),
    p95: time(at.p95Ms),
  }
}

function comparisonView(comparison: QualityComparison): QualityComparisonView {
  const { differenceRatio, lowRatio, highRatio, gained, lost, chanceRatio, verdict } = comparison
  const points = (ratio: number) => `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(1)}`.replace('-', '−')
  const interval = lowRatio === null || highRatio === null ? '' : ` (${points(lowRatio)} to ${points(highRatio)})`
  const chance = chanceRatio === null ? '' : `; by chance alone ${measuredPercent(chanceRatio)}`
  return {
    during: MOMENT_WORDS[comparison.during],
    difference: differenceRatio === null ? 'not known' : `${points(differenceRatio)} points${interval}`,
    margin: `−${measuredPercent(comparison.marginRatio)}`,
    flips: gained + lost === 0 ? 'none' : `${lost} lost, ${gained} gained${chance}`,
    verdict,
    word: VERDICT_WORDS[verdict],
    detail: comparison.detail,
  }
}

function flipView({ way, question, expected, before, after, why, tenant }: QualityFlip, during: string): FlipView {
  const whose = tenant === null ? '' : ` (${tenant})`
  return {
    during,
    way: way === 'lost' ? 'got worse' : 'got better',
    question: `${beginning(question)}${whose}`,
    expected: beginning(expected),
    before: beginning(before),
    after: beginning(after),
    why,
  }
}

// Side by side, this much of an answer still fits on a screen; the journal has more of it.
const SHOWN_CHARACTERS = 600

function beginning(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text
  return `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()} … (${text.length - SHOWN_CHARACTERS} more characters)`
}
