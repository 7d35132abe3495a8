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
    sleep,
  }
}

/** Two things for the collector and not a dozen, as Node's own promise of a timer leaves: probes sleep thousands of times a second. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const stopped = (): void => {
      clearTimeout(timer)
      // The caller wants to know why it was stopped, not that a timer was.
      reject(signal?.reason)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stopped)
        resolve()
      },
      Math.min(Math.max(0, ms), LONGEST_MS),
    )
    signal?.addEventListener('abort', stopped, { once: true })
  })
}

// Node's timers fire at once if asked for more than 24 days.
const LONGEST_MS = 2 ** 31 - 1
