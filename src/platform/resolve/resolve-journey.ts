import type { Check, Journey } from '../../model/journey.ts'
import type { WrittenCheck, WrittenJourney } from '../schemas/question-schema.ts'
import type { Tenanted } from '../tenancy.ts'
import { enoughInFlight, ms } from './resolve-asked.ts'
import { resolveCaptures, resolveQuestion } from './resolve-question.ts'

/** A journey with all that was left unsaid. */
export function resolveJourney({ id, tenant, written }: Tenanted<WrittenJourney>, dir: string): Journey {
  const everyMs = ms(written.every, 100)
  const timeoutMs = ms(written.timeout, Math.max(2 * ms(written.good.within, 0), 1000))
  return {
    id,
    tenant,
    component: written.component,
    ...resolveQuestion(written, dir),
    everyMs,
    timeoutMs,
    maxInFlight: written.maxInFlight ?? enoughInFlight(timeoutMs, everyMs),
    stable: written.stable ?? 5,
  }
}

/** A check with all that was left unsaid. */
export function resolveCheck({ id, tenant, written }: Tenanted<WrittenCheck>, dir: string): Check {
  return { id, tenant, ...resolveQuestion(written, dir), captures: resolveCaptures(written.capture) }
}
