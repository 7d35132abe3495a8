import type { LoadControl, LoadOrder, LoadReport } from '../load/order.ts'
import type { FakeClock } from './fake-clock.ts'

/** A load engine in memory: its requests are only counted. */
export interface FakeLoad extends LoadControl {
  readonly running: ReadonlyMap<string, LoadOrder>
}

/** `served` says how many of the requests due in a second are answered as wished; the others are told to wait. */
export function fakeLoad(
  clock: FakeClock,
  changed: () => void = () => {},
  served: (due: number, order: LoadOrder) => number = due => Math.min(due, 20),
): FakeLoad {
  const running = new Map<string, LoadOrder>()
  const known = new Map<string, { readonly order: LoadOrder; readonly startMs: number; endMs: number | undefined }>()
  const reportOf = (load: string, from: { second: number; answer: number }): LoadReport | undefined => {
    const sent = known.get(load)
    if (sent === undefined) return undefined
    const { order, startMs } = sent
    if (clock.nowMs() - startMs >= order.forMs && sent.endMs === undefined) end(load)
    const lastMs = (sent.endMs ?? clock.nowMs()) - startMs
    const over = Math.floor(lastMs / 1000) + (sent.endMs === undefined || lastMs % 1000 === 0 ? 0 : 1)
    const seconds = Array.from({ length: Math.max(0, over - from.second) }, (_, i) => {
      const second = from.second + i
      const due = Math.round((Math.min(1000, lastMs - second * 1000) / 1000) * (perSecondOf(order) ?? 0))
      const good = served(due, order)
      return secondOf(second, due, good)
    })
    return {
      state: sent.endMs === undefined ? 'running' : 'ended',
      sinceStartMs: clock.nowMs() - startMs,
      end: sent.endMs === undefined ? undefined : lastMs >= order.forMs ? 'time' : 'stopped',
      detail: 'simulated',
      seconds,
      answers: [],
      sightings: [],
    }
  }
  const end = (load: string): void => {
    const sent = known.get(load)
    if (sent === undefined || sent.endMs !== undefined) return
    sent.endMs = clock.nowMs()
    running.delete(load)
    changed()
  }
  return {
    running,
    async start(load, order) {
      known.set(load, { order, startMs: clock.nowMs(), endMs: undefined })
      running.set(load, order)
      changed()
      return reportOf(load, { second: 0, answer: 0 }) as LoadReport
    },
    report: async (load, from) => reportOf(load, from),
    async stop(load) {
      end(load)
    },
  }
}

function perSecondOf({ arrivals }: LoadOrder): number | undefined {
  return 'perSecond' in arrivals ? arrivals.perSecond : 100
}

function secondOf(second: number, due: number, served: number) {
  return {
    second,
    due,
    sent: due,
    capped: 0,
    outcomes: { 200: served, ...(due > served ? { 429: due - served } : {}) },
    sentBytes: due * 200,
    heardBytes: due * 300,
    tokens: due * 50,
    latency: '',
    lateP99Ms: 0.1,
    lateMaxMs: 0.3,
    busyRatio: 0.1,
    inFlight: 3,
  }
}
