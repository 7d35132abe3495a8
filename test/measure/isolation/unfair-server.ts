import { setTimeout as wait } from 'node:timers/promises'
import { serve, type TestServer } from '../../load/sender-rig.ts'

/** How a server of known unfairness treats each tenant. Durations. */
export const MANNERS = {
  // Answers to everybody, always.
  serviceMs: 150,
  // Acme waits so long while the server is unfair; initech is turned away; tyrell does not notice.
  unfairMs: 900,
  // From the first request of the flood on, and from its end on.
  unfairForMs: 1300,
  unfairAfterMs: 600,
  // What the flooding tenants are granted. One of them is served more than that, by a bucket that is filled too quickly.
  granted: { perSecond: 50, burst: 10 },
  filledPerSecond: { globex: 50, hooli: 80 },
} as const

/** One answer, as the server has it. */
export interface Served {
  readonly tenant: string
  readonly arrivedMs: number
  readonly tookMs: number
  readonly status: number
}

export interface UnfairServer extends TestServer {
  readonly served: readonly Served[]
  /** When the first request of the flood arrived. */
  readonly floodedMs: () => number
  /** The flood is over. */
  calm(): void
}

/** A server that treats tenants unfairly, in known ways, from a known moment until another; on the clock of whoever asks. */
export async function unfairServer(nowMs: () => number): Promise<UnfairServer> {
  const served: Served[] = []
  const buckets = { globex: bucket(MANNERS.filledPerSecond.globex), hooli: bucket(MANNERS.filledPerSecond.hooli) }
  let floodedMs: number | undefined
  let calmMs: number | undefined
  const isUnfair = (): boolean => {
    if (floodedMs === undefined) return false
    if (calmMs !== undefined) return nowMs() < calmMs + MANNERS.unfairAfterMs
    return nowMs() < floodedMs + MANNERS.unfairForMs
  }
  const server = await serve(async ({ url = '' }, response) => {
    const tenant = url.slice(1)
    const arrivedMs = nowMs()
    const say = (status: number): void => {
      served.push({ tenant, arrivedMs, tookMs: nowMs() - arrivedMs, status })
      response.writeHead(status).end('{"answer":"42"}')
    }
    if (tenant === 'globex' || tenant === 'hooli') {
      floodedMs ??= arrivedMs
      return say(buckets[tenant](arrivedMs) ? 200 : 429)
    }
    if (tenant === 'initech' && isUnfair()) return say(500)
    await wait(tenant === 'acme' && isUnfair() ? MANNERS.unfairMs : MANNERS.serviceMs)
    say(200)
  })
  return {
    ...server,
    served,
    floodedMs: () => floodedMs ?? Number.NaN,
    calm() {
      calmMs = nowMs()
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Holds at most the burst, and is filled evenly; it begins full. */
function bucket(filledPerSecond: number): (atMs: number) => boolean {
  let tokens: number = MANNERS.granted.burst
  let filledMs: number | undefined
  return atMs => {
    tokens = Math.min(MANNERS.granted.burst, tokens + ((atMs - (filledMs ?? atMs)) / 1000) * filledPerSecond)
    filledMs = atMs
    if (tokens < 1) return false
    tokens--
    return true
  }
}
