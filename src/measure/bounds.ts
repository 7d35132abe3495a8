import type { Bounds } from '../model/journey-measure.ts'

/** Where, with 95 % confidence, the share lies of which so many of so many were seen: Wilson's interval. */
export function shareBounds(seen: number, of: number): Bounds {
  if (of === 0) return { low: null, high: null }
  const share = seen / of
  const z2 = Z * Z
  const centre = (share + z2 / (2 * of)) / (1 + z2 / of)
  const half = (Z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/**
 * Between which two of so many values, counted from the smallest, a quantile lies with 95 % confidence, whatever they are
 * spread like. Null: further out than any of them, so nobody knows.
 */
export function quantileRanks(quantile: number, count: number): Bounds {
  if (count === 0) return { low: null, high: null }
  const { low, high } = count > EXACT_UP_TO ? nearlyRanks(quantile, count) : exactRanks(quantile, count)
  return { low: low < 1 ? null : low, high: high > count ? null : high }
}

/** What the normal distribution leaves out at each end. */
const Z = 1.96
const TAIL = 0.025
const EXACT_UP_TO = 10_000

/** The number of values below a quantile is binomially distributed: what both its tails leave between them. */
function exactRanks(quantile: number, count: number): { low: number; high: number } {
  let below = 0
  let low = 0
  // In logarithms: the chance that none of a thousand values lies below a median is no number any more.
  let logChance = count * Math.log1p(-quantile)
  for (let n = 0; n <= count; n++) {
    below += Math.exp(logChance)
    if (below <= TAIL) low = n + 1
    if (below >= 1 - TAIL) return { low, high: n + 1 }
    logChance += Math.log((count - n) / (n + 1)) + Math.log(quantile) - Math.log1p(-quantile)
  }
  return { low, high: count + 1 }
}

function nearlyRanks(quantile: number, count: number): { low: number; high: number } {
  const half = Z * Math.sqrt(count * quantile * (1 - quantile))
  return { low: Math.floor(count * quantile - half), high: Math.ceil(count * quantile + half) + 1 }
}
