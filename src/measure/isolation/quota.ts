import type { Quota } from '../../model/sharing.ts'

/**
 * How many requests more than its quota a tenant was served, in whatever stretch of seconds it was worst. A quota allows a
 * burst and then so many a second; an answer may also belong to a request let in up to `answerMs` earlier.
 */
export function overQuota(servedBySecond: readonly number[], { perSecond, burst }: Quota, answerMs: number): number {
  // The stretch with the largest excess ends here, or was larger before: Kadane's way of finding it in one pass.
  let here = 0
  let worst = 0
  for (const served of servedBySecond) {
    here = Math.max(0, here + served - perSecond)
    worst = Math.max(worst, here)
  }
  return Math.max(0, Math.floor(worst - Math.max(burst, 1) - perSecond * (answerMs / 1000)))
}

/** Jain's index: 1 if all got the same share of what they wanted, 1/n if one of n got everything. */
export function jain(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, share) => total + share, 0)
  const squares = shares.reduce((total, share) => total + share * share, 0)
  return shares.length === 0 || squares === 0 ? null : (sum * sum) / (shares.length * squares)
}
