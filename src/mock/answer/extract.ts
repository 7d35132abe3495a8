import type { Passages, Sentence } from './passages.ts'
import type { Strength } from './strength.ts'
import { stems } from './words.ts'

/** The sentence or sentences of the context that answer the question; undefined if none is about it. */
export function extract(
  question: string,
  { sentences, sentencesWith }: Passages,
  strength: Strength,
): string | undefined {
  const asked = [...new Set(stems(question))]
  const weight = (word: string): number => (strength.weighsWords ? rarity(word, sentences.length, sentencesWith) : 1)
  const read = strength.reads < sentences.length ? sentences.slice(0, strength.reads) : sentences
  const best = bestOf(read, asked, weight, strength)
  if (best === undefined) return undefined
  if (strength.says === 1) return best.text
  // A second sentence only for what the first leaves open.
  const open = asked.filter(word => !best.words.has(word) && sentencesWith.has(word))
  const second = open.length < 2 ? undefined : bestOf(read, open, weight, { ...strength, seesAround: false })
  return second === undefined || second === best ? best.text : `${best.text} ${second.text}`
}

/** A word that few sentences know says much about which one is meant; one that none knows says little. */
function rarity(word: string, total: number, sentencesWith: ReadonlyMap<string, number>): number {
  const count = sentencesWith.get(word)
  return count === undefined ? Math.log1p(total) / 2 : Math.log1p(total / count)
}

function bestOf(
  sentences: readonly Sentence[],
  asked: readonly string[],
  weight: (word: string) => number,
  strength: Strength,
): Sentence | undefined {
  const weighed = asked.map(word => ({ word, weight: weight(word) }))
  const total = weighed.reduce((sum, each) => sum + each.weight, 0)
  let best: Sentence | undefined
  let most = total * LEAST_SHARE
  for (const sentence of sentences) {
    let score = 0
    for (const { word, weight } of weighed) {
      if (sentence.words.has(word)) score += weight
      else if (strength.seesAround && sentence.around.has(word)) score += weight / 2
    }
    if (score > most) {
      best = sentence
      most = score
    }
  }
  return best
}

/** A sentence that shares less than this part of the question is about something else. */
const LEAST_SHARE = 0.3
