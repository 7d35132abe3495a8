import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'
import { formatPercent } from '../../model/percent.ts'
import type { Guard, JourneyGuard } from '../../model/scenario.ts'
import { isNamed } from '../../model/sharing.ts'

/** Follows the samples and says, once something has been broken, and once for each guard, when it trips. */
export function guardFold(guards: readonly Guard[]): { see(event: DrillEvent): TrippedGuard | undefined } {
  const windows = guards
    .filter(guard => guard.kind === 'journey')
    .map(guard => ({ guard, window: slidingWindow(guard.forMs) }))
  const said = new Set<JourneyGuard>()
  let armed = false
  return {
    see(event) {
      // A platform that is sick before we touch it is the baseline's business.
      armed ||= event.type === 'fault.intended'
      if (event.type !== 'sample') return undefined
      const asked = windows.filter(({ guard }) => isNamed(event.journey, guard.journey))
      for (const { window } of asked) window.add(event.dueMs, event.bad === undefined)
      if (!armed) return undefined
      for (const { guard, window } of asked) {
        const ratio = window.goodRatio()
        if (said.has(guard) || ratio === undefined || ratio >= guard.belowRatio) continue
        said.add(guard)
        return tripped(guard, ratio)
      }
      return undefined
    },
  }
}

export interface TrippedGuard {
  readonly guard: string
  readonly detail: string
}

function tripped({ id, journey, belowRatio, forMs }: JourneyGuard, ratio: number): TrippedGuard {
  return {
    guard: id,
    detail: `availability of ${journey} was ${formatPercent(ratio)} over ${formatDuration(forMs)}, below ${formatPercent(belowRatio)}`,
  }
}

/** The share of good samples in the last so many milliseconds; unknown until that long has been seen. */
function slidingWindow(forMs: number): { add(atMs: number, good: boolean): void; goodRatio(): number | undefined } {
  let inside: { readonly atMs: number; readonly good: boolean }[] = []
  let firstMs: number | undefined
  let goods = 0
  return {
    add(atMs, good) {
      firstMs ??= atMs
      inside.push({ atMs, good })
      goods += good ? 1 : 0
      const gone = inside.findIndex(sample => sample.atMs > atMs - forMs)
      for (const sample of inside.slice(0, gone)) goods -= sample.good ? 1 : 0
      inside = inside.slice(gone)
    },
    goodRatio() {
      const lastMs = inside.at(-1)?.atMs
      if (firstMs === undefined || lastMs === undefined || lastMs - firstMs < forMs) return undefined
      return goods / inside.length
    },
  }
}
