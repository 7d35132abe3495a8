import type { Completion, Said } from '../answer/completion.ts'
import { garbled, untrue } from '../answer/degraded.ts'
import { tokenPieces } from '../answer/tokens.ts'
import type { MockEffect } from '../fault.ts'
import type { CompletionJob } from '../wire.ts'

export interface Answers {
  readonly complete: (job: CompletionJob) => Completion
}

type CompletionEffect = Extract<
  MockEffect,
  { kind: 'empty' | 'blocked' | 'malformedArguments' | 'wrongModel' | 'degrade' | 'usage' }
>

/** What a model says when the wire is in order and the answer is not. */
export function spoiltCompletion(effect: CompletionEffect, job: CompletionJob, { complete }: Answers): Completion {
  switch (effect.kind) {
    case 'empty':
      return { said: { kind: 'nothing' }, usage: { promptTokens: 0, completionTokens: 0 }, servedBy: job.model }
    case 'blocked':
      return blocked(effect.what, complete(job))
    case 'malformedArguments':
      return malformed(complete(job))
    case 'wrongModel':
      return { ...complete(asAnother(job, effect.model)), servedBy: effect.admitted ? effect.model : job.model }
    case 'degrade':
      if (effect.how === 'weaker') return { ...complete(asAnother(job, WEAKEST)), servedBy: job.model }
      return reworded(complete(job), effect.how === 'garbled' ? garbled : untrue)
    case 'usage':
      return billed(complete(job), effect.promptTimes ?? 1, effect.completionTimes ?? 1)
    default:
      return effect satisfies never
  }
}

/** Another model does not say what was settled for this one. */
function asAnother({ fixed: _, ...job }: CompletionJob, model: string): CompletionJob {
  return { ...job, model }
}

// Any name of a small model is as weak as any other.
const WEAKEST = 'nano'

/** The filter looks at a question before anything is said, and at an answer when some of it has gone out. */
function blocked(what: 'prompt' | 'answer', completion: Completion): Completion {
  const { said, usage } = completion
  const spoken = what === 'prompt' || said.kind === 'nothing' ? [] : textOf(said)
  const pieces = spoken.slice(0, Math.ceil(spoken.length / 2))
  return {
    ...completion,
    said: { kind: 'blocked', what, pieces },
    usage: { ...usage, completionTokens: pieces.length },
  }
}

function textOf(said: Exclude<Said, { kind: 'nothing' }>): readonly string[] {
  return said.kind === 'tool-call' ? [] : said.pieces
}

function malformed(completion: Completion): Completion {
  const { said } = completion
  if (said.kind !== 'tool-call') return completion
  const text = said.pieces.join('')
  // At least the last brace is missing, so that it never is JSON.
  const pieces = tokenPieces(text.slice(0, Math.max(1, Math.floor(text.length * 0.6))))
  return { ...completion, said: { ...said, pieces, input: {} } }
}

function reworded(completion: Completion, reword: (text: string) => string): Completion {
  const { said, usage } = completion
  if (said.kind !== 'text') return completion
  const pieces = tokenPieces(reword(said.pieces.join('')))
  return { ...completion, said: { ...said, pieces }, usage: { ...usage, completionTokens: pieces.length } }
}

function billed(completion: Completion, promptTimes: number, completionTimes: number): Completion {
  const { promptTokens, completionTokens } = completion.usage
  const usage = {
    promptTokens: Math.round(promptTokens * promptTimes),
    completionTokens: Math.round(completionTokens * completionTimes),
  }
  return { ...completion, usage }
}
