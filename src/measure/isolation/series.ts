import type { SeriesMeasure } from '../../model/isolation.ts'

/** Numbers over time in a bounded number of steps: as they grow longer, the steps grow wider. */
export interface Series<Step extends object> {
  see(atMs: number, step: Step): void
  measure(): SeriesMeasure<Step>
}

const FINEST_MS = 1000
// A line on a page has room for so many; four minutes are told second by second.
const MOST_STEPS = 240

/** `join` makes one step of two that lie side by side, or in the same place. */
export function series<Step extends object>(join: (one: Step, other: Step) => Step): Series<Step> {
  let everyMs = FINEST_MS
  let steps = new Map<number, Step>()
  const put = (fromMs: number, step: Step): void => {
    const known = steps.get(fromMs)
    steps.set(fromMs, known === undefined ? step : join(known, step))
  }
  const widen = (): void => {
    const finer = steps
    everyMs *= 2
    steps = new Map()
    for (const [fromMs, step] of finer) put(Math.floor(fromMs / everyMs) * everyMs, step)
  }
  return {
    see(atMs, step) {
      put(Math.floor(atMs / everyMs) * everyMs, step)
      while (steps.size > MOST_STEPS) widen()
    },
    measure: () => ({
      everyMs,
      steps: [...steps].toSorted(([a], [b]) => a - b).map(([fromMs, step]) => ({ fromMs, ...step })),
    }),
  }
}
