import { formatDuration, formatMeasured } from '../model/duration.ts'
import type { Outcome, Reason, RtoMeasure } from '../model/measures.ts'
import { ranItsCourse } from './rto.ts'
import { failed, inconclusive, passed, type Unjudged } from './rule.ts'

/** Whether users were served again. */
export function cameBack({ rto, outcome }: Unjudged): readonly Reason[] {
  switch (rto.state) {
    case 'still-down':
      return [stillDown(rto, outcome)]
    case 'never-down':
      return [passed('No journey was ever down.')]
    case 'restored':
      return [
        passed(
          `Every journey was good again ${formatMeasured(rto.restoredMs ?? 0, rto.precisionMs ?? 0)} after the fault.`,
        ),
      ]
    case 'not-measured':
      return outcome === 'completed' ? [inconclusive('Recovery could not be measured.')] : []
    default:
      return rto.state satisfies never
  }
}

function stillDown({ restoredMs, targetMs, met }: RtoMeasure, outcome: Outcome): Reason {
  const after = `${formatDuration(restoredMs ?? 0)} after the fault`
  if (ranItsCourse(outcome)) return failed(`The platform had not come back when the drill gave up, ${after}.`)
  const sentence = `The platform was still down when the drill was stopped, ${after}`
  // Who was stopped while waiting cannot know how long the wait would have been, unless it was too long already.
  if (met === false) return failed(`${sentence}; the target was ${formatDuration(targetMs ?? 0)}.`)
  return inconclusive(`${sentence}.`)
}

/** Whether they were served again soon enough. */
export function metTheTarget({ rto }: Unjudged): readonly Reason[] {
  if (rto.state === 'not-measured' || rto.state === 'still-down') return []
  if (rto.achievedMs === null) return [notVerified(rto)]
  if (rto.targetMs === null) return []
  const figure = formatMeasured(rto.achievedMs, rto.precisionMs ?? 0)
  const target = formatDuration(rto.targetMs)
  if (rto.met === true) return [passed(`RTO achieved: ${figure}, within the target of ${target}.`)]
  if (rto.met === false) return [failed(`RTO achieved: ${figure}, over the target of ${target}.`)]
  return [inconclusive(`RTO achieved: ${figure}; the target of ${target} lies within the error bar.`)]
}

function notVerified({ met, restoredMs, precisionMs, targetMs }: RtoMeasure): Reason {
  if (met === false) {
    const figure = formatMeasured(restoredMs ?? 0, precisionMs ?? 0)
    return failed(`Journeys were good again only after ${figure}, over the target of ${formatDuration(targetMs ?? 0)}.`)
  }
  return inconclusive('The recovery was not verified: after the last outage the gates did not all pass.')
}
