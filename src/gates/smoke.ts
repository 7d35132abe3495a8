import { type Check, isNamed, type Journey, type Platform } from '../model/platform.ts'
import type { Question } from '../model/question.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Asking } from '../probes/ask/answer.ts'
import { ask, inTime } from '../probes/ask/ask.ts'

/** What a gate says. */
export interface GateAnswer {
  readonly verdict: Verdict
  readonly detail: string
}

/** Asks one check, or one journey once, and says whether the answer was right; of several tenants each one's has to be. */
export async function smokeGate(world: Asking, platform: Platform, name: string): Promise<GateAnswer> {
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

async function askOnce(world: Asking, asked: Check | Journey): Promise<GateAnswer> {
  const question: Question = 'kind' in asked ? asked : { kind: 'http', modeAt: undefined, ...asked }
  const startedMs = world.clock.nowMs()
  // Twice the limit: an answer that is late is worth telling from one that never came.
  const answer = await ask(world, question, { timeoutMs: question.good.withinMs * 2 })
  const tookMs = world.clock.nowMs() - startedMs
  const { bad, detail } = inTime(answer, tookMs, question.good)
  if (bad === undefined) return { verdict: 'passed', detail: `right answer in ${Math.round(tookMs)} ms` }
  return { verdict: 'failed', detail: `${bad}: ${detail}` }
}
