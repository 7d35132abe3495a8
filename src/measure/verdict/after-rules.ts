import { ratioInWords } from '../../model/after-words.ts'
import type { AfterMeasure } from '../../model/journey-measure.ts'
import { failed, inconclusive, passed, restingOn, type Said, type Unjudged } from './rule.ts'

/** Whether users are served after it as they were before, as far as that is claimed. */
export function servedAsBefore({ after, t0, outcome, journeys }: Unjudged): readonly Said[] {
  if (t0 === null || outcome !== 'completed') return []
  // A journey that never came back says so itself.
  const away = new Set(journeys.filter(({ outages }) => outages.at(-1)?.toMs === null).map(({ name }) => name))
  return after.filter(({ journey }) => !away.has(journey)).map(one => restingOn(sentence(one), `sample ${one.journey}`))
}

function sentence(one: AfterMeasure): Said {
  const { journey, what, targetRatio, met, ratio } = one
  const claim = what === 'capacity' ? `at least ${targetRatio}` : `at most ${targetRatio}`
  const was =
    what === 'capacity'
      ? `After the recovery ${journey} gave ${ratioInWords(one)} as many good answers as before`
      : `After the recovery the ${what} of ${journey} was ${ratioInWords(one)} what it was before`
  if (ratio === null) {
    const text = `How ${journey} was served before and after was not seen, so its ${what} cannot be judged.`
    return inconclusive(text, 'Watch it longer: before the fault ("baseline"), and after it.')
  }
  if (met === true) return passed(`${was}; the target is ${claim}.`)
  if (met === false) {
    const advice = 'Find out what came back smaller or slower than it was: a cold cache, a missing replica, a stand-in.'
    return failed(`${was}; the target is ${claim}.`, advice)
  }
  return inconclusive(
    `${was}; the target of ${claim} lies within the error bar.`,
    `Watch it longer before the fault ("baseline"), or ask it more often${what === 'p99' || what === 'p95' ? ', or claim something of p50: rare answers take many samples to be known' : ''}.`,
  )
}
