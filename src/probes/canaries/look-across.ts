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
    canaries.flatMap(({ id: place }) =>
      tenants.map(({ id }) => [canaryOf(drill, id, place), { owner: id, place }] as const),
    ),
  )
  let looks = 0
  const strangers = new Set<string>()
  const lookAs = async ({ id, key }: Tenant): Promise<void> => {
    for (const { asks } of canaries) {
      const look = asks[id]?.look
      if (look === undefined) continue
      const outcome = await world.http.send(askedWith(look, tenants, key), { timeoutMs: 5000 })
      if (outcome.kind !== 'reply' || outcome.status >= 400) continue
      looks++
      for (const hidden of canariesIn(outcome.body).map(canary => owners.get(canary)))
        if (hidden !== undefined && hidden.owner !== id)
          strangers.add(`${id} is shown what ${hidden.owner} hid in ${hidden.place}`)
    }
  }
  // Each at its own pace, one thing at a time: nobody's quota is for this.
  await Promise.all(tenants.map(lookAs))
  // Place by place as the platform file has them: which of all was seen first is chance.
  const sorted = [...strangers].sort()
  return { looks, strangers: canaries.flatMap(({ id }) => sorted.filter(words => words.endsWith(` hid in ${id}`))) }
}
