import type { Component } from '../../model/component.ts'
import type { FollowUp, Reason } from '../../model/measures.ts'
import type { Platform } from '../../model/platform.ts'
import type { Scenario } from '../../model/scenario.ts'
import type { Unjudged } from './rule.ts'

/** What somebody should do now about every sentence that was not a pass, once each, and who that somebody is. */
export function followUps(
  reasons: readonly Reason[],
  { rto }: Unjudged,
  platform: Platform,
  scenario: Scenario,
): readonly FollowUp[] {
  // What was to be broken counts, even if the drill never came to it.
  const broken = platform.components.find(component => component.id === scenario.faults[0]?.component)
  const owner = broken?.owner ?? platform.people.commander ?? null
  const promise = rto.state === 'still-down' ? promised(broken) : ''
  return advices(reasons).map(([text, severity], i) => ({
    severity,
    text: i === 0 ? `${text}${promise}` : text,
    owner,
  }))
}

function advices(reasons: readonly Reason[]): readonly (readonly [string, FollowUp['severity']])[] {
  const texts = new Map<string, FollowUp['severity']>()
  for (const { verdict, advice } of reasons) {
    if (verdict === 'passed' || advice === undefined || texts.has(advice)) continue
    texts.set(advice, verdict === 'failed' ? 'high' : 'medium')
  }
  // Whoever is told to mend something and drill again need not be told again to drill again.
  if (texts.size > 1) for (const bare of ['Drill again.', 'Drill again, to the end.']) texts.delete(bare)
  return [...texts]
}

/** What the plan promises for just this case, and what therefore has to be looked at first. */
function promised(broken: Component | undefined): string {
  return broken?.failover === undefined ? '' : ` The platform file promises: "${broken.failover}".`
}
