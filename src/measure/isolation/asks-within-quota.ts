import type { Platform } from '../../model/platform.ts'
import { requestsOf } from '../../model/question.ts'
import { askerOf } from '../../model/tenant.ts'

/** Whether our journeys ask so little as this tenant that its quota is no reason to turn any of them away. */
export function asksWithinQuota(
  tenant: string,
  { tenants, journeys }: Pick<Platform, 'tenants' | 'journeys'>,
): boolean {
  const quota = tenants.find(({ id }) => id === tenant)?.quota
  if (quota === undefined) return false
  const perSecond = journeys
    .filter(journey => askerOf(journey, tenants) === tenant)
    .reduce((sum, journey) => sum + (requestsOf(journey).length * 1000) / journey.everyMs, 0)
  // Ledgers ask as it too, and whoever looks for what was hidden, and a gate now and then.
  return perSecond <= quota.perSecond / 2
}
