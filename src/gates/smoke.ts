import type { Check, Journey } from '../model/journey.ts'
import type { Platform } from '../model/platform.ts'
import type { Question } from '../model/question.ts'
import { isNamed } from '../model/sharing.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Asking } from '../probes/ask/answer.ts'
import { ask, inTime } from '../probes/ask/ask.ts'
import { askSteps } from '../probes/ask/steps.ts'
import { type Captured, capturedFor, fillQuestion, missingFrom } from './captured.ts'

/** What a gate says. */
export interface GateAnswer {
  readonly verdict: Verdict
  readonly detail: string
  /** What it left for people to look at, by paths inside the drill's folder. */
  readonly files?: readonly string[] | undefined
}

/**
 * Asks one check, or one journey once, and says whether the answer was right; of several tenants each one's has to be.
 * It may use what was captured before, and adds what it captures itself.
 */
export async function smokeGate(
  world: Asking,
  platform: Platform,
  name: string,
  captured: Captured = new Map(),
): Promise<GateAnswer> {
  const meant = [...platform.checks, ...platform.journeys].filter(known => isNamed(known.id, name))
  const [first, ...others] = meant
  if (first === undefined) return { verdict: 'inconclusive', detail: `there is no check or journey called ${name}` }
  let said = await askOnce(world, first, captured)
  for (const check of others) {
    if (said.verdict !== 'passed') return said
    said = await askOnce(world, check, captured)
  }
  return said
}

async function askOnce(world: Asking, asked: Check | Journey, captured: Captured): Promise<GateAnswer> {
  const known = capturedFor(captured, asked.tenant)
  const missing = missingFrom(asked, known)
  if (missing !== undefined)
    return { verdict: 'inconclusive', detail: `it was not asked: nothing before it captured ${missing}` }
  const startedMs = world.clock.nowMs()
  // Twice the limit: an answer that is late is worth telling from one that never came.
  const patience = { timeoutMs: asked.good.withinMs * 2 }
  const question = capturing(fillQuestion(asked, known), 'captures' in asked ? asked.captures : [])
  const answer =
    question.kind === 'steps' ? await askSteps(world, question, patience, known) : await ask(world, question, patience)
  const tookMs = world.clock.nowMs() - startedMs
  const { bad, detail } = inTime(answer, tookMs, question.good)
  if (bad !== undefined) return { verdict: 'failed', detail: `${bad}: ${detail}` }
  captured.set(asked.tenant, known)
  return { verdict: 'passed', detail: `right answer in ${Math.round(tookMs)} ms` }
}

/** One request that captures something is a row of steps with one step in it. */
function capturing(question: Question, captures: Check['captures']): Question {
  if (question.kind !== 'http' || captures.length === 0) return question
  const { request, good, modeAt } = question
  return { kind: 'steps', steps: [{ request, good, captures }], good, modeAt }
}
