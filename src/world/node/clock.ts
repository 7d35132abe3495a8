import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../model/world.ts'

/** The machine's clock that never jumps: the same in every thread. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** Measures with the monotonic clock, labels with the wall clock. */
export function nodeClock(): Clock {
  return {
    nowMs: () => performance.now(),
    wall: () => new Date().toISOString(),
    async sleep(ms, signal) {
      try {
        await wait(Math.min(Math.max(0, ms), LONGEST_MS), undefined, signal === undefined ? {} : { signal })
      } catch (error) {
        // The caller wants to know why it was stopped, not that a timer was.
        signal?.throwIfAborted()
        throw error
      }
    },
  }
}

// Node's timers fire at once if asked for more than 24 days.
const LONGEST_MS = 2 ** 31 - 1
