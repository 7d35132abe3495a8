import type { DrillMeasures } from '../../../model/measures.ts'
import { measuredPercent } from '../../../model/percent.ts'
import type { QualityAt, QualityComparison } from '../../../model/quality.ts'

/** How good the answers were, for the first screen: before, during and after. */
export interface QualityFigure {
  readonly measured: boolean
  /** `95 % → 94 %`. */
  readonly value: string
  readonly against: string
  readonly note: string
  readonly met: 'yes' | 'no' | 'unknown'
  readonly points: readonly QualityPoint[]
}

export interface QualityPoint {
  readonly label: string
  readonly scoreRatio: number
  /** Where the truth lies, relative to before. */
  readonly lowRatio: number | undefined
  readonly highRatio: number | undefined
  /** The least that counts as no worse than before. */
  readonly leastRatio: number | undefined
  readonly met: 'yes' | 'no' | 'unknown'
}

/** The golden set's scores in words and as points. */
export function qualityFigure({ quality }: DrillMeasures): QualityFigure {
  if (quality === null || (quality.baseline ?? quality.after ?? quality.during) === null) {
    const note = 'No golden set was asked, so this drill says nothing about how good the answers were.'
    return { measured: false, value: 'not measured', against: '', note, met: 'unknown', points: [] }
  }
  const { baseline, during, after, comparisons } = quality
  const points = [
    pointOf('before', baseline, undefined, undefined),
    pointOf('during', during, baseline, comparisonOf(comparisons, during)),
    pointOf('after', after, baseline, comparisonOf(comparisons, after)),
  ].filter(point => point !== undefined)
  const last = comparisonOf(comparisons, after)
  return {
    measured: true,
    value: points.map(point => measuredPercent(point.scoreRatio)).join(' → '),
    against: points.length > 1 ? '' : points.map(point => point.label).join(''),
    note: last?.detail ?? `Golden set ${quality.set}; nothing to compare with.`,
    met: metOf(last),
    points,
  }
}

function comparisonOf(comparisons: readonly QualityComparison[], at: QualityAt | null): QualityComparison | undefined {
  return at === null ? undefined : comparisons.findLast(each => each.during === at.during && each.set === at.set)
}

function pointOf(
  label: string,
  at: QualityAt | null,
  baseline: QualityAt | null | undefined,
  comparison: QualityComparison | undefined,
): QualityPoint | undefined {
  if (at === null || at.scoreRatio === null) return undefined
  const zero = baseline?.scoreRatio ?? undefined
  const beside = (ratio: number | null | undefined) =>
    zero === undefined || ratio === null || ratio === undefined ? undefined : zero + ratio
  return {
    label,
    scoreRatio: at.scoreRatio,
    lowRatio: beside(comparison?.lowRatio),
    highRatio: beside(comparison?.highRatio),
    leastRatio: beside(comparison === undefined ? undefined : -comparison.marginRatio),
    met: metOf(comparison),
  }
}

function metOf(comparison: QualityComparison | undefined): 'yes' | 'no' | 'unknown' {
  if (comparison === undefined || comparison.verdict === 'inconclusive') return 'unknown'
  return comparison.verdict === 'passed' ? 'yes' : 'no'
}
