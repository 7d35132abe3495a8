import { describe, expect, test } from 'vitest'
import { measuring } from '../../../src/measure/measuring.ts'
import type { LoadSecond } from '../../../src/model/load.ts'
import type { Sample } from '../../../src/model/sample.ts'
import { faultWith, journalOf, platformWith, scenarioWith, startedWith, UNDO } from '../../support/drill.ts'
import { asked, blasted, blastFault, END, measured, START, STOP, shared, type Told } from './story.ts'

const during = (dueMs: number) => dueMs >= START && dueMs < STOP
const calm = (journey: string) => asked(journey, () => 20)

describe('neighbours who are left in peace', () => {
  const isolation = measured([...calm('ask@acme'), ...calm('ask@initech'), ...blasted()])

  test('fare as before', () => {
    expect(isolation).toMatchObject({
      p50Ratio: 1,
      p95Ratio: 1,
      p99Ratio: 1,
      errorsDelta: 0,
      throughputRatio: 1,
      fairness: 1,
      isolateMs: 0,
      recoverMs: 0,
    })
  })
  test('are counted before, during and after, by when they were due', () => {
    const samples = isolation?.victims.map(victim => [
      victim.tenant,
      victim.before.samples,
      victim.during.samples,
      victim.after.samples,
    ])
    expect(samples).toEqual([
      ['acme', 100, 100, 100],
      ['initech', 100, 100, 100],
    ])
  })
  test('each is told second by second', () => {
    const [load, victim] = [isolation?.loads[0]?.series, isolation?.victims[0]?.series]
    expect([load?.everyMs, load?.steps.reduce((sum, { sent }) => sum + sent, 0)]).toEqual([1000, 1000])
    expect(load?.steps[0]).toEqual({
      ...{ fromMs: START, due: 100, sent: 100, capped: 0, served: 20, turnedAway: 80, failed: 0, lateP99Ms: 0.4 },
    })
    expect(victim?.steps.reduce((sum, { samples }) => sum + samples, 0)).toBe(300)
    expect(victim?.steps[0]).toMatchObject({ samples: 10, bad: 0, meanMs: 20, maxMs: 20 })
  })
  test('what the culprit asked and got', () => {
    expect(isolation?.loads).toMatchObject([
      {
        tenant: 'globex',
        startedMs: START,
        stoppedMs: STOP,
        due: 1000,
        sent: 1000,
        served: 200,
        turnedAway: 800,
        outcomes: { 200: 200, 429: 800 },
        p50Ms: 4.001,
        // Two neighbours were served ten times a second each.
        shareRatio: 0.5,
        overQuota: 0,
        bottleneck: null,
      },
    ])
  })
})

describe('neighbours who suffer', () => {
  test('three times slower is three times', () => {
    const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
    const isolation = measured([...slow, ...calm('ask@initech'), ...blasted()])
    expect(isolation?.p99Ratio).toBeCloseTo(3, 2)
    expect(isolation?.victims.map(victim => Math.round(victim.p99Ratio ?? 0))).toEqual([3, 1])
  })
  test('one of two gets half: the throughput says so, and Jain 0.9', () => {
    let n = 0
    const half = asked('ask@acme', dueMs =>
      during(dueMs) && n++ % 2 === 0 ? { bad: 'status', detail: '429 instead of 200: slow down' } : 20,
    )
    const isolation = measured([...half, ...calm('ask@initech'), ...blasted()])
    expect(isolation?.victims[0]).toMatchObject({ throughputRatio: 0.5, errorsDelta: 0.5, turnedAway: 50 })
    // (0.5 + 1)² / 2 (0.25 + 1)
    expect(isolation?.fairness).toBeCloseTo(0.9, 10)
  })
  test('a quick refusal is an error and no quick answer', () => {
    const refused = asked('ask@acme', dueMs =>
      during(dueMs) ? { bad: 'status', detail: '503 instead of 200', tookMs: 1 } : 20,
    )
    const [acme] = measured([...refused, ...calm('ask@initech'), ...blasted()])?.victims ?? []
    expect([acme?.during.p99Ms, acme?.errorsDelta, acme?.p99Ratio]).toEqual([null, 1, null])
  })
  test('time to isolate: disturbed for the first 2.5 s, so in peace after the third second', () => {
    const slow = asked('ask@acme', dueMs => (dueMs >= START && dueMs < START + 2500 ? 200 : 20))
    expect(measured([...slow, ...calm('ask@initech'), ...blasted()])).toMatchObject({ isolateMs: 3000, recoverMs: 0 })
  })
  test('time to recover: still slow for 4 s after the load has ended', () => {
    const slow = asked('ask@acme', dueMs => (dueMs >= START && dueMs < STOP + 4000 ? 200 : 20))
    expect(measured([...slow, ...calm('ask@initech'), ...blasted()])).toMatchObject({
      isolateMs: null,
      recoverMs: 4000,
    })
  })
  test('never in peace again as far as anybody saw', () => {
    const slow = asked('ask@acme', dueMs => (dueMs >= START ? 200 : 20))
    expect(measured([...slow, ...calm('ask@initech'), ...blasted()])).toMatchObject({
      isolateMs: null,
      recoverMs: null,
    })
  })
  test('a single slow answer disturbs nobody', () => {
    const once = asked('ask@acme', dueMs => (dueMs === START + 5000 ? 400 : 20))
    expect(measured([...once, ...calm('ask@initech'), ...blasted()])).toMatchObject({ isolateMs: 0 })
  })
})

