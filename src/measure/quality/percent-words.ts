/** A share as people read it: `5 %`, `12.5 %`. */
export function percentWords(ratio: number): string {
  return `${Number((ratio * 100).toFixed(1))} %`
}
