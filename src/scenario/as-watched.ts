import type { Platform } from '../model/platform.ts'
import { requestsOf } from '../model/question.ts'
import type { Scenario } from '../model/scenario.ts'
import { tenantOf } from '../model/tenant.ts'

type Meant = Pick<Scenario, 'faults' | 'partTargets'>

/** A platform as a scenario watches it. */
export function asWatched(platform: Platform, scenario: Meant): Platform {
  return {
    ...platform,
    journeys: ofBystanders(platform, scenario),
    ledgers: platform.ledgers.filter(ledger => !ledger.ifClaimed || isClaimed(ledger, scenario)),
  }
}

/** Whoever misbehaves is not among those whose experience counts. */
function ofBystanders({ journeys, tenants }: Platform, { faults }: Meant): Platform['journeys'] {
  const culprits = faults.flatMap(fault => ('tenant' in fault ? [fault.tenant] : []))
  const whose = (asked: Platform['journeys'][number]): string | undefined =>
    asked.tenant ?? requestsOf(asked).map(request => tenantOf(request, tenants)?.id)[0]
  const others = journeys.filter(journey => !culprits.includes(whose(journey) ?? ''))
  // Where nobody else is watched, it is better to watch the culprit than nobody.
  return others.length === 0 ? journeys : others
}

/** Whether something is claimed that this ledger shows: of itself, or of what its component may lose. */
function isClaimed({ name, component }: Platform['ledgers'][number], { partTargets }: Meant): boolean {
  return partTargets.some(
    target =>
      (target.of === 'ledger' && target.name === name) ||
      (target.of === 'component' && target.name === component && target.rpoMs !== undefined),
  )
}
