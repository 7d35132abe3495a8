/** A share as people write it: `30 %`, `0.5 %`. */
export function formatPercent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}

/** A share that was measured: `99.13 %`. Rounded down, so that what was not quite whole never reads as 100 %. */
export function measuredPercent(ratio: number): string {
  return `${Number((Math.floor(ratio * 10_000 + 1e-6) / 100).toFixed(2))} %`
}
