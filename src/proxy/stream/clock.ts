/** The time toxics live by: real in a server, stepped by hand in their tests. */
export interface StreamClock {
  /** Milliseconds with fractions, on a clock that never jumps. */
  nowMs(): number
  /** Runs once after `delayMs`; as soon as other work has had its turn for a delay of zero. The result cancels it. */
  after(delayMs: number, run: () => void): () => void
}

/** The process's own time. */
export const realClock: StreamClock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    // Node's timers count whole milliseconds. Sleeping the whole ones and turning the event loop for the rest is what
    // keeps a 1 ms latency from becoming 2 ms.
    if (delayMs < 1) {
      const immediate = setImmediate(run)
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}

// Node fires timers longer than this at once. Whoever waits longer looks at the clock when woken and sleeps again.
const LONGEST_TIMER_MS = 2_147_483_647
