import type { Connection } from '../stream/connection.ts'
import { STREAMS, type Stream } from '../toxics/toxic.ts'

/** What has crossed a proxy so far. Bytes count when they leave towards the other side, not when the connection ends. */
export interface Traffic {
  readonly connections: number
  readonly upstreamBytes: number
  readonly downstreamBytes: number
  /** How many connections met each toxic, by its name; a toxic made anew starts at 0. */
  readonly met: Readonly<Record<string, number>>
}

/** Counts of one proxy, from its making on. */
export interface Tally {
  opened(connection: Connection): void
  closed(connection: Connection): void
  toxicMade(name: string): void
  met(name: string): void
  traffic(): Traffic
  bytes(stream: Stream): Bytes
}

export interface Bytes {
  readonly received: number
  readonly sent: number
}

// Toxics that are gone are still counted, for whoever asks after the fault, but not for ever.
const NAMES_KEPT = 1000

/** Nothing has happened yet. */
export function tally(): Tally {
  const live = new Set<Connection>()
  const met = new Map<string, number>()
  const finished: Record<Stream, Bytes> = {
    upstream: { received: 0, sent: 0 },
    downstream: { received: 0, sent: 0 },
  }
  let connections = 0
  const bytes = (stream: Stream) => {
    return live.values().reduce((sum, connection) => added(sum, connection.bytes(stream)), finished[stream])
  }
  return {
    opened(connection) {
      connections++
      live.add(connection)
    },
    closed(connection) {
      if (!live.delete(connection)) return
      for (const stream of STREAMS) finished[stream] = added(finished[stream], connection.bytes(stream))
    },
    toxicMade(name) {
      met.delete(name)
      met.set(name, 0)
      const oldest = met.size > NAMES_KEPT ? met.keys().next().value : undefined
      if (oldest !== undefined) met.delete(oldest)
    },
    met(name) {
      met.set(name, (met.get(name) ?? 0) + 1)
    },
    traffic: () => ({
      connections,
      upstreamBytes: bytes('upstream').sent,
      downstreamBytes: bytes('downstream').sent,
      met: Object.fromEntries(met),
    }),
    bytes,
  }
}

function added(one: Bytes, other: Bytes): Bytes {
  return { received: one.received + other.received, sent: one.sent + other.sent }
}
