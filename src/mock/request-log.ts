import type { Dialect } from '../model/component.ts'

/** What came in, without anything that was said: no prompts, no answers, no keys. */
export interface LoggedRequest {
  readonly seq: number
  /** Wall time, as a label. */
  readonly at: string
  readonly dialect: Dialect
  readonly method: string
  readonly path: string
  readonly model: string | null
  /** Null if no head was ever sent. */
  readonly status: number | null
  readonly streamed: boolean
  /** 1 for a first try, by the SDK's own count; null if the client does not say. */
  readonly attempt: number | null
  readonly fault: string | null
  /** What forwarding it took, besides the provider's own time; null if it was not forwarded. */
  readonly addedMs: number | null
}

export interface DialectTotals {
  readonly requests: number
  readonly streamed: number
  readonly byStatus: Readonly<Record<string, number>>
}

/** The last requests, and totals of all of them. */
export interface RequestLog {
  readonly add: (request: Omit<LoggedRequest, 'seq' | 'at'>) => void
  /** Those after `seq`, oldest first. */
  readonly since: (seq: number) => readonly LoggedRequest[]
  readonly totals: () => Readonly<Partial<Record<Dialect, DialectTotals>>>
  readonly forwarded: () => Forwarded | null
}

/** What forwarding took, of the requests that are still kept. */
export interface Forwarded {
  readonly requests: number
  readonly addedP50Ms: number
  readonly addedP99Ms: number
}

/** An empty log that keeps the last `capacity` requests. */
export function requestLog(nowMs: () => number, capacity = 10_000): RequestLog {
  const ring: Kept[] = []
  const totals = new Map<Dialect, { requests: number; streamed: number; byStatus: Map<number | null, number> }>()
  let lastSeq = 0

  return {
    add(request) {
      lastSeq += 1
      ring[(lastSeq - 1) % capacity] = { ...request, seq: lastSeq, atMs: nowMs() }
      const total = totals.get(request.dialect) ?? { requests: 0, streamed: 0, byStatus: new Map() }
      totals.set(request.dialect, total)
      total.requests += 1
      if (request.streamed) total.streamed += 1
      total.byStatus.set(request.status, (total.byStatus.get(request.status) ?? 0) + 1)
    },

    since(seq) {
      const first = Math.max(seq, lastSeq - capacity, 0)
      const kept = Array.from({ length: Math.max(0, lastSeq - first) }, (_, i) => ring[(first + i) % capacity])
      return kept.flatMap(each => (each === undefined ? [] : [labelled(each)]))
    },

    forwarded() {
      const added = ring.flatMap(({ addedMs }) => addedMs ?? []).toSorted((a, b) => a - b)
      const at = (share: number): number => Number((added[Math.floor(added.length * share)] ?? 0).toFixed(3))
      return added.length === 0 ? null : { requests: added.length, addedP50Ms: at(0.5), addedP99Ms: at(0.99) }
    },

    totals: () =>
      Object.fromEntries(
        [...totals].map(([dialect, { requests, streamed, byStatus }]) => [
          dialect,
          { requests, streamed, byStatus: Object.fromEntries([...byStatus].map(([s, n]) => [s ?? 'none', n])) },
        ]),
      ),
  }
}

// Writing the time out costs more than the rest of the entry, and most entries are never asked for.
interface Kept extends Omit<LoggedRequest, 'at'> {
  readonly atMs: number
}

function labelled({ atMs, seq, ...rest }: Kept): LoggedRequest {
  return { seq, at: new Date(atMs).toISOString(), ...rest }
}
