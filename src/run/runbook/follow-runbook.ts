import type { RunbookOutcome, StepOutcome } from '../../model/runbook.ts'
import type { RunbookStep } from '../../runbook/runbook.ts'
import type { ReadyRunbook } from '../drill.ts'
import type { Following, Given } from './following.ts'
import { runStep, type StepResult } from './runbook-step.ts'

/** Follows a runbook as whoever is on call would: step by step, until a step goes wrong. */
export async function followRunbook(
  running: Following,
  { runbook, environment }: ReadyRunbook,
  { decisions, values: given }: Given,
): Promise<RunbookOutcome> {
  const { journal, abort } = running
  const { file, title } = runbook
  const steps = runbook.steps.map(({ title, owner, boxMs }) => ({ title, owner, boxMs }))
  await journal.commit({ type: 'runbook.started', runbook: file, title, steps })
  let values: Readonly<Record<string, string>> = { ...environment, ...given }
  const bad: string[] = []
  for (const [index, step] of runbook.steps.entries()) {
    abort.signal.throwIfAborted()
    const result = await followStep(running, { step, number: index + 1, values, decisions })
    values = { ...values, ...result.values }
    if (result.outcome === 'failed' || result.outcome === 'needs-person')
      bad.push(`step ${index + 1} (${step.title}): ${result.detail}`)
    if (bad.length === 0) continue
    const outcome = result.outcome === 'failed' ? 'failed' : 'needs-person'
    await journal.commit({ type: 'runbook.finished', outcome, detail: bad.join('; ') })
    return outcome
  }
  await journal.commit({ type: 'runbook.finished', outcome: 'done', detail: 'every step did what it should' })
  return 'done'
}

/** A step that is due, with what the steps before it found and what the scenario says to its questions. */
interface DueStep {
  readonly step: RunbookStep
  readonly number: number
  readonly values: Readonly<Record<string, string>>
  readonly decisions: Readonly<Record<string, string>>
}

async function followStep(running: Following, due: DueStep): Promise<StepResult> {
  const { journal } = running
  const { step, number } = due
  const startedMs = journal.nowMs()
  await journal.commit({ type: 'runbook.step.started', step: number, title: step.title })
  const result = await resultOf(running, due)
  const { outcome, exitCode, detail } = result
  const tookMs = journal.nowMs() - startedMs
  const { title } = step
  await journal.commit({ type: 'runbook.step.finished', step: number, title, outcome, tookMs, exitCode, detail })
  return result
}

async function resultOf(running: Following, { step, number, values, decisions }: DueStep): Promise<StepResult> {
  const { onlyIf, decide, byHand } = step
  if (onlyIf !== undefined && values[onlyIf.name] !== onlyIf.is) {
    return ended('skipped', `${onlyIf.name} is ${values[onlyIf.name] ?? 'not decided'}, not ${onlyIf.is}`)
  }
  let decided: Readonly<Record<string, string>> = {}
  const askDecision = async (): Promise<StepResult | undefined> => {
    if (decide === undefined) return undefined
    const answer = await answerTo(running, number, decide.question, decide.answers, decisions[decide.name])
    if (answer === undefined) return ended('needs-person', `nobody was there to decide: ${decide.question}`)
    decided = { [decide.name]: answer }
    return undefined
  }
  const undecided = decide?.asked === 'before' ? await askDecision() : undefined
  if (undecided !== undefined) return undecided
  if (byHand !== undefined) {
    const answer = await answerTo(running, number, `By hand: ${byHand}. Is it done?`, ['done', 'failed'], undefined)
    if (answer === undefined) return ended('needs-person', `nobody was there to do it by hand: ${byHand}`)
    if (answer !== 'done') return ended('failed', `it could not be done by hand: ${byHand}`)
  }
  const run = await runStep(running, step, number, { ...values, ...decided })
  if (run.outcome === 'failed') return run
  const leftOpen = decide?.asked === 'after' ? await askDecision() : undefined
  if (leftOpen !== undefined) return leftOpen
  return { ...run, values: { ...decided, ...run.values } }
}

/** A person, if one is there; else what the scenario says. */
async function answerTo(
  { journal, ask, abort }: Following,
  step: number,
  question: string,
  answers: readonly string[],
  configured: string | undefined,
): Promise<string | undefined> {
  const said = await ask?.(question, answers, abort.signal)
  const answer = said ?? configured
  if (answer === undefined) return undefined
  const by = said === undefined ? 'scenario' : 'person'
  await journal.commit({ type: 'runbook.decided', step, question, answer, by })
  return answer
}

function ended(outcome: StepOutcome, detail: string): StepResult {
  return { outcome, exitCode: undefined, detail, values: {} }
}
