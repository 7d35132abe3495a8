import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { RtoPart } from '../../model/recovery.ts'
import { failed, inconclusive, passed, restingOn, type Said, type Unjudged } from './rule.ts'

/** Whether single journeys, components and tenants were back in the time that is claimed of them. */
export function partsInTime({ rto, t0 }: Unjudged): readonly Said[] {
  if (t0 === null) return []
  return rto.parts.filter(part => part.targetMs !== null).map(part => restingOn(sentence(part), ...linesOf(part)))
}

function sentence({ of, name, targetMs, achievedMs, precisionMs, state, met }: RtoPart): Said {
  const who = `The ${of} ${name}`
  const target = formatDuration(targetMs ?? 0)
  if (state === 'not-measured' || achievedMs === null) {
    const advice = `Describe a journey that shows the ${of} ${name}, or take its target out.`
    return inconclusive(`${who} was not watched, so nobody knows whether its target of ${target} was met.`, advice)
  }
  if (state === 'still-down') {
    const text = `${who} was still down after ${formatDuration(achievedMs)}; its target was ${target}.`
    return met === false
      ? failed(text, `Find out what keeps ${name} away.`)
      : inconclusive(text, 'Drill again, to the end.')
  }
  const figure = state === 'never-down' ? 'never down' : `back after ${formatMeasured(achievedMs, precisionMs ?? 0)}`
  if (met === true) return passed(`${who} was ${figure}, within its target of ${target}.`)
  if (met === false)
    return failed(
      `${who} was ${figure}, over its target of ${target}.`,
      `Shorten how long ${name} is away, or agree on another target.`,
    )
  return inconclusive(
    `${who} was ${figure}; its target of ${target} lies within the error bar.`,
    'Sample more often, or ask for a target that is not so close: this drill cannot tell the two apart.',
  )
}

function linesOf({ state, journeys }: RtoPart): readonly string[] {
  switch (state) {
    case 'still-down':
      return ['gave up']
    case 'restored':
      return journeys.map(journey => `good again ${journey}`)
    case 'never-down':
      return journeys.map(journey => `sample ${journey}`)
    case 'not-measured':
      return []
    default:
      return state satisfies never
  }
}
