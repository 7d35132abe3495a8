import { deadline } from '../stream/deadline.ts'
import type { ToxicType } from './toxic.ts'

/**
 * Resets both sides, `timeout` milliseconds after the first data or the close came by. A connection that was already open
 * when the toxic came is reset even if it stays idle.
 */
export const resetPeer: ToxicType<'timeout'> = {
  type: 'reset_peer',
  attributes: { timeout: {} },
  stage(line) {
    const reset = () => line.end('reset', line.clock.nowMs())
    const resetting = deadline(line.clock, reset)
    let triggeredMs: number | undefined
    const watch = () => {
      if (triggeredMs !== undefined) resetting.set(triggeredMs + line.attributes.timeout)
    }
    const trigger = () => {
      triggeredMs ??= line.clock.nowMs()
      watch()
    }
    if (line.joined) trigger()
    return {
      data: trigger,
      // A reset that is passing by anyway need not wait for ours.
      end: ending => (ending === 'reset' ? reset() : trigger()),
      heldBytes: () => 0,
      changed: watch,
      // What it swallowed is gone. Going on would look like a connection that lost data.
      removed: () => (triggeredMs === undefined ? undefined : reset()),
      stop: () => resetting.set(undefined),
    }
  },
}
