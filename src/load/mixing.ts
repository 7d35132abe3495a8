import { seededRandom } from '../model/random.ts'

/** Says which of several weighted things is next; the same seed gives the same order. */
export function mixing<T extends { readonly weight: number }>(parts: readonly T[], seed: number): () => T {
  const random = seededRandom(seed ^ 0x5bd1e995)
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
  const [first] = parts
  if (first === undefined) throw new Error('there is nothing to choose from')
  return () => {
    if (parts.length === 1) return first
    let left = random() * whole
    for (const part of parts) {
      left -= part.weight
      if (left < 0) return part
    }
    return first
  }
}
