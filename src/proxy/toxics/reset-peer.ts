import type { ToxicType } from './toxic.ts'

/**
 * Resets both sides, `timeout` milliseconds after the first data or the close came by. A connection that was already open
 * when the toxic came is reset even if it stays idle.
 */
export const resetPeer: ToxicType<'timeout'> = {
  type: 'reset_peer',
  attributes: { timeout: {} },
  stage(line) {
    let triggeredMs: number | undefined
    let cancel: (() => void) | undefined
    const stop = () => {
      cancel?.()
      cancel = undefined
    }
    const watch = () => {
      stop()
      if (triggeredMs === undefined) return
      const nowMs = line.clock.nowMs()
      const leftMs = triggeredMs + line.attributes.timeout - nowMs
      if (leftMs <= 0) line.end('reset', nowMs)
      else cancel = line.clock.after(leftMs, watch)
    }
    const trigger = () => {
      if (triggeredMs !== undefined) return
      triggeredMs = line.clock.nowMs()
      watch()
    }
    if (line.joined) trigger()
    return {
      data: trigger,
      end(ending, atMs) {
        if (ending !== 'reset') return trigger()
        stop()
        line.end('reset', atMs)
      },
      heldBytes: () => 0,
      changed: watch,
      // What it swallowed is gone. Going on would look like a connection that lost data.
      removed: () => {
        if (triggeredMs !== undefined) line.end('reset', line.clock.nowMs())
      },
      stop,
    }
  },
}
