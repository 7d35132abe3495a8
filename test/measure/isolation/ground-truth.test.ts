import { beforeAll, describe, expect, test } from 'vitest'
import { startSender } from '../../../src/load/engine/sender.ts'
import { isolationFold } from '../../../src/measure/isolation/isolation-fold.ts'
import type { Happening } from '../../../src/model/event.ts'
import type { IsolationMeasure, LoadMeasure, VictimMeasure } from '../../../src/model/isolation.ts'
import type { Journey } from '../../../src/model/journey.ts'
import { sampleJourney } from '../../../src/probes/sampler.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { orderWith, partWith } from '../../load/sender-rig.ts'
import { journalOf, journeyWith, platformWith, scenarioWith, startedWith, UNDO } from '../../support/drill.ts'
import { quiet } from '../../support/wait.ts'
import { blastFault } from './story.ts'
import { MANNERS, type Served, unfairServer } from './unfair-server.ts'

// What is measured from outside, by real samplers and real senders, of a server that knows what it did to whom.
const BEFORE_MS = 1000
const FLOOD_MS = 2400
const AFTER_MS = 1500
const EVERY_MS = 20
const FLOOD_PER_SECOND = 150
const VICTIMS = ['acme', 'initech', 'tyrell'] as const
const FLOODERS = ['globex', 'hooli'] as const

interface Truth {
  readonly isolation: IsolationMeasure
  readonly served: readonly Served[]
  /** When the server saw the flood begin, and when the load was told to end. */
  readonly floodedMs: number
  readonly calmMs: number
  /** How late we were ourselves, at most. */
  readonly lateMs: number
}

let truth: Truth
beforeAll(async () => {
  truth = await drilled()
}, 60_000)

const victim = (tenant: string): VictimMeasure => found(truth.isolation.victims, tenant)
const load = (tenant: string): LoadMeasure => found(truth.isolation.loads, tenant)

/** What the server did to a tenant while requests arrived that were due in a part; those at its edges may belong to either. */
function servedOf(tenant: string, part: 'before' | 'during') {
  const { startedMs, stoppedMs } = load('globex')
  const [fromMs, toMs] = part === 'before' ? [0, startedMs] : [startedMs, stoppedMs ?? 0]
  return truth.served.filter(each => each.tenant === tenant && each.arrivedMs >= fromMs && each.arrivedMs < toMs)
}

function percentile(served: readonly Served[], percent: number): number {
  const tookMs = served
    .filter(({ status }) => status === 200)
    .map(each => each.tookMs)
    .toSorted((a, b) => a - b)
  return tookMs[Math.ceil((percent / 100) * tookMs.length) - 1] ?? Number.NaN
}

// So much longer than inside the server an answer takes outside, beside what we know that we were late.
const OUTSIDE_MS = 40
// So many samples of each at the edges of a part, whose side is not the server's to tell.
const AT_EDGES = 4