describe('beside other damage', () => {
  const damagedMs = START - 4000
  const damage: Told = [[damagedMs, { type: 'fault.intended', fault: faultWith({ id: 'f0' }), undo: UNDO, words: '' }]]
  const slow = asked('ask@acme', dueMs => (dueMs < damagedMs ? 20 : dueMs < START ? 600 : during(dueMs) ? 60 : 20))

  test('that came first, neighbours are compared with what they had before it, and what was between counts for neither', () => {
    const [acme] = measured([...slow, ...calm('ask@initech'), ...damage, ...blasted()])?.victims ?? []
    expect([acme?.before.samples, acme?.during.samples, acme?.after.samples]).toEqual([60, 100, 100])
    expect(acme?.p99Ratio).toBeCloseTo(3, 2)
  })
  test('that came later, the baseline is as long as ever', () => {
    const later = damage.map(([, told]) => [START + 3000, told] as const)
    const [acme] = measured([...calm('ask@acme'), ...blasted(), ...later])?.victims ?? []
    expect([acme?.before.samples, acme?.during.samples]).toEqual([100, 100])
  })
})

describe('who is no neighbour', () => {
  test('the culprit itself', () => {
    const journeys = [...(shared.journeys ?? [])].map(journey => ({ ...journey, tenant: 'globex' }))
    expect(measured([...calm('ask@acme'), ...blasted()], { platform: { ...shared, journeys } })?.victims).toEqual([])
  })
  test('whose a journey is, its key says where nothing else does', () => {
    const request = {
      method: 'GET',
      url: 'http://x/',
      headers: { authorization: 'Bearer initech-key' },
      body: undefined,
    }
    const journeys = [...(shared.journeys ?? [])]
      .slice(0, 1)
      .map(journey => ({ ...journey, tenant: undefined, request }))
    const isolation = measured([...calm('ask@acme'), ...blasted()], { platform: { ...shared, journeys } })
    expect(isolation?.victims.map(victim => victim.tenant)).toEqual(['initech'])
  })
})

describe('a quota', () => {
  const served = (perSecond: (n: number) => number) =>
    measured([...calm('ask@acme'), ...blasted(n => ({ outcomes: { 200: perSecond(n) } }))])?.loads[0]?.overQuota

  test('20 a second and a burst of 5: 25 in the first second, then 20, is not one over', () => {
    expect(served(n => (n === 0 ? 25 : 20))).toBe(0)
  })
  test('one more in each second is ten over in the end, but for the burst and an answer that took 50 ms', () => {
    // 10 × 1 above the rate, less the burst of 5, less what may have been let in 50 ms earlier: a little more than one.
    expect(served(() => 21)).toBe(3)
  })
  test('one bad second among idle ones is found', () => {
    expect(served(n => (n === 6 ? 60 : 0))).toBe(60 - 20 - 5 - 2)
  })
})

describe('a neighbour with a quota of its own', () => {
  const quotaOf = (perSecond: number) => ({
    ...shared,
    tenants: [
      { id: 'acme', key: 'acme-key', quota: { perSecond, burst: 0 } },
      { id: 'globex', key: 'globex-key', quota: undefined },
    ],
  })
  const told = (change: Partial<Sample>) =>
    asked('ask@acme', dueMs =>
      [START - 3000, START + 3000, STOP + 3000].includes(dueMs)
        ? { bad: 'status', detail: '429 instead of 200: slow down', ...change }
        : 20,
    )
  const under = (perSecond: number, change: Partial<Sample> = {}) =>
    measured([...told(change), ...blasted()], { platform: quotaOf(perSecond) })?.victims[0]?.underQuota

  test('asks ten times a second of twenty, and is told once during the load that it asks too often', () => {
    expect(under(20)).toBe(1)
  })
  test('asks for more than half of it: others of ours ask as well, so nobody can tell', () => {
    expect(under(19)).toBeNull()
  })
  test('is told something else', () => {
    expect(under(20, { detail: '503 instead of 200: no place left' })).toBe(0)
  })
  test('was asked late, and so several times at once', () => {
    expect(under(20, { lateMs: 100 })).toBe(0)
  })
  test('has none: nothing was promised', () => {
    expect(measured([...told({}), ...blasted()])?.victims[0]?.underQuota).toBeNull()
  })
})

