import { deadline } from '../stream/deadline.ts'
import type { ToxicType } from './toxic.ts'

/** Swallows all data, and closes the connection once nothing has come for `timeout` milliseconds; never for 0. */
export const timeout: ToxicType<'timeout'> = {
  type: 'timeout',
  attributes: { timeout: {} },
  stage(line) {
    const closing = deadline(line.clock, () => line.end('close', line.clock.nowMs()))
    let quietSinceMs = line.clock.nowMs()
    const watch = () => closing.set(line.attributes.timeout > 0 ? quietSinceMs + line.attributes.timeout : undefined)
    watch()
    return {
      data(_chunk, atMs) {
        quietSinceMs = atMs
        watch()
      },
      end: (ending, atMs) => line.end(ending, atMs),
      heldBytes: () => 0,
      changed: watch,
      // The two sides no longer agree on what was said, so the connection cannot go on.
      removed: () => line.end('close', line.clock.nowMs()),
      stop: () => closing.set(undefined),
    }
  },
}