describe('of a server that treats its tenants unfairly in known ways, what is measured is the truth', () => {
  test.for(VICTIMS.flatMap(tenant => [50, 95, 99].map(percent => [tenant, percent] as const)))(
    'latency of %s, p%d: never quicker than inside the server, and no slower than that, the way and our own lateness',
    ([tenant, percent]) => {
      for (const part of ['before', 'during'] as const) {
        const seenMs = victim(tenant)[part][`p${percent as 50 | 95 | 99}Ms`] ?? Number.NaN
        const trueMs = percentile(servedOf(tenant, part), percent)
        expect(seenMs).toBeGreaterThan(trueMs * 0.99 - 1)
        expect(seenMs).toBeLessThan(trueMs * 1.01 + OUTSIDE_MS + truth.lateMs)
      }
    },
  )
  test('ratios: acme six times slower, more or less the way; initech, where it is answered, and tyrell as ever', () => {
    const way = OUTSIDE_MS + truth.lateMs
    const { serviceMs, unfairMs } = MANNERS
    for (const ratio of ['p50Ratio', 'p95Ratio', 'p99Ratio'] as const) {
      expect(victim('acme')[ratio], ratio).toBeGreaterThan(unfairMs / (serviceMs + way))
      expect(victim('acme')[ratio], ratio).toBeLessThan((unfairMs + way) / serviceMs)
      for (const calm of ['initech', 'tyrell']) {
        expect(victim(calm)[ratio], ratio).toBeGreaterThan(serviceMs / (serviceMs + way))
        expect(victim(calm)[ratio], ratio).toBeLessThan((serviceMs + way) / serviceMs)
      }
      expect(truth.isolation[ratio]).toBe(victim('acme')[ratio])
    }
  })
  test('bad answers: initech is turned away for 1.3 of 2.4 seconds, the others never', () => {
    const [acme, initech, tyrell] = VICTIMS.map(tenant => victim(tenant).errorsDelta)
    expect([acme, tyrell]).toEqual([0, 0])
    const trueRatio = MANNERS.unfairForMs / FLOOD_MS
    expect(Math.abs((initech ?? 0) - trueRatio)).toBeLessThan(bound(victim('initech').during.samples))
    expect(truth.isolation.errorsDelta).toBe(initech)
    const refused = servedOf('initech', 'during').filter(({ status }) => status === 500)
    expect(Math.abs(victim('initech').during.bad - refused.length)).toBeLessThanOrEqual(AT_EDGES + lateSamples())
  })
  test('throughput and Jain’s index: two served wholly, one for 1.1 of 2.4 seconds', () => {
    const share = 1 - MANNERS.unfairForMs / FLOOD_MS
    const slack = bound(victim('initech').during.samples)
    expect(Math.abs((truth.isolation.throughputRatio ?? 0) - share)).toBeLessThan(slack)
    const jain = (2 + share) ** 2 / (3 * (2 + share ** 2))
    // Its slope by the share is less than one half here.
    expect(Math.abs((truth.isolation.fairness ?? 0) - jain)).toBeLessThan(slack / 2)
  })
  test('time to isolate, from the first request of the flood: to the second, and never too early', () => {
    const trueMs = truth.floodedMs + MANNERS.unfairForMs - load('globex').startedMs
    expect(truth.isolation.isolateMs).toBeGreaterThanOrEqual(trueMs - EVERY_MS)
    expect(truth.isolation.isolateMs).toBeLessThanOrEqual(trueMs + truth.isolation.precisionMs + truth.lateMs)
  })
  test('time to recover, from the end of the flood: to the second, and never too early', () => {
    const trueMs = truth.calmMs + MANNERS.unfairAfterMs - (load('globex').stoppedMs ?? 0)
    expect(truth.isolation.recoverMs).toBeGreaterThanOrEqual(trueMs - EVERY_MS)
    expect(truth.isolation.recoverMs).toBeLessThanOrEqual(trueMs + truth.isolation.precisionMs + truth.lateMs)
  })
  test.for(FLOODERS)('what %s asked and was served, and its share of all that was served', tenant => {
    const own = truth.served.filter(each => each.tenant === tenant)
    const { sent, served, turnedAway, shareRatio } = load(tenant)
    // What was under way when it was stopped was told to nobody, or never arrived.
    const underWay = AT_EDGES + Math.ceil((truth.lateMs * FLOOD_PER_SECOND) / 1000)
    const granted = grantedTo(tenant)
    for (const [seen, really] of [
      [sent, own.length],
      [served, granted],
      [turnedAway, own.length - granted],
    ] as const)
      expect(Math.abs(seen - really)).toBeLessThanOrEqual(underWay)
    expect(served).toBeLessThanOrEqual(granted)
    const others = VICTIMS.flatMap(each => servedOf(each, 'during')).filter(({ status }) => status === 200).length
    expect(Math.abs((shareRatio ?? 0) - granted / (granted + others))).toBeLessThan(bound(granted + others))
  })
  test('quota: who is granted 50 a second and is served just that, is not one over', () => {
    expect(grantedTo('globex')).toBeGreaterThan(MANNERS.granted.perSecond)
    expect(load('globex').overQuota).toBe(0)
  })
  test('quota: who is served more is over by the difference, but for one answer’s time and what a second’s edge hides', () => {
    const { perSecond, burst } = MANNERS.granted
    const { startedMs, stoppedMs, overQuota, p99Ms } = load('hooli')
    const lastedMs = (stoppedMs ?? 0) - startedMs
    const trueOver = grantedTo('hooli') - burst - (perSecond * lastedMs) / 1000
    expect(trueOver).toBeGreaterThan(30)
    expect(overQuota).toBeGreaterThanOrEqual(trueOver - HIDDEN_AT_END - (perSecond * (p99Ms ?? 0)) / 1000)
    // A second that has just begun counts whole, so a load that ends in it allows for less.
    expect(overQuota).toBeLessThanOrEqual(trueOver + HIDDEN_AT_END)
  })
})

