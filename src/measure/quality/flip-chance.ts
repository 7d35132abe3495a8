/**
 * How likely flips so one-sided, or more so, are if either way is equally likely: McNemar's test, exact and two-sided.
 * Only cases that changed count.
 */
export function flipChance(lost: number, gained: number): number {
  const flips = lost + gained
  if (flips === 0) return 1
  const fewer = Math.min(lost, gained)
  // Summed from logarithms: a half to the power of a thousand is no number any more.
  let logWays = 0
  let tail = Math.exp(-flips * Math.LN2)
  for (let k = 1; k <= fewer; k++) {
    logWays += Math.log((flips - k + 1) / k)
    tail += Math.exp(logWays - flips * Math.LN2)
  }
  return Math.min(1, 2 * tail)
}
