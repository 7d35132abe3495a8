import type { Platform } from '../../model/platform.ts'
import type { Tenant } from '../../model/sharing.ts'
import { askedWith } from '../../model/tenant.ts'
import type { World } from '../../model/world.ts'
import { canariesIn, canaryOf } from './canary-text.ts'

/** What tenants were shown when each of them looked where all have hidden something. */
export interface LookedAcross {
  /** How many were answered. */
  readonly looks: number
  /** Who was shown what is another's, in words. */
  readonly strangers: readonly string[]
}

/** Has every tenant look once, through the platform itself, and says who was shown what another has hidden. */
export async function lookAcross(
  world: Pick<World, 'http'>,
  { canaries, tenants }: Pick<Platform, 'canaries' | 'tenants'>,
  drill: string,
): Promise<LookedAcross> {
  const owners = new Map(
    canaries.flatMap(place => tenants.map(({ id }) => [canaryOf(drill, id, place.id), id] as const)),
  )
  let looks = 0
  const strangers = new Set<string>()
  const lookAs = async ({ id, key }: Tenant): Promise<void> => {
    for (const { id: place, asks } of canaries) {
      const look = asks[id]?.look
      if (look === undefined) continue
      const outcome = await world.http.send(askedWith(look, tenants, key), { timeoutMs: 5000 })
      if (outcome.kind !== 'reply' || outcome.status >= 400) continue
      looks++
      const others = canariesIn(outcome.body).map(canary => owners.get(canary))
      for (const owner of others)
        if (owner !== undefined && owner !== id) strangers.add(`${id} is shown what ${owner} hid in ${place}`)
    }
  }
  // Each at its own pace, one thing at a time: nobody's quota is for this.
  await Promise.all(tenants.map(lookAs))
  return { looks, strangers: [...strangers].sort() }
}
