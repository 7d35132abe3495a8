import type { StreamClock } from '../../src/proxy/stream/clock.ts'

/** Time that passes only when told to. */
export interface FakeClock extends StreamClock {
  advance(ms: number): void
  /** How many timers are waiting. */
  readonly pending: number
}

export function fakeClock(): FakeClock {
  const timers = new Set<{ readonly dueMs: number; readonly run: () => void }>()
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    get pending() {
      return timers.size
    },
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const [next] = [...timers].sort((one, other) => one.dueMs - other.dueMs)
        if (next === undefined || next.dueMs > untilMs) break
        timers.delete(next)
        nowMs = Math.max(nowMs, next.dueMs)
        next.run()
      }
      nowMs = untilMs
    },
  }
}
