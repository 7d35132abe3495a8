import type { ToxicType } from './toxic.ts'

/** Swallows all data, and closes the connection once nothing has come for `timeout` milliseconds; never for 0. */
export const timeout: ToxicType<'timeout'> = {
  type: 'timeout',
  attributes: { timeout: {} },
  stage(line) {
    let quietSinceMs = line.clock.nowMs()
    let cancel: (() => void) | undefined
    const stop = () => {
      cancel?.()
      cancel = undefined
    }
    // One timer however many chunks come: when it fires, it looks at when the last one did.
    const watch = () => {
      stop()
      if (line.attributes.timeout <= 0) return
      const nowMs = line.clock.nowMs()
      const leftMs = quietSinceMs + line.attributes.timeout - nowMs
      if (leftMs <= 0) line.end('close', nowMs)
      else cancel = line.clock.after(leftMs, watch)
    }
    watch()
    return {
      data: (_chunk, atMs) => {
        quietSinceMs = atMs
      },
      end(ending, atMs) {
        stop()
        line.end(ending, atMs)
      },
      heldBytes: () => 0,
      changed: watch,
      // The two sides no longer agree on what was said, so the connection cannot go on.
      removed: () => line.end('close', line.clock.nowMs()),
      stop,
    }
  },
}
