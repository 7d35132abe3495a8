import type { Platform } from '../model/platform.ts'
import { requestsOf } from '../model/question.ts'
import type { Scenario } from '../model/scenario.ts'
import { tenantOf } from '../model/tenant.ts'

/** A platform as a scenario watches it: whoever misbehaves in it is not among those whose experience counts. */
export function bystanders(platform: Platform, { faults }: Pick<Scenario, 'faults'>): Platform {
  const culprits = faults.flatMap(fault => ('tenant' in fault ? [fault.tenant] : []))
  if (culprits.length === 0) return platform
  const whose = (asked: Platform['journeys'][number]): string | undefined =>
    asked.tenant ?? requestsOf(asked).map(request => tenantOf(request, platform.tenants)?.id)[0]
  const journeys = platform.journeys.filter(journey => !culprits.includes(whose(journey) ?? ''))
  // Where nobody else is watched, it is better to watch the culprit than nobody.
  return journeys.length === 0 ? platform : { ...platform, journeys }
}
