import http, { type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Share, startSender } from '../../src/load/engine/sender.ts'
import type { LoadAnswer, LoadOrder, OrderedPart } from '../../src/load/order.ts'
import { type LatencyHistogram, latencyHistogram } from '../../src/measure/latency-histogram.ts'
import type { LoadEnd, LoadSecond } from '../../src/model/load.ts'

/** A server that answers by a rule. */
export interface TestServer extends AsyncDisposable {
  readonly url: string
  readonly requests: () => number
  onConnection(listener: (socket: Socket) => void): void
}

export async function serve(listener: RequestListener): Promise<TestServer> {
  let requests = 0
  const server = http.createServer((request, response) => {
    requests++
    listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    onConnection: listener => void server.on('connection', listener),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A server that takes its time for each answer, and knows how many it was asked for at once, at most. */
export async function crowdedServer(text: string): Promise<{ server: TestServer; most(): number }> {
  let open = 0
  let most = 0
  const server = await serve((_, response) => {
    most = Math.max(most, ++open)
    setTimeout(() => {
      open--
      response.end(text)
    }, 30)
  })
  return { server, most: () => most }
}

export function partWith(url: string, change: Partial<OrderedPart> = {}): OrderedPart {
  return {
    name: 'ask',
    weight: 1,
    request: { method: 'GET', url: `${url}/`, headers: { authorization: 'Bearer globex-key' }, body: undefined },
    timeoutMs: 5000,
    readBytesPerSecond: undefined,
    holdMs: undefined,
    ...change,
  }
}

type OrderChange = Partial<Omit<LoadOrder, 'caps'>> & { readonly caps?: Partial<LoadOrder['caps']> }

export function orderWith(url: string, { caps, ...change }: OrderChange = {}): LoadOrder {
  return {
    seed: 1,
    arrivals: { kind: 'constant', perSecond: 100 },
    forMs: 1000,
    parts: [partWith(url)],
    engine: 'own',
    secrets: [],
    canaries: [],
    tellEach: false,
    ...change,
    caps: {
      perSecond: 10_000,
      inFlight: 200,
      bytes: 1e9,
      tokens: undefined,
      money: undefined,
      pricePerMillionTokens: undefined,
      tokensAt: undefined,
      ...caps,
    },
  }
}

/** Everything a sender told, once it has ended. */
export interface Sent {
  readonly end: LoadEnd
  readonly seconds: readonly LoadSecond[]
  readonly answers: readonly LoadAnswer[]
  readonly sightings: readonly string[]
  readonly due: number
  readonly sent: number
  readonly capped: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly latency: LatencyHistogram
  percentileMs(percent: number): number
}

export interface Sending {
  readonly done: Promise<Sent>
  stop(): void
}

export function sending(order: LoadOrder, share?: Share): Sending {
  const seconds: LoadSecond[] = []
  const answers: LoadAnswer[] = []
  const sightings: string[] = []
  const ended = Promise.withResolvers<LoadEnd>()
  const sender = startSender(
    order,
    {
      second: second => void seconds.push(second),
      answer: answer => void answers.push(answer),
      sighting: ({ canary }) => void sightings.push(canary),
      ended: ended.resolve,
    },
    share,
  )
  const sum = (of: (second: LoadSecond) => number) => seconds.reduce((total, second) => total + of(second), 0)
  return {
    stop: () => sender.stop('stopped'),
    done: ended.promise.then(end => {
      const outcomes: Record<string, number> = {}
      const latency = latencyHistogram()
      for (const second of seconds) {
        latency.add(second.latency)
        for (const [outcome, times] of Object.entries(second.outcomes))
          outcomes[outcome] = (outcomes[outcome] ?? 0) + times
      }
      return {
        end,
        seconds,
        answers,
        sightings,
        due: sum(second => second.due),
        sent: sum(second => second.sent),
        capped: sum(second => second.capped),
        outcomes,
        latency,
        percentileMs: percent => latency.percentileMs(percent) ?? Number.NaN,
      }
    }),
  }
}
