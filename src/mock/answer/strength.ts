/** How good a model is at finding an answer. Every difference is one that a golden set can see. */
export interface Strength {
  /** How many sentences of the context it takes in, from the start. */
  readonly reads: number
  /** Whether a rare word counts for more than one that stands everywhere. */
  readonly weighsWords: boolean
  /** Whether it knows a sentence by its heading and its neighbours. */
  readonly seesAround: boolean
  /** How many sentences it may put together. */
  readonly says: number
}

/** The strength of any model, known or invented, by its name. The first row that fits counts. */
export function strengthOf(model: string): Strength {
  return STRENGTHS.find(([pattern]) => pattern.test(model))?.[1] ?? STANDARD
}

const LARGE: Strength = { reads: Infinity, weighsWords: true, seesAround: true, says: 2 }
const STANDARD: Strength = { reads: 400, weighsWords: true, seesAround: true, says: 1 }
const SMALL: Strength = { reads: 40, weighsWords: false, seesAround: false, says: 1 }

const STRENGTHS: readonly (readonly [RegExp, Strength])[] = [
  [/(?<!ge)mini|nano|haiku|flash|lite|small|tiny|micro|(?<!\d)[1-9]b\b/i, SMALL],
  [/opus|pro\b|large|max\b|^o\d|gpt-[5-9]/i, LARGE],
]
