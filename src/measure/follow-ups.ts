import type { FollowUp, Reason } from '../model/measures.ts'
import type { Platform } from '../model/platform.ts'
import type { Unjudged } from './rule.ts'

/** What somebody should do now: one line for every sentence that was not a pass, for the owner of what was broken. */
export function followUps(reasons: readonly Reason[], { faults }: Unjudged, platform: Platform): readonly FollowUp[] {
  const broken = platform.components.find(component => component.id === faults[0]?.component)
  return reasons
    .filter(reason => reason.verdict !== 'passed')
    .map(reason => ({
      severity: reason.verdict === 'failed' ? 'high' : 'medium',
      text:
        reason.verdict === 'failed'
          ? `Mend and drill again: ${reason.text}`
          : `Find out and drill again: ${reason.text}`,
      owner: broken?.owner ?? null,
    }))
}
