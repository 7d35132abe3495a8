import type { JourneyMeasure, Outage } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { measuredPercent } from '../../model/percent.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import type { Found } from './witnesses.ts'

/** What was asked, how much of it was bad and why, and how long good answers took. */
export function explainJourneys(measures: DrillMeasures, found: Found): Explanation {
  const { journeys } = measures
  return {
    name: 'journeys',
    title: 'Journeys',
    figure: journeys.length === 1 ? '1 journey' : `${journeys.length} journeys`,
    meaning:
      'Each journey is asked on a fixed schedule that never waits for an answer; a sample’s time is when it was due.',
    steps: journeys.flatMap(journey => [countStep(journey), ...latencySteps(journey), ...shownOutages(journey, found)]),
  }
}

function countStep({ name, everyMs, samples, bad, shed, blurred, availabilityRatio }: JourneyMeasure): Step {
  const ratio =
    availabilityRatio === null
      ? 'nothing to divide by'
      : `availability = 1 − ${bad} / ${samples} = ${measuredPercent(availabilityRatio)}`
  const ours = [
    ...(shed === 0 ? [] : [`${shed} were never asked because too many answers were awaited already`]),
    ...(blurred === 0 ? [] : [`${blurred} may be bad only because this machine was late`]),
  ]
  return step(`${name}: asked every ${exact(everyMs)}; ${[ratio, ...ours].join('; ')}.`)
}

function latencySteps({ name, p50Ms, p99Ms, baselineP50Ms }: JourneyMeasure): readonly Step[] {
  if (p50Ms === null || p99Ms === null) return []
  const before = baselineP50Ms === null ? '' : `; before the fault p50 ${exact(baselineP50Ms)}`
  return [step(`${name}: of its good answers p50 ${exact(p50Ms)}, p99 ${exact(p99Ms)}${before}.`)]
}

const SHOWN = 10

function shownOutages({ name, outages }: JourneyMeasure, found: Found): readonly Step[] {
  const more = outages.length - SHOWN
  return [
    ...outages.slice(0, SHOWN).flatMap(outage => outageSteps(name, outage, found)),
    ...(more > 0 ? [step(`${name}: ${more} more outages are in the report.`)] : []),
  ]
}

/** One outage: the bad sample it begins with, the last bad one, and the good answer that ended it. */
export function outageSteps(journey: string, outage: Outage, found: Found): readonly Step[] {
  const seen = found.outages.get(outage)
  const reasons = Object.entries(outage.reasons).map(([reason, count]) => `${count} ${reason}`)
  const begun = step(
    `${journey}: bad from ${exact(outage.fromMs)}, when its first bad sample was due (${reasons.join(', ')}).`,
    seen?.firstBad?.seq,
  )
  if (outage.toMs === null) {
    return [
      begun,
      step(
        `${journey}: still bad in its last bad sample, due at ${exact(seen?.lastBad?.dueMs ?? 0)}.`,
        seen?.lastBad?.seq,
      ),
    ]
  }
  const last = seen?.lastBad
  const good = seen?.answered
  return [
    begun,
    step(
      `${journey}: last bad sample due at ${exact(last?.dueMs ?? 0)}; the first of the good ones in a row due at ${exact(good?.dueMs ?? 0)} and answered ${exact(good?.tookMs ?? 0)} later, at ${exact(outage.toMs)}: the end.`,
      last?.seq,
      good?.seq,
      seen?.settled?.seq,
    ),
  ]
}
