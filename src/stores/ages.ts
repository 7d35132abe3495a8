import type { StoreManifest } from '../model/store.ts'
import { timeOf } from './time-of.ts'

/** How many rows each tenant has, and how old they are. */
export type Ages = Pick<StoreManifest, 'ages' | 'newest' | 'tenants'>

// A twentieth more from one to the next: a few hundred steps from a tenth of a second to centuries.
const FIRST_MS = 100
const GROWTH = Math.log(1.05)

/** Counts rows by tenant, and by how old they are beside the newest one. What does not say when it was written is as old as can be. */
export function agesFold(newest: string | undefined): {
  see(tenant: string | undefined, ms: number): void
  ages(): Ages
} {
  const newestMs = timeOf(newest)
  const counts = new Map<string, Map<number, number>>()
  return {
    see(tenant = '', writtenMs) {
      const steps = counts.get(tenant) ?? new Map<number, number>()
      counts.set(tenant, steps)
      const step = ageStep(writtenMs, newestMs)
      steps.set(step, (steps.get(step) ?? 0) + 1)
    },
    ages() {
      const all = [...counts].map(([tenant, steps]) => [tenant, [...steps]] as const)
      return {
        newest,
        ages: Object.fromEntries(all),
        tenants: Object.fromEntries(all.map(([tenant, steps]) => [tenant, steps.reduce((sum, [, n]) => sum + n, 0)])),
      }
    },
  }
}

/** How many rows each tenant had at least that were written until a moment. */
export function writtenUntil({ ages, newest, tenants }: Ages, untilMs: number): Readonly<Record<string, number>> {
  if (untilMs === Number.POSITIVE_INFINITY || newest === undefined) return tenants
  const newestMs = timeOf(newest)
  const youngest = (step: number): number =>
    step === 0 ? newestMs : newestMs - FIRST_MS * Math.exp((step - 1) * GROWTH)
  return Object.fromEntries(
    Object.entries(ages).map(([tenant, steps]) => [
      tenant,
      steps.reduce((sum, [step, count]) => sum + (step === OLDEST || youngest(step) <= untilMs ? count : 0), 0),
    ]),
  )
}

/** A step on a scale that is finer the newer a row is. */
function ageStep(writtenMs: number, newestMs: number): number {
  const ageMs = newestMs - writtenMs
  if (!Number.isFinite(ageMs)) return OLDEST
  return ageMs < FIRST_MS ? 0 : 1 + Math.floor(Math.log(ageMs / FIRST_MS) / GROWTH)
}

const OLDEST = 100_000
