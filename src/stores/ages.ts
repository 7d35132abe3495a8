import type { StoreManifest } from '../model/store.ts'
import { timeOf } from './time-of.ts'

// A twentieth more from one to the next: a few hundred steps from a tenth of a second to centuries.
const FIRST_MS = 100
const GROWTH = Math.log(1.05)

/** How old a row is beside the newest one, roughly: a step on a scale that is finer the newer it is. */
export function ageStep(writtenMs: number, newestMs: number): number {
  const ageMs = newestMs - writtenMs
  // What does not say when it was written is as old as can be.
  if (!Number.isFinite(ageMs)) return OLDEST
  return ageMs < FIRST_MS ? 0 : 1 + Math.floor(Math.log(ageMs / FIRST_MS) / GROWTH)
}

/** How many rows each tenant had at least that were written until a moment. */
export function writtenUntil(
  { ages, newest, tenants }: Pick<StoreManifest, 'ages' | 'newest' | 'tenants'>,
  untilMs: number,
): Readonly<Record<string, number>> {
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

const OLDEST = 100_000
