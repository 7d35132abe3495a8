import type { Outcome } from '../model/measures.ts'
import type { RtoMeasure } from '../model/recovery.ts'
import type { Recovery } from './recovery.ts'

/** The achieved RTO, and whether it meets the target: undecided if the target lies inside the error bar. */
export function rtoOf(
  back: Recovery,
  targetMs: number | null,
  until: 'verified' | 'restored',
  outcome: Outcome,
): Omit<RtoMeasure, 'parts'> {
  const counted = until === 'verified' ? back.verifiedMs : back.restoredMs
  // Never down is no recovery to wait for, however long the gates took to say so.
  const neverDown = back.state === 'never-down' && counted !== null
  const achievedMs = neverDown ? 0 : back.state === 'still-down' ? back.restoredMs : counted
  return {
    targetMs,
    until,
    achievedMs,
    ...back,
    met: targetMs === null ? null : met(back, achievedMs, targetMs, outcome),
  }
}

/** Whether a drill waited for the platform as long as it was meant to. */
export function ranItsCourse(outcome: Outcome): boolean {
  return outcome === 'completed' || outcome === 'aborted-by-guard'
}

function met(back: Recovery, achievedMs: number | null, targetMs: number, outcome: Outcome): boolean | null {
  const { state, restoredMs, precisionMs } = back
  if (restoredMs === null || precisionMs === null) return null
  const isOver = (ms: number) => ms - precisionMs > targetMs
  switch (state) {
    case 'never-down':
      // An outage shorter than this could have slipped between two samples.
      return achievedMs !== null && precisionMs <= targetMs ? true : null
    case 'still-down':
      return ranItsCourse(outcome) || restoredMs > targetMs ? false : null
    case 'restored':
      // Verifying takes longer still than restoring.
      if (achievedMs === null) return isOver(restoredMs) ? false : null
      return achievedMs <= targetMs ? true : isOver(achievedMs) ? false : null
    case 'not-measured':
      return null
    default:
      return state satisfies never
  }
}
