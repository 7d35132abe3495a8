import type { GateMoment } from '../../model/gate-names.ts'
import { goldenGateName } from '../../model/golden.ts'
import type { Reason } from '../../model/measures.ts'
import { formatPercent } from '../../model/percent.ts'
import type { QualityAt, QualityComparison } from '../../model/quality.ts'
import type { Scenario } from '../../model/scenario.ts'
import { failed, inconclusive, passed, type Unjudged } from '../verdict/rule.ts'

/** Whether answers were as good as they must be: while something was broken, after the recovery, and once all was healed. */
export function qualityHeld(measures: Unjudged, scenario: Scenario): readonly Reason[] {
  const { t0 } = measures
  const { golden } = scenario.gates
  if (golden === undefined || t0 === null) return []
  const moments: readonly GateMoment[] =
    golden.during === undefined ? ['recovered', 'healed'] : ['during', 'recovered', 'healed']
  return moments.flatMap(during => ofMoment(measures, goldenGateName(golden), during, golden.during !== undefined))
}

function ofMoment(measures: Unjudged, name: string, during: GateMoment, hasDuring: boolean): readonly Reason[] {
  const { gates, quality, outcome, rto } = measures
  const last = gates.findLast(gate => gate.name === name && gate.during === during)
  if (last === undefined) {
    // While something was broken is as good as recovered; and what never came back, or was stopped, says so itself.
    const excused =
      outcome !== 'completed' ||
      (during === 'recovered' && hasDuring) ||
      (during !== 'healed' && rto.state === 'still-down')
    return excused ? [] : [inconclusive(`Answers were not looked at ${WHEN[during]}.`, NOT_LOOKED[during])]
  }
  const comparison = quality?.comparisons.find(each => each.during === during)
  const at = quality?.moments.find(each => each.during === during && each.set === comparison?.set)
  const text = `${last.detail}${unsupportedWords(quality?.baseline, at)}`
  switch (last.verdict) {
    case 'passed':
      return [passed(`Answers were good enough ${WHEN[during]}: ${text}.`)]
    case 'inconclusive':
      return [
        inconclusive(
          `Whether answers were good enough ${WHEN[during]} could not be told: ${text}.`,
          enoughAdvice(comparison),
        ),
      ]
    case 'failed':
      return [{ ...failed(`${headline(at)} ${WHEN[during]}: ${text}.`, adviceOn(comparison)) }]
    default:
      return last.verdict satisfies never
  }
}

const WHEN = {
  baseline: 'before the damage',
  during: 'while something was broken',
  recovered: 'after the recovery',
  healed: 'after everything was put back',
} as const satisfies Record<GateMoment, string>

const NOT_LOOKED = {
  baseline: 'Drill again.',
  during: 'Let the fault last longer than it takes to ask the golden set, or ask a smaller one meanwhile.',
  recovered: 'Drill again.',
  healed: 'Drill again.',
} as const satisfies Record<GateMoment, string>

/** A platform that answers, and wrongly, looks healthy to every check that only waits for an answer. */
function headline(at: QualityAt | undefined): string {
  if (at === undefined || at.asked === 0) return 'Answers were not good enough'
  const answeredRatio = 1 - at.unanswered / at.asked
  return answeredRatio >= AVAILABLE_RATIO ? 'Available but wrong' : 'Answers were missing or wrong'
}

const AVAILABLE_RATIO = 0.9

function unsupportedWords(before: QualityAt | null | undefined, at: QualityAt | undefined): string {
  const [was, is] = [before?.unsupportedRatio ?? null, at?.unsupportedRatio ?? null]
  if (is === null || was === null || is <= was) return ''
  return `; ${formatPercent(is)} of answers were not supported by their own sources, ${formatPercent(was)} before`
}

function enoughAdvice(comparison: QualityComparison | undefined): string {
  if (comparison?.enough === undefined || comparison.enough === null)
    return 'Look at the undecided answers, then drill again.'
  if (comparison.undecided > 0)
    return `Mend what keeps ${comparison.undecided} answers from being judged, then drill again.`
  return `Ask more cases (about ${comparison.enough}), ask each more often, or agree on a wider margin.`
}

function adviceOn(comparison: QualityComparison | undefined): string {
  const worst = comparison?.slices
    .filter(slice => slice.of === 'tag' && slice.pairs > 2)
    .toSorted((a, b) => a.differenceRatio - b.differenceRatio)[0]
  const where = worst === undefined || worst.differenceRatio >= 0 ? '' : `, worst for ${worst.name}`
  return `Read the answers that were lost, side by side in the report${where}; then make the platform notice, or fail over to something better.`
}
