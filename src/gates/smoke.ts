import { type Check, isNamed, type Platform } from '../model/platform.ts'
import type { Verdict } from '../model/verdict.ts'
import type { World } from '../model/world.ts'
import { worthOf } from '../probes/answer.ts'

/** What a gate says. */
export interface GateAnswer {
  readonly verdict: Verdict
  readonly detail: string
}

/** Asks one check, or one journey once, and says whether the answer was right; of several tenants each one's has to be. */
export async function smokeGate(
  world: Pick<World, 'clock' | 'http'>,
  platform: Platform,
  name: string,
): Promise<GateAnswer> {
  const meant = [...platform.checks, ...platform.journeys].filter(known => isNamed(known.id, name))
  const [first, ...others] = meant
  if (first === undefined) return { verdict: 'inconclusive', detail: `there is no check or journey called ${name}` }
  let said = await askOnce(world, first)
  for (const check of others) {
    if (said.verdict !== 'passed') return said
    said = await askOnce(world, check)
  }
  return said
}

async function askOnce(
  world: Pick<World, 'clock' | 'http'>,
  check: Pick<Check, 'request' | 'good'>,
): Promise<GateAnswer> {
  const startedMs = world.clock.nowMs()
  // Twice the limit: an answer that is late is worth telling from one that never came.
  const outcome = await world.http.send(check.request, { timeoutMs: check.good.withinMs * 2 })
  const tookMs = world.clock.nowMs() - startedMs
  const { bad, detail } = worthOf(outcome, check.good, tookMs)
  if (bad === undefined) return { verdict: 'passed', detail: `right answer in ${Math.round(tookMs)} ms` }
  return { verdict: 'failed', detail: `${bad}: ${detail}` }
}
