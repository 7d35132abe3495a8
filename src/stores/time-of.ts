/** When a row was written, on the wall; what does not say is as old as can be. */
export function timeOf(written: string | undefined): number {
  if (written === undefined) return Number.NEGATIVE_INFINITY
  const number = Number(written)
  return Number.isFinite(number) ? number : Date.parse(written)
}