// Seconds are counted whole: the last one, of which 400 ms are left, hides so many of those that were too many, at most.
const HIDDEN_AT_END = (MANNERS.filledPerSecond.hooli - MANNERS.granted.perSecond) * 0.4 + AT_EDGES

function grantedTo(tenant: string): number {
  return truth.served.filter(each => each.tenant === tenant && each.status === 200).length
}

/** What so many samples cannot tell of a ratio: those at the edges, and those that were asked late, all at once. */
function bound(samples: number): number {
  return (AT_EDGES + lateSamples()) / samples + 0.02
}

function lateSamples(): number {
  return Math.ceil(truth.lateMs / EVERY_MS)
}

function found<T extends { readonly tenant: string }>(all: readonly T[], tenant: string): T {
  const one = all.find(each => each.tenant === tenant)
  if (one === undefined) throw new Error(`nothing was measured of ${tenant}`)
  return one
}

async function drilled(): Promise<Truth> {
  const world = nodeWorld()
  const { nowMs } = world.clock
  await using server = await unfairServer(nowMs)
  const told: (readonly [number, Happening])[] = []
  const tell = (happening: Happening): void => void told.push([nowMs(), happening])
  const journeys = VICTIMS.map(tenant => journeyOf(tenant, server.url))
  const tenants = [...VICTIMS, ...FLOODERS].map(id => ({
    ...{ id, key: `${id}-key` },
    quota: id === 'globex' || id === 'hooli' ? MANNERS.granted : undefined,
  }))
  const faults = FLOODERS.map(tenant => ({ ...blastFault, id: tenant, tenant, forMs: FLOOD_MS }))

  const watching = new AbortController()
  let lateMs = 0
  const samplings = journeys.map(journey =>
    sampleJourney(world, journey, {
      nowMs,
      signal: watching.signal,
      emit(sample) {
        lateMs = Math.max(lateMs, sample.lateMs)
        tell({ type: 'sample', ...sample })
      },
    }),
  )
  await quiet(BEFORE_MS)
  for (const fault of faults) tell({ type: 'fault.intended', fault, undo: UNDO, words: '' })
  const senders = faults.map(({ id, tenant }) => {
    const startedMs = nowMs()
    tell({ type: 'load.started', fault: id, tenant, engine: 'own', startedMs, endsMs: startedMs + FLOOD_MS })
    const ended = Promise.withResolvers<void>()
    const request = { method: 'GET', url: `${server.url}/${tenant}`, headers: {}, body: undefined }
    const order = orderWith(server.url, {
      arrivals: { kind: 'constant', perSecond: FLOOD_PER_SECOND },
      ...{ forMs: 60_000, parts: [partWith(server.url, { request })] },
    })
    const sender = startSender(order, {
      second: second => tell({ type: 'load.second', fault: id, fromMs: startedMs + second.second * 1000, ...second }),
      answer: () => {},
      sighting: () => {},
      ended(end) {
        tell({ type: 'load.stopped', fault: id, stoppedMs: nowMs(), end, detail: '' })
        ended.resolve()
      },
    })
    return { ended: ended.promise, stop: () => sender.stop('stopped') }
  })
  await quiet(FLOOD_MS)
  const calmMs = nowMs()
  server.calm()
  for (const sender of senders) sender.stop()
  await Promise.all(senders.map(({ ended }) => ended))
  await quiet(AFTER_MS)
  watching.abort()
  await Promise.all(samplings)

  const fold = isolationFold()
  const started = startedWith({
    scenario: scenarioWith({ faults }),
    platform: platformWith({ journeys, tenants }),
  })
  for (const event of journalOf([[0, started], ...told])) fold.see(event)
  const isolation = fold.measure()
  if (isolation === null) throw new Error('nothing was measured')
  return { isolation, served: server.served, floodedMs: server.floodedMs(), calmMs, lateMs }
}

function journeyOf(tenant: string, url: string): Journey {
  return journeyWith({
    ...{ id: `ask@${tenant}`, tenant, everyMs: EVERY_MS, timeoutMs: 5000, maxInFlight: 500 },
    request: { method: 'GET', url: `${url}/${tenant}`, headers: {}, body: undefined },
    good: { status: 200, withinMs: 5000, json: [] },
  })
}
