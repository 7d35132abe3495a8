/** Everything worth telling about the proxies, oldest first; reading is by number, so nobody needs to stay connected. */
export interface EventLog {
  add(event: ProxyEvent): void
  /** What happened after `since`, to one proxy or to all; for more, read on from the last. `missed` are no longer kept. */
  read(filter: { readonly since: number; readonly proxy: string | undefined }): EventPage
}

export interface EventPage {
  readonly latest: number
  readonly missed: number
  readonly events: readonly StampedEvent[]
}

/** `timeMs` is wall time in milliseconds since 1970. */
export type StampedEvent = { readonly seq: number; readonly timeMs: number } & ProxyEvent

export type ProxyEvent = { readonly proxy: string } & (
  | { readonly type: 'proxy.created' | 'proxy.enabled' | 'proxy.disabled' | 'proxy.changed' | 'proxy.removed' }
  | { readonly type: 'proxy.healed' }
  | { readonly type: 'proxy.heal-failed'; readonly error: string }
  | { readonly type: 'toxic.added' | 'toxic.changed' | 'toxic.removed' | 'toxic.expired'; readonly toxic: string }
  | { readonly type: 'connection.opened'; readonly connection: number }
  | { readonly type: 'connection.failed'; readonly connection: number; readonly error: string }
  | { readonly type: 'connection.met'; readonly connection: number; readonly toxic: string }
  | {
      readonly type: 'connection.closed'
      readonly connection: number
      readonly upstreamBytes: number
      readonly downstreamBytes: number
    }
)

// What one reading gives at most, so that a slow reader's answer stays small.
const PAGE_EVENTS = 1000

/** Keeps the last `capacity` events, and tells each to `onAdd`. */
export function eventLog(capacity = 16_384, onAdd: (event: ProxyEvent) => void = () => {}): EventLog {
  const ring: StampedEvent[] = []
  let latest = 0
  return {
    add(event) {
      ring[latest % capacity] = { seq: ++latest, timeMs: Date.now(), ...event }
      onAdd(event)
    },
    read({ since, proxy }) {
      const events: StampedEvent[] = []
      const oldest = Math.max(1, latest - capacity + 1)
      for (let seq = Math.max(since + 1, oldest); seq <= latest && events.length < PAGE_EVENTS; seq++) {
        const event = ring[(seq - 1) % capacity]
        if (event !== undefined && (proxy === undefined || event.proxy === proxy)) events.push(event)
      }
      return { latest, missed: Math.max(0, oldest - 1 - since), events }
    },
  }
}
