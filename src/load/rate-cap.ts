/** Lets through no more than so many in any second, wherever that second begins. Times must not go backwards. */
export function rateCap(perSecond: number): (atMs: number) => boolean {
  const most = Math.max(1, Math.floor(perSecond))
  // A rate below one a second needs a longer look back.
  const windowMs = perSecond >= 1 ? 1000 : 1000 / perSecond
  const newest = new Float64Array(most).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  return atMs => {
    if (atMs - (newest[oldest] ?? 0) < windowMs) return false
    newest[oldest] = atMs
    oldest = (oldest + 1) % most
    return true
  }
}
