import { formatDuration } from '../model/duration.ts'
import { formatPercent } from '../model/percent.ts'
import type { Guard } from '../model/scenario.ts'

/** What makes a guard stop a drill: `the availability of ask stays below 50 % for 30 s`. */
export function guardInWords(guard: Guard): string {
  if (guard.kind === 'journey') {
    return `the availability of ${guard.journey} stays below ${formatPercent(guard.belowRatio)} for ${formatDuration(guard.forMs)}`
  }
  const long = guard.forMs === 0 ? '' : ` for ${formatDuration(guard.forMs)}`
  const blind = `, or cannot be looked at for ${formatDuration(guard.graceMs)}`
  switch (guard.kind) {
    case 'signal':
      return `the signal ${guard.signal} is ${guard.on ? 'on' : 'off'}${long}${blind}`
    case 'check':
      return `the check ${guard.check} is bad${long}${blind}`
    case 'prometheus':
      return `${guard.query} is ${guard.is} ${guard.limit}${long}${blind}`
    case 'file':
      return `the file ${guard.file} is there${blind}`
    default:
      return guard satisfies never
  }
}
