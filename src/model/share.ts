/** A share as people write it, `30%` or 0.3, as a ratio. */
export function parseShare(share: number | string): number {
  return typeof share === 'number' ? share : Number(share.slice(0, -1)) / 100
}
