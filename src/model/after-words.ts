import type { AfterMeasure } from './journey-measure.ts'

/** A ratio with its error bar, as people read it: `1.2 times (1.1 to 1.4)`. An end that nobody knows is left open. */
export function ratioInWords({ ratio, bounds }: Pick<AfterMeasure, 'ratio' | 'bounds'>): string {
  if (ratio === null) return 'not seen'
  const { low, high } = bounds
  if (low === null && high === null) return `${figure(ratio)} times (too few answers to be sure of anything)`
  const from = low === null ? 'perhaps less' : figure(low)
  return `${figure(ratio)} times (${from} to ${high === null ? 'nobody knows what' : figure(high)})`
}

/** What one claim is about. */
export const AFTER_WORDS = {
  capacity: 'good answers a second',
  p50: 'time of half of all good answers',
  p95: 'time of 95 % of all good answers',
  p99: 'time of 99 % of all good answers',
} as const satisfies Record<AfterMeasure['what'], string>

function figure(ratio: number): string {
  return ratio.toFixed(2).replace(/\.?0+$/, '')
}
