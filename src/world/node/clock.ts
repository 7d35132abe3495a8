import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../model/world.ts'

/** Measures with the monotonic clock, labels with the wall clock. */
export function nodeClock(): Clock {
  return {
    nowMs: () => performance.now(),
    wall: () => new Date().toISOString(),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      try {
        await wait(Math.max(0, ms), undefined, signal === undefined ? {} : { signal })
      } catch (error) {
        // The caller wants to know why it was stopped, not that a timer was.
        signal?.throwIfAborted()
        throw error
      }
    },
  }
}
