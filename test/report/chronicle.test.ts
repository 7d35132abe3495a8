import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { chronicle } from '../../src/report/chronicle/chronicle.ts'
import { longDrill, opening, passedDrill, script, told } from './drills.ts'
import { samples } from './samples.ts'

describe('what is kept of a journal for its pictures', () => {
  test('an empty journal is an empty picture', () => {
    expect(chronicle().picture()).toEqual({
      started: undefined,
      lastMs: 0,
      rare: [],
      rareOmitted: 0,
      journeys: [],
      signals: [],
      loads: [],
    })
  })

  test('rare events are kept as they were written, samples and signals are not', () => {
    const { picture } = told(passedDrill())
    const types = new Set(picture.rare.map(event => event.type))
    expect(types).toContain('fault.effect')
    expect(types).toContain('residue.scanned')
    expect(types).not.toContain('sample')
    expect(types).not.toContain('signal.changed')
    expect(picture.started?.scenario.id).toBe('provider-outage')
  })

  test('what comes by the second leaves room for what does not', () => {
    const drill = script()
    opening(drill)
    for (let entry = 0; entry < 5000; entry += 1) {
      const wrote = { ledger: 'runs', entry, dueMs: entry, tookMs: 1, lateMs: 0, acked: true, known: undefined }
      drill.at(2000 + entry, { type: 'ledger.wrote', ...wrote, sum: 'x', detail: undefined })
    }
    drill.at(8000, { type: 'drill.finished' })
    const { picture } = told(drill.events)
    expect(picture.rare.at(-1)?.type).toBe('drill.finished')
    expect(picture.rareOmitted).toBe(0)
  })

  test('a gate that fails for an hour is one moment, and so is the phase in which it is asked', () => {
    const drill = script()
    opening(drill)
    for (let n = 0; n < 14_400; n += 1) {
      const atMs = 2000 + n * 250
      const verdict = n < 14_399 ? 'failed' : 'passed'
      drill.at(atMs, { type: 'phase.started', phase: 'validate' })
      drill.at(atMs, {
        type: 'gate.finished',
        gate: 'health',
        during: 'recovered',
        verdict,
        detail: '',
        startedMs: atMs,
      })
    }
    drill.at(3_700_000, { type: 'phase.started', phase: 'heal' })
    drill.at(3_700_001, {
      type: 'gate.finished',
      gate: 'health',
      during: 'healed',
      verdict: 'passed',
      detail: '',
      startedMs: 0,
    })
    const { picture } = told(drill.events)
    const kept = picture.rare.flatMap(event =>
      event.type === 'phase.started'
        ? [event.phase]
        : event.type === 'gate.finished'
          ? [`${event.during} ${event.verdict}`]
          : [],
    )
    expect(kept.slice(kept.indexOf('validate'))).toEqual([
      ...['validate', 'recovered failed', 'recovered passed', 'heal', 'healed passed'],
    ])
    expect(picture.rareOmitted).toBe(0)
  })

  test('a degraded mode lasts from its first answer to the first right answer without it', () => {
    expect(modesOf('..dddd..')).toEqual([
      { name: 'fallback', spans: [{ fromMs: 200, toMs: 600 }], times: 1, onMs: 400 },
    ])
  })

  test('a failed sample says nothing about the mode', () => {
    expect(modesOf('..ddxxdd..')[0]?.spans).toEqual([{ fromMs: 200, toMs: 800 }])
  })

  test('one mode ends where another begins', () => {
    const fold = chronicle()
    for (const [i, mode] of ['a', 'a', 'b', undefined].entries()) {
      fold.see({
        type: 'sample',
        seq: i,
        atMs: i * 100,
        wall: '',
        journey: 'ask',
        dueMs: i * 100,
        tookMs: 5,
        lateMs: 0,
        bad: undefined,
        detail: undefined,
        mode,
      })
    }
    expect(fold.picture().journeys[0]?.modes.map(({ name, spans }) => [name, spans])).toEqual([
      ['a', [{ fromMs: 0, toMs: 200 }]],
      ['b', [{ fromMs: 200, toMs: 300 }]],
    ])
  })

  test('a platform that names a new mode in each answer fills no memory', () => {
    const fold = chronicle()
    for (let i = 0; i < 5000; i++) {
      fold.see({
        type: 'sample',
        seq: i,
        atMs: i,
        wall: '',
        journey: 'ask',
        dueMs: i,
        tookMs: 5,
        lateMs: 0,
        bad: undefined,
        detail: undefined,
        mode: `run-${i}`,
      })
    }
    const modes = fold.picture().journeys[0]?.modes ?? []
    expect(modes).toHaveLength(13)
    expect(modes.at(-1)?.name).toBe('other modes')
  })

  test('signals that flap are counted', () => {
    const fold = chronicle()
    for (let i = 0; i < 6; i++) {
      fold.see({
        type: 'signal.changed',
        seq: i,
        atMs: i * 1000,
        wall: '',
        signal: 'breaker-open',
        on: i % 2 === 0,
        detail: '',
      })
    }
    expect(fold.picture().signals).toEqual([
      {
        name: 'breaker-open',
        spans: [
          { fromMs: 0, toMs: 1000 },
          { fromMs: 2000, toMs: 3000 },
          { fromMs: 4000, toMs: 5000 },
        ],
        times: 3,
        onMs: 3000,
      },
    ])
  })

  test('the journey’s own number of good samples decides where it came back', () => {
    const drill = script()
    opening(drill)
    drill.sampled(2000, 4000, dueMs => ({
      tookMs: 5,
      ...(dueMs === 2500 || dueMs === 2800 ? { bad: 'reset' as const } : {}),
    }))
    const turns = told(drill.events).picture.journeys[0]?.transitions.map(({ to, atMs }) => [to, atMs])
    // Two good samples stand between the bad ones; Harbor's journey asks for five.
    expect(turns).toEqual([
      ['down', 2500],
      ['up', 2900],
    ])
  })
})

describe('a long drill', { timeout: 60_000 }, () => {
  test('216 000 samples of six hours make a picture as small as 432 000 of twelve', () => {
    const [six, twelve] = [6, 12].map(hours => JSON.stringify(pictureOf(longDrill({ hours }))).length) as [
      number,
      number,
    ]
    expect(six).toBeLessThan(150_000)
    expect(twelve).toBeLessThan(six * 1.1)
  })

  test('no sample of it is lost, and its one slow sample is still there', () => {
    const [journey] = pictureOf(longDrill()).journeys
    const buckets = journey?.series.buckets ?? []
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(215_980)
    expect(buckets.filter(bucket => bucket.bad.slow !== undefined).map(bucket => bucket.bad)).toEqual([{ slow: 1 }])
    expect(journey?.transitions.map(({ to, atMs }) => [to, atMs])).toEqual([
      ['down', 3_600_000],
      ['up', 3_604_200],
      ['down', 10_800_000],
      ['up', 10_800_100],
    ])
  })
})

function pictureOf(events: Iterable<DrillEvent>) {
  const fold = chronicle()
  for (const event of events) fold.see(event)
  return fold.picture()
}

function modesOf(drawing: string) {
  const fold = chronicle()
  for (const [i, sample] of samples(drawing).entries()) {
    fold.see({ type: 'sample', seq: i, atMs: sample.dueMs, wall: '', ...sample })
  }
  return fold.picture().journeys[0]?.modes ?? []
}
