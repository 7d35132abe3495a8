import type { DrillEvent } from '../model/event.ts'

/** Follows how long, and in which modes, answers admitted to be degraded. */
export interface ModeFold {
  see(event: DrillEvent): void
  seen(): readonly string[]
  degradedMs(): number
  /** When the last degraded answer had come in. */
  lastMs(): number | null
}

export function modeFold(): ModeFold {
  const everyMs = new Map<string, number>()
  const modes = new Set<string>()
  /** Up to where time is already counted, so that two journeys degraded at once count once. */
  let countedToMs = 0
  let degradedMs = 0
  let lastMs: number | null = null
  return {
    see(event) {
      if (event.type === 'drill.started') {
        for (const journey of event.platform.journeys) everyMs.set(journey.id, journey.everyMs)
      }
      if (event.type !== 'sample' || event.mode === undefined) return
      modes.add(event.mode)
      const untilMs = event.dueMs + (everyMs.get(event.journey) ?? 0)
      degradedMs += Math.max(0, untilMs - Math.max(event.dueMs, countedToMs))
      countedToMs = Math.max(countedToMs, untilMs)
      lastMs = Math.max(lastMs ?? 0, event.dueMs + event.tookMs)
    },
    seen: () => [...modes],
    degradedMs: () => degradedMs,
    lastMs: () => lastMs,
  }
}
