import type { IntegrityMeans } from './means.ts'
import type { Left } from './what-is-left.ts'

// What was written at the same time may have arrived in another order than it was dated.
const ORDER_MS = 1000

/**
 * Until when all that was written has to be there. How far back restored data goes it says itself, by the newest row that there was before
 * and is now: a hole is no newest part, however much may be lost. And what is older than may be lost has to be there, however old the data
 * that came back. Infinite where nothing may be missing, and where nothing of what there was is there.
 */
export function dueUntil({ rpoMs, damagedMs }: IntegrityMeans, { knownNewestMs }: Left): number {
  if (rpoMs === 0 || !Number.isFinite(knownNewestMs)) return Number.POSITIVE_INFINITY
  return Math.max(knownNewestMs - ORDER_MS, damagedMs - rpoMs)
}
