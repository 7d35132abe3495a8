/** A share as people write it: `30 %`, `0.5 %`. */
export function formatPercent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}
