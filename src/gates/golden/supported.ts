import { meaningful } from './normal.ts'
import type { Source } from './reply.ts'

/** Whether the returned sources bear an answer out, and the first sentence they do not. */
export interface Support {
  readonly supported: boolean
  readonly unsupported: string | undefined
}

/**
 * Holds each sentence of an answer against the texts of its sources: most of its words, and every number in it, must
 * stand in one of them. It finds what is made up, not what is twisted; a judge can do more. Unknown without texts.
 */
export function supportOf(answer: string, sources: readonly Source[] | undefined): Support | undefined {
  const texts = sources?.flatMap(({ text }) => text ?? []) ?? []
  if (texts.length === 0) return undefined
  const known = texts.map(text => new Set(meaningful(text)))
  const sentences = answer.slice(0, MOST_CHARACTERS).split(/(?<=[.!?])\s+|\n+/)
  const unsupported = sentences.find(sentence => !isBorneOut(sentence, known))
  return { supported: unsupported === undefined, unsupported }
}

// Answers can be megabytes; what is made up is rarely only in the second one.
const MOST_CHARACTERS = 50_000

function isBorneOut(sentence: string, sources: readonly ReadonlySet<string>[]): boolean {
  const words = meaningful(sentence)
  // "I do not know" and "You are welcome" claim nothing.
  if (words.length < FEWEST_WORDS) return true
  return sources.some(source => {
    const there = words.filter(word => source.has(word))
    const numbers = words.filter(word => /\d/.test(word))
    return there.length / words.length >= ENOUGH_RATIO && numbers.every(number => source.has(number))
  })
}

const FEWEST_WORDS = 3
const ENOUGH_RATIO = 0.6
