import { AFTER_WORDS, ratioInWords } from '../../model/after-words.ts'
import type { AfterMeasure } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { type Explanation, type Step, step } from './explanation.ts'

/** How each journey was served after the recovery, over how it was served before. */
export function explainAfter({ after, journeys }: DrillMeasures): Explanation {
  return {
    name: 'after',
    title: 'Served after it, over before',
    figure: after.length === 0 ? 'nothing claimed' : claimsInWords(after),
    meaning:
      'Capacity: good answers a second since the journey was first good again, over those before t0. Latencies: of good answers since its last outage. In brackets where the truth lies with 95 % confidence: shares by Wilson’s interval, percentiles by the ranks of single answers; what we were late ourselves makes the lower end lower.',
    steps:
      after.length === 0
        ? [step('The scenario claims nothing of it; "targets: { after: … }" would.')]
        : after.map(one => afterStep(one, journeys)),
  }
}

function claimsInWords(after: readonly AfterMeasure[]): string {
  const those = (met: boolean | null) => after.filter(one => one.met === met).length
  return `of ${after.length} claims ${those(true)} met, ${those(false)} missed, ${those(null)} within the error bar`
}

function afterStep(one: AfterMeasure, journeys: DrillMeasures['journeys']): Step {
  const journey = journeys.find(({ name }) => name === one.journey)
  const unit = one.what === 'capacity' ? ' a second' : ' ms'
  const shown = (value: number | null) => (value === null ? 'not seen' : `${Number(value.toFixed(3))}${unit}`)
  const later = one.what === 'capacity' ? journey?.back : journey?.after
  const claim = one.what === 'capacity' ? `at least ${one.targetRatio}` : `at most ${one.targetRatio}`
  return step(
    `${one.journey}, ${AFTER_WORDS[one.what]}: ${shown(one.after)} of ${later?.samples ?? 0} samples after, over ${shown(one.before)} of ${journey?.before?.samples ?? 0} before = ${ratioInWords(one)}; claimed is ${claim}: ${one.met === null ? 'within the error bar' : one.met ? 'met' : 'missed'}.`,
  )
}
