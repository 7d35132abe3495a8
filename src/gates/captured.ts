import type { Question } from '../model/question.ts'
import { placeholdersIn, textsIn } from '../platform/placeholders.ts'
import { shellQuote } from '../platform/shell-quote.ts'
import { capturedAs } from '../probes/ask/steps.ts'
import { fillRequest } from '../probes/fill-request.ts'

/** What the checks of one round of gates have captured so far, by whose check it was and the name it is filled in by. */
export type Captured = Map<string | undefined, Map<string, string>>

/** What a check of a tenant, or of nobody, may use: what was captured for it, and for nobody. */
export function capturedFor(captured: Captured, tenant: string | undefined): Map<string, string> {
  return new Map([...(captured.get(undefined) ?? []), ...(captured.get(tenant) ?? [])])
}

/** The first thing a question needs that nobody has captured; its own steps see to themselves. */
export function missingFrom(question: Question, known: ReadonlyMap<string, string>): string | undefined {
  const own = question.kind === 'steps' ? question.steps.flatMap(step => step.captures.map(({ name }) => name)) : []
  return [...textsIn(question)]
    .flatMap(({ text }) => placeholdersIn(text))
    .flatMap(placeholder => (placeholder.kind === 'captured' ? [placeholder.name] : []))
    .find(name => !own.includes(name) && !known.has(capturedAs(name)))
}

/** A question with what was captured filled in. Steps fill themselves in as they go. */
export function fillQuestion(question: Question, known: ReadonlyMap<string, string>): Question {
  if (question.kind === 'command') return { ...question, run: fillCommand(question.run, known) }
  if (question.kind !== 'http' && question.kind !== 'stream') return question
  return { ...question, request: fillRequest(question.request, Object.fromEntries(known)) }
}

function fillCommand(run: string, known: ReadonlyMap<string, string>): string {
  let filled = ''
  let from = 0
  for (const { source, index } of placeholdersIn(run)) {
    const value = known.get(source.slice(2, -1))
    if (value === undefined) continue
    filled += run.slice(from, index) + shellQuote(value, run.slice(0, index))
    from = index + source.length
  }
  return filled + run.slice(from)
}
