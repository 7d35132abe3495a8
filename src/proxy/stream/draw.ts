/**
 * Numbers from 0 up to 1 that depend on nothing but the seed and the words given: the same connection meets the same fate in
 * every run, however its neighbours' bytes were interleaved.
 */
export function draws(seed: number, ...words: readonly (string | number)[]): () => number {
  let state = words.reduce<number>((hash, word) => mixed(hash, String(word)), seed >>> 0)
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    return scrambled(state) / 4_294_967_296
  }
}

// FNV-1a over the word and a separator, so that ('a', 'bc') and ('ab', 'c') differ.
function mixed(hash: number, word: string): number {
  let state = hash ^ 0x811c9dc5
  for (let index = 0; index < word.length; index++) state = Math.imul(state ^ word.charCodeAt(index), 0x01000193)
  return scrambled(Math.imul(state ^ 0xffff, 0x01000193))
}

// An avalanche: each bit of the input moves about half of the bits of the result.
function scrambled(value: number): number {
  let state = value
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
  return (state ^ (state >>> 15)) >>> 0
}
