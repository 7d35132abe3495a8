import { isolationFold } from '../../../src/measure/isolation/isolation-fold.ts'
import { latencyHistogram } from '../../../src/measure/latency-histogram.ts'
import type { Happening } from '../../../src/model/event.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { IsolationMeasure } from '../../../src/model/isolation.ts'
import type { LoadSecond } from '../../../src/model/load.ts'
import type { Platform } from '../../../src/model/platform.ts'
import type { Sample } from '../../../src/model/sample.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { journalOf, journeyWith, platformWith, scenarioWith, startedWith, UNDO } from '../../support/drill.ts'

// A load of globex from 10 s to 20 s into the drill, and journeys of acme and initech that are asked every 100 ms.
export const START = 10_000
export const STOP = 20_000
export const END = 30_000

export const blastFault: Extract<Fault, { kind: 'load.tenant' }> = {
  id: 'f1',
  component: 'agent',
  atMs: 0,
  forMs: 10_000,
  kind: 'load.tenant',
  tenant: 'globex',
  arrivals: { kind: 'constant', perSecond: 100 },
  mix: [],
  caps: {
    perSecond: 1000,
    inFlight: 100,
    bytes: 1e9,
    tokens: undefined,
    money: undefined,
    pricePerMillionTokens: undefined,
    tokensAt: undefined,
  },
  engine: 'own',
}

export const shared: Partial<Platform> = {
  tenants: [
    { id: 'acme', key: 'acme-key', quota: undefined },
    { id: 'initech', key: 'initech-key', quota: undefined },
    { id: 'globex', key: 'globex-key', quota: { perSecond: 20, burst: 5 } },
  ],
  journeys: [journeyWith({ id: 'ask@acme', tenant: 'acme' }), journeyWith({ id: 'ask@initech', tenant: 'initech' })],
}

export type Told = readonly (readonly [atMs: number, happening: Happening])[]

/** A journey's samples, each by what it took or why it was bad. */
export function asked(journey: string, answer: (dueMs: number) => number | Partial<Sample>): Told {
  return Array.from({ length: END / 100 }, (_, n) => {
    const dueMs = n * 100
    const said = answer(dueMs)
    const change = typeof said === 'number' ? { tookMs: said } : said
    const sample = {
      journey,
      dueMs,
      tookMs: 20,
      lateMs: 0,
      bad: undefined,
      detail: undefined,
      mode: undefined,
      ...change,
    }
    return [dueMs + sample.tookMs, { type: 'sample', ...sample }] as const
  })
}

/** The load as its engine tells it: late, second by second. */
export function blasted(second: (n: number) => Partial<LoadSecond> = () => ({}), fault = blastFault): Told {
  const latency = latencyHistogram()
  for (let n = 0; n < 100; n++) latency.record(n < 95 ? 4 : 50)
  const seconds = Array.from({ length: 10 }, (_, n) => {
    const told: LoadSecond = {
      second: n,
      due: 100,
      sent: 100,
      capped: 0,
      outcomes: { 200: 20, 429: 80 },
      sentBytes: 10_000,
      heardBytes: 20_000,
      tokens: 1000,
      latency: latency.encode(),
      lateP99Ms: 0.4,
      lateMaxMs: 1,
      busyRatio: 0.2,
      inFlight: 3,
      ...second(n),
    }
    return [
      START + n * 1000 + 1200,
      { type: 'load.second', fault: fault.id, fromMs: START + n * 1000, ...told },
    ] as const
  })
  return [
    [START - 20, { type: 'fault.intended', fault, undo: UNDO, words: 'agent is flooded' }],
    [START + 30, { type: 'fault.injected', fault: fault.id, startedMs: START - 10, ackMs: START + 30 }],
    [
      START + 280,
      { type: 'load.started', fault: fault.id, tenant: 'globex', engine: 'own', startedMs: START, endsMs: STOP },
    ],
    ...seconds,
    [STOP + 250, { type: 'load.stopped', fault: fault.id, stoppedMs: STOP, end: 'stopped', detail: '' }],
  ]
}

/** What is measured of such a drill. */
export function measured(
  told: Told,
  { platform = shared, scenario = {} }: { platform?: Partial<Platform>; scenario?: Partial<Scenario> } = {},
): IsolationMeasure | null {
  const faults = [blastFault]
  const started = startedWith({
    scenario: scenarioWith({ faults, ...scenario }),
    platform: platformWith(platform),
  })
  const fold = isolationFold()
  for (const event of journalOf([[0, started], ...told])) fold.see(event)
  return fold.measure()
}
