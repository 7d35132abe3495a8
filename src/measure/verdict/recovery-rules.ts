import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { Outcome, Reason } from '../../model/measures.ts'
import type { RtoMeasure } from '../../model/recovery.ts'
import { ranItsCourse } from '../rto.ts'
import { failed, inconclusive, passed, restingOn, type Said, type Unjudged } from './rule.ts'

/** Whether users were served again. */
export function cameBack({ rto, outcome, faults }: Unjudged): readonly Said[] {
  switch (rto.state) {
    case 'still-down':
      return [restingOn(stillDown(rto, outcome, adviceOn(faults)), 'gave up')]
    case 'never-down':
      return [passed('No journey was ever down.')]
    case 'restored':
      // Damage that no journey felt is over when what was damaged has been shown to be back.
      if (rto.restoredMs === 0) return [passed('No journey was ever down.')]
      return [
        restingOn(
          passed(
            `Every journey was good again ${formatMeasured(rto.restoredMs ?? 0, rto.precisionMs ?? 0)} after the fault.`,
          ),
          'good again',
        ),
      ]
    case 'not-measured':
      return outcome === 'completed' ? [inconclusive('Recovery could not be measured.', 'Drill again.')] : []
    default:
      return rto.state satisfies never
  }
}

function stillDown({ restoredMs, targetMs, met }: RtoMeasure, outcome: Outcome, advice: string): Reason {
  const after = `${formatDuration(restoredMs ?? 0)} after the fault`
  if (ranItsCourse(outcome)) return failed(`The platform had not come back when the drill gave up, ${after}.`, advice)
  const sentence = `The platform was still down when the drill was stopped, ${after}`
  // Who was stopped while waiting cannot know how long the wait would have been, unless it was too long already.
  if (met === false) return failed(`${sentence}; the target was ${formatDuration(targetMs ?? 0)}.`, advice)
  return inconclusive(`${sentence}.`, 'Drill again, to the end.')
}

/** Whether they were served again soon enough. The figure rests on what came last: the answer that ended the outage, or the gate that passed. */
export function metTheTarget(measures: Unjudged): readonly Said[] {
  const { rto } = measures
  const counted = rto.until === 'verified' && rto.verifiedMs !== null && rto.verifiedMs !== rto.restoredMs
  return againstTheTarget(measures).map(reason => restingOn(reason, counted ? 'verified' : 'good again'))
}

function againstTheTarget({ rto, split }: Unjudged): readonly Reason[] {
  if (rto.state === 'not-measured' || rto.state === 'still-down') return []
  if (rto.achievedMs === null) return [notVerified(rto, whereItWent(split))]
  if (rto.targetMs === null) return []
  const figure = formatMeasured(rto.achievedMs, rto.precisionMs ?? 0)
  const target = formatDuration(rto.targetMs)
  if (rto.met === true) return [passed(`RTO achieved: ${figure}, within the target of ${target}.`)]
  if (rto.met === false) return [failed(`RTO achieved: ${figure}, over the target of ${target}.`, whereItWent(split))]
  const advice = 'Sample more often, or ask for a target that is not so close: this drill cannot tell the two apart.'
  return [inconclusive(`RTO achieved: ${figure}; the target of ${target} lies within the error bar.`, advice)]
}

function notVerified({ met, restoredMs, precisionMs, targetMs }: RtoMeasure, advice: string): Reason {
  if (met === false) {
    const figure = formatMeasured(restoredMs ?? 0, precisionMs ?? 0)
    const target = formatDuration(targetMs ?? 0)
    return failed(`Journeys were good again only after ${figure}, over the target of ${target}.`, advice)
  }
  const since = restoredMs === 0 ? 'from the fault on' : 'after the last outage'
  const text = `The recovery was not verified: ${since} the gates did not all pass.`
  return inconclusive(text, 'See what each gate said, and drill again.')
}

/** What stood in the way was that nothing stood in for what was broken. */
function adviceOn(faults: Unjudged['faults']): string {
  const broken = [...new Set(faults.map(fault => fault.component))].join(' and ')
  return `Give the platform something to go on with while ${broken} is away, then drill again.`
}

/** A recovery is shortened where most of it went. */
function whereItWent({ detectMs, restoreMs, validateMs }: Unjudged['split']): string {
  const parts = [
    ...(detectMs === null ? [] : [`noticed after ${formatDuration(detectMs)}`]),
    ...(restoreMs === null ? [] : [`good again after ${formatDuration(restoreMs)}`]),
    ...(validateMs === null ? [] : [`then ${formatDuration(validateMs)} until the gates had passed`]),
  ]
  return `Shorten what took longest (${parts.join(', ')}), or agree on another target.`
}