describe('a sender that could not keep up', () => {
  const loadOf = (second: (n: number) => Partial<LoadSecond>) =>
    measured([...calm('ask@acme'), ...blasted(second)])?.loads[0]
  const bottleneck = (second: (n: number) => Partial<LoadSecond>) => loadOf(second)?.bottleneck

  test('late in three of ten seconds', () => {
    expect(bottleneck(n => ({ lateP99Ms: n < 3 ? 80 : 1 }))).toBe(
      'requests left up to 80 ms late in 3 of 10 seconds, and the sender was up to 20 % busy',
    )
  })
  test('busy all the time', () => {
    expect(bottleneck(() => ({ busyRatio: 0.99 }))).toMatch(/up to 99 % busy$/)
  })
  test('one hiccup is none', () => {
    expect(bottleneck(n => ({ lateP99Ms: n === 4 ? 300 : 1 }))).toBeNull()
  })
  test('late in one of the four seconds in which anything was due', () => {
    expect(bottleneck(n => ({ due: n < 4 ? 100 : 0, lateP99Ms: n === 2 ? 80 : 0 }))).toMatch(/late in 1 of 4 seconds/)
  })
  test('is told from a machine that could not, second by second', () => {
    const alone = { lateP99Ms: 80, busyRatio: 1, machineBusyRatio: 0.6 }
    const together = { ...alone, machineBusyRatio: 0.95 }
    const most = (of: (n: number) => Partial<LoadSecond>) => {
      const { bottleneck, starved, machineBusyRatio } = loadOf(of) ?? {}
      return [bottleneck === null, starved, machineBusyRatio]
    }
    expect(most(() => alone)).toEqual([false, false, 0.6])
    expect(most(n => (n < 2 ? together : alone))).toEqual([false, false, 0.95])
    expect(most(n => (n < 3 ? together : alone))).toEqual([false, true, 0.95])
    expect(most(() => ({ lateP99Ms: 80 }))).toEqual([false, true, null])
    expect(most(() => ({ machineBusyRatio: 1 }))).toEqual([true, false, 1])
  })
})

describe('what we were late for ourselves', () => {
  test('disturbs nobody, and makes no pace before that neighbours may be held to', () => {
    const late = asked('ask@acme', dueMs => (dueMs < STOP ? { tookMs: 320, lateMs: 300 } : 20))
    expect(measured([...late, ...calm('ask@initech'), ...blasted()])).toMatchObject({ isolateMs: 0, recoverMs: 0 })
    const slow = asked('ask@acme', dueMs => (during(dueMs) ? 100 : { tookMs: 320, lateMs: 300 }))
    expect(measured([...slow, ...calm('ask@initech'), ...blasted()])).toMatchObject({ isolateMs: null })
  })
  test('makes the lower end of the p99 ratio lower, and the upper end no less', () => {
    const late = asked('ask@acme', dueMs => (during(dueMs) ? { tookMs: 100, lateMs: 60 } : 20))
    const [acme] = measured([...late, ...calm('ask@initech'), ...blasted()])?.victims ?? []
    expect(acme?.p99Range?.map(ratio => Math.round(ratio * 100) / 100)).toEqual([2, 5])
    expect(acme?.during).toMatchObject({ blurred: 0, maxLateMs: 60 })
  })
})

describe('a drill that broke off', () => {
  test('while the load ran: what is known is told, and nothing about what came after', () => {
    const story = [...calm('ask@acme'), ...calm('ask@initech'), ...blasted()].filter(([atMs]) => atMs < 15_000)
    const isolation = measured(story)
    expect(isolation).toMatchObject({ isolateMs: null, recoverMs: null, loads: [{ stoppedMs: null, sent: 400 }] })
    expect(isolation?.victims[0]?.after.samples).toBe(0)
    expect(isolation?.victims[0]?.during.samples).toBeGreaterThan(40)
  })
  test('before it began: nobody was a victim yet', () => {
    const isolation = measured(calm('ask@acme').filter(([atMs]) => atMs < 5000))
    expect(isolation).toBeNull()
  })
})

test('a journal from before there were tenants is measured as ever', () => {
  const { tenants: _, canaries: __, intruders: ___, ...old } = platformWith()
  const { isolation: ____, ...scenario } = scenarioWith()
  const started = JSON.parse(JSON.stringify({ ...startedWith(), platform: old, scenario }))
  const measure = measuring()
  for (const event of journalOf([[0, started]])) measure.see(event)
  expect(measure.result().isolation).toBeNull()
})

test('the order in which samples and the engine are heard changes nothing', () => {
  const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
  const late: Told = blasted().map(([atMs, happening]) => [
    happening.type === 'load.second' ? atMs + 900 : atMs,
    happening,
  ])
  const [quick, slowTold] = [blasted(), late].map(load => measured([...slow, ...calm('ask@initech'), ...load]))
  expect(slowTold).toEqual(quick)
  expect(END).toBe(30_000)
  expect(blastFault.forMs).toBe(STOP - START)
})
