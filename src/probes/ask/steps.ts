import type { Question } from '../../model/question.ts'
import { modeOf, parsed, worthOf } from '../answer.ts'
import { fillRequest } from '../fill-request.ts'
import { valueAt } from '../json-path.ts'
import { type Asked, type Asking, type Patience, right, wrong } from './answer.ts'

type Steps = Extract<Question, { kind: 'steps' }>

/**
 * Asks one request after the other, each with what those before it brought. The first that goes wrong is what is told.
 * What is captured joins what was captured before, by the names that stand in requests.
 */
export async function askSteps(
  world: Asking,
  { steps, modeAt }: Steps,
  patience: Patience,
  captured: Map<string, string> = new Map(),
): Promise<Asked> {
  const endMs = world.clock.nowMs() + patience.timeoutMs
  let mode: string | undefined
  for (const [index, { request, good, captures }] of steps.entries()) {
    const where = steps.length === 1 ? '' : `step ${index + 1}: `
    const startedMs = world.clock.nowMs()
    if (startedMs >= endMs) return wrong('timeout', `${where}there was no time left`, mode)
    const filled = fillRequest(request, Object.fromEntries(captured))
    const outcome = await world.http.send(filled, { ...patience, timeoutMs: endMs - startedMs })
    const { bad, detail } = worthOf(outcome, good, world.clock.nowMs() - startedMs)
    if (bad !== undefined) return wrong(bad, `${where}${detail}`, mode)
    const body = outcome.kind === 'reply' ? parsed(outcome.body) : undefined
    if (modeAt !== undefined) mode = modeOf(valueAt(body, modeAt)) ?? mode
    for (const { name, at } of captures) {
      const value = valueAt(body, at)
      if (value === undefined || value === null) return wrong('wrong', `${where}there is nothing at ${at}`, mode)
      captured.set(capturedAs(name), typeof value === 'string' ? value : JSON.stringify(value))
    }
  }
  return right(mode)
}

/** How a captured value is called where it is filled in. */
export function capturedAs(name: string): string {
  return `captured.${name}`
}
