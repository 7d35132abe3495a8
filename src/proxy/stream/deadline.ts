import type { StreamClock } from './clock.ts'

/** A moment that may be moved; `reached` runs once it has passed. */
export interface Deadline {
  /** Moves it; `undefined` means never. */
  set(dueMs: number | undefined): void
}

/** No moment yet. */
export function deadline(clock: StreamClock, reached: () => void): Deadline {
  let dueMs: number | undefined
  let wakesMs: number | undefined
  let cancel = () => {}
  const wake = () => {
    wakesMs = undefined
    if (dueMs === undefined) return
    // Moved on meanwhile, or the timer could not sleep that long.
    if (dueMs > clock.nowMs()) return sleep(dueMs)
    dueMs = undefined
    reached()
  }
  const sleep = (untilMs: number) => {
    wakesMs = untilMs
    cancel = clock.after(Math.max(0, untilMs - clock.nowMs()), wake)
  }
  return {
    set(nextMs) {
      dueMs = nextMs
      // One that wakes too early is left alone: moving on with every chunk must not cost a timer each.
      if (dueMs !== undefined && wakesMs !== undefined && wakesMs <= dueMs) return
      cancel()
      wakesMs = undefined
      if (dueMs !== undefined) sleep(dueMs)
    },
  }
}
