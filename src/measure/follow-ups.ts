import type { FollowUp, Reason } from '../model/measures.ts'
import type { Component, Platform } from '../model/platform.ts'
import type { Unjudged } from './rule.ts'

/** What somebody should do now about every sentence that was not a pass: once each, for the owner of what was broken. */
export function followUps(
  reasons: readonly Reason[],
  { faults, rto }: Unjudged,
  platform: Platform,
): readonly FollowUp[] {
  const broken = platform.components.find(component => component.id === faults[0]?.component)
  const texts = new Map<string, FollowUp['severity']>()
  for (const { verdict, advice } of reasons) {
    if (verdict === 'passed' || advice === undefined || texts.has(advice)) continue
    texts.set(advice, verdict === 'failed' ? 'high' : 'medium')
  }
  const promise = rto.state === 'still-down' ? promised(broken) : ''
  return [...texts].map(([text, severity], i) => ({
    severity,
    text: i === 0 ? `${text}${promise}` : text,
    owner: broken?.owner ?? null,
  }))
}

/** What the plan promises for just this case, and what therefore has to be looked at first. */
function promised(broken: Component | undefined): string {
  return broken?.failover === undefined ? '' : ` The platform file promises: "${broken.failover}".`
}
