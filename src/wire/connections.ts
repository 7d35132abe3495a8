import { Connection } from './connection.ts'

/** Connections to the platform, one request on each at a time; the one that was used last is used first. */
export interface Connections {
  take(origin: string): Connection
  /** Gives up whatever is too late, and whatever nobody has used for too long. */
  sweep(): void
  destroy(): void
}

export function connections(nowMs: () => number): Connections {
  const free = new Map<string, Connection[]>()
  let all: Connection[] = []
  const freeAt = (origin: string): Connection[] => {
    const known = free.get(origin)
    if (known !== undefined) return known
    const made: Connection[] = []
    free.set(origin, made)
    return made
  }
  return {
    take(origin) {
      const there = freeAt(origin)
      for (let known = there.pop(); known !== undefined; known = there.pop()) {
        known.restedMs = nowMs() - known.freeSinceMs
        known.freeSinceMs = Number.POSITIVE_INFINITY
        if (known.isOpen && known.restedMs < known.keptMs) return known
        known.destroy()
      }
      const made = new Connection(origin, connection => {
        if (!connection.isOpen) return
        connection.freeSinceMs = nowMs()
        there.push(connection)
      })
      all.push(made)
      return made
    },
    sweep() {
      const now = nowMs()
      let closed = 0
      for (const connection of all) {
        if (connection.call !== undefined && connection.call.giveUpMs <= now) connection.giveUp('timeout')
        else if (now - connection.freeSinceMs >= connection.keptMs) connection.destroy()
        if (!connection.isOpen) closed++
      }
      if (closed > 0) all = all.filter(({ isOpen }) => isOpen)
    },
    destroy() {
      for (const connection of all) connection.giveUp('stopped')
      all = []
    },
  }
}
