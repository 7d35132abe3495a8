import { seededRandom } from '../../model/random.ts'

/** A mean and the interval in which the true one lies, with the stated confidence. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * The weighted mean of paired differences with its bootstrap interval: the cases are drawn again and again, with
 * replacement, and the middle 95 % of the means are kept. The same seed draws the same.
 */
export function pairedInterval(
  differences: readonly number[],
  weights: readonly number[],
  seed: number,
  draws = drawsFor(differences.length),
): Interval | undefined {
  if (differences.length === 0) return undefined
  const values = Float64Array.from(differences)
  const loads = Float64Array.from(weights)
  const mean = weightedMean(values, loads)
  const spread = means(values, loads, seed, draws).sort()
  return { mean, low: quantile(spread, TAIL), high: quantile(spread, 1 - TAIL) }
}

/** Half of what the interval leaves out. */
export const TAIL = 0.025

// With many cases each mean is steadier, and fewer of them say as much: the work stays bounded.
function drawsFor(cases: number): number {
  return Math.round(Math.min(2000, Math.max(400, MOST_WORK / Math.max(1, cases))))
}
const MOST_WORK = 10_000_000

function means(values: Float64Array, weights: Float64Array, seed: number, draws: number): Float64Array {
  const random = seededRandom(seed)
  const alike = weights.every(weight => weight === weights[0])
  const { length } = values
  return Float64Array.from({ length: draws }, () => {
    let sum = 0
    let weight = 0
    for (let n = 0; n < length; n++) {
      const drawn = Math.floor(random() * length)
      const load = alike ? 1 : (weights[drawn] as number)
      sum += load * (values[drawn] as number)
      weight += load
    }
    return sum / weight
  })
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return values.reduce((sum, value, n) => sum + value * (weights[n] as number), 0) / total
}

/** The value below which such a share of a sorted list lies, straight between its neighbours. */
export function quantile(sorted: ArrayLike<number>, ratio: number): number {
  const place = ratio * (sorted.length - 1)
  const below = Math.floor(place)
  const [a = 0, b = a] = [sorted[below], sorted[Math.min(sorted.length - 1, below + 1)]]
  return a + (place - below) * (b - a)
}
