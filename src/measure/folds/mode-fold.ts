import type { DrillEvent } from '../../model/event.ts'
import { coverage } from '../spans.ts'

/** Follows how long, and in which modes, answers admitted to be degraded. */
export interface ModeFold {
  see(event: DrillEvent): void
  seen(): readonly string[]
  /** Each degraded answer stands for the time until the next one; two journeys degraded at once count once. */
  degradedMs(): number
  /** When the last degraded answer had come in. */
  lastMs(): number | null
  /** Whether some journey's newest answer was degraded. */
  isOn(): boolean
}

export function modeFold(): ModeFold {
  const everyMs = new Map<string, number>()
  const modes = new Set<string>()
  const degradedNow = new Set<string>()
  const degraded = coverage()
  let lastMs: number | null = null
  return {
    see(event) {
      if (event.type === 'drill.started') {
        for (const journey of event.platform.journeys) everyMs.set(journey.id, journey.everyMs)
      }
      if (event.type !== 'sample') return
      const { journey, mode, dueMs, tookMs } = event
      if (mode === undefined) {
        degradedNow.delete(journey)
        return
      }
      degradedNow.add(journey)
      modes.add(mode)
      degraded.add({ fromMs: dueMs, toMs: dueMs + (everyMs.get(journey) ?? 0) })
      lastMs = Math.max(lastMs ?? 0, dueMs + tookMs)
    },
    seen: () => [...modes],
    degradedMs: degraded.totalMs,
    lastMs: () => lastMs,
    isOn: () => degradedNow.size > 0,
  }
}
