import type { DrillEvent } from '../../model/event.ts'

/** Before anything was broken, during the load, or after it. */
export type Part = 'before' | 'during' | 'after'

/** When the loads of a drill began and ended, together. */
export interface Blast {
  see(event: DrillEvent): void
  startedMs(): number | undefined
  /** Undefined while one of them still runs. */
  stoppedMs(): number | undefined
  /** `aside`: something else was broken already, and the load not yet there. Undefined as long as nobody can know. */
  partOf(dueMs: number): Part | 'aside' | undefined
}

export function blast(): Blast {
  const running = new Set<string>()
  let damagedMs = Number.POSITIVE_INFINITY
  let intendedMs: number | undefined
  let startedMs: number | undefined
  let stoppedMs: number | undefined
  let knownUntilMs = 0
  return {
    see(event) {
      switch (event.type) {
        case 'fault.intended':
          if (event.fault.kind === 'load.tenant') intendedMs ??= event.atMs
          else damagedMs = Math.min(damagedMs, event.atMs)
          break
        case 'load.started':
          startedMs = Math.min(startedMs ?? event.startedMs, event.startedMs)
          running.add(event.fault)
          break
        case 'load.second':
          knownUntilMs = Math.max(knownUntilMs, event.fromMs + 1000)
          break
        case 'load.stopped':
          running.delete(event.fault)
          stoppedMs = Math.max(stoppedMs ?? 0, event.stoppedMs)
          break
        case 'drill.finished':
          knownUntilMs = Number.POSITIVE_INFINITY
          break
      }
    },
    startedMs: () => startedMs,
    stoppedMs: () => (running.size > 0 ? undefined : stoppedMs),
    partOf(dueMs) {
      // What neighbours are used to is what they had before anything was broken.
      const before = dueMs < damagedMs ? 'before' : 'aside'
      if (intendedMs === undefined || dueMs < intendedMs) return before
      // Its first report says when it began; what was due meanwhile waits for that.
      if (startedMs === undefined) return undefined
      if (dueMs < startedMs) return before
      if (running.size > 0) return dueMs < knownUntilMs ? 'during' : undefined
      return dueMs < (stoppedMs ?? Number.POSITIVE_INFINITY) ? 'during' : 'after'
    },
  }
}
