import type { Turn } from './conversation.ts'

/** What the user wants to know, and everything they gave to know it from. */
export interface Exchange {
  readonly question: string
  readonly context: string
}

/** Tells the question from the context: the question is the end of the last user turn, the rest is context. */
export function exchange(turns: readonly Turn[]): Exchange {
  const last = turns.findLastIndex(turn => turn.role === 'user' && turn.text.trim() !== '')
  const { question, rest } = split(turns[last]?.text ?? '')
  // What the model said itself is no evidence.
  const given = turns.flatMap((turn, i) => (i === last || turn.role === 'assistant' ? [] : [turn.text]))
  return {
    question: question.slice(-MAX_CHARACTERS),
    context: [...given, rest].filter(text => text.trim() !== '').join('\n\n'),
  }
}

// Nobody asks more than this at once, except to see what happens.
const MAX_CHARACTERS = 10_000

function split(text: string): { readonly question: string; readonly rest: string } {
  const marked = /(?:^|\n)[ \t]*(?:question|query)[ \t]*:/gi
  const mark = [...text.matchAll(marked)].at(-1)
  if (mark !== undefined) {
    return { question: text.slice(mark.index + mark[0].length).trim(), rest: text.slice(0, mark.index).trim() }
  }
  const trimmed = text.trim()
  const lineStart = trimmed.lastIndexOf('\n') + 1
  const sentenceStart = trimmed.endsWith('?') ? lastSentenceStart(trimmed.slice(lineStart)) : 0
  const start = lineStart + sentenceStart
  return { question: trimmed.slice(start), rest: trimmed.slice(0, start).trim() }
}

function lastSentenceStart(line: string): number {
  return [...line.matchAll(/[.!?]\s+/g)].reduce((_, end) => end.index + end[0].length, 0)
}
