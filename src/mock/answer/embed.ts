import { hash } from '../hash.ts'
import { stems } from './words.ts'

/** What an embedding model made of some texts. */
export interface Embedding {
  readonly vectors: readonly Vector[]
  readonly tokens: number
  /** The model the answer says it comes from. */
  readonly servedBy: string
}

export type Vector = Float32Array<ArrayBuffer>

/** Texts as vectors of length 1: those that share words are near, and every model has a space of its own. */
export function embed(model: string, texts: readonly string[], dimensions = dimensionsOf(model)): Embedding {
  const space = hash(model)
  return {
    vectors: texts.map(text => vector(text, space, dimensions)),
    tokens: texts.reduce((sum, text) => sum + tokensIn(text), 0),
    servedBy: model,
  }
}

/** About four characters make a token. */
export function tokensIn(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

/** How long the vectors of a model are, by its name. The first row that fits counts. */
function dimensionsOf(model: string): number {
  return DIMENSIONS.find(([pattern]) => pattern.test(model))?.[1] ?? 1536
}

const DIMENSIONS: readonly (readonly [RegExp, number])[] = [
  [/embedding-3-large|gemini-embedding/, 3072],
  [/titan-embed|cohere\.embed/, 1024],
  [/text-embedding-00\d|multilingual-embedding|gecko/, 768],
]

/** Feature hashing: every word adds to one place of the vector, every three letters of it a little to another. */
function vector(text: string, space: number, dimensions: number): Vector {
  const sum = new Float32Array(dimensions)
  const add = (feature: string, weight: number): void => {
    const drawn = hash(feature, space)
    const place = drawn % dimensions
    // The sign comes from other bits than the place: collisions cancel out as often as they add up.
    sum[place] = (sum[place] ?? 0) + (Math.imul(drawn, 0x9e3779b1) < 0 ? -weight : weight)
  }
  const words = stems(text.slice(0, MAX_CHARACTERS))
  for (const word of words) {
    add(word, 1)
    for (let i = 0; i + 3 <= word.length; i++) add(`${word.slice(i, i + 3)}…`, PART_WEIGHT)
  }
  if (words.length === 0) add(text.trim(), 1)
  return unit(sum)
}

// Enough for the forms of a word and for a typing error, too little to outweigh a whole word.
const PART_WEIGHT = 0.25
const MAX_CHARACTERS = 40_000

function unit(sum: Vector): Vector {
  let squares = 0
  for (const value of sum) squares += value * value
  const length = Math.sqrt(squares)
  return length === 0 ? sum : sum.map(value => value / length)
}
