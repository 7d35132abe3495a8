import { describe, expect, test } from 'vitest'
import { journeyFold } from '../../src/measure/folds/journey-fold.ts'
import { type Drawn, samples } from './timeline.ts'

describe('one journey', () => {
  test('is counted, and its outages are told with their reasons', () => {
    expect(measureOf('...xxw.x...', { tookMs: { 3: 20 } })).toMatchInlineSnapshot(`
      {
        "after": null,
        "availabilityRatio": 0.6363636363636364,
        "back": null,
        "bad": 4,
        "baselineP50Ms": 10,
        "before": {
          "firstPieceP50Ms": null,
          "forMs": 1100,
          "good": 7,
          "goodBounds": {
            "high": 0.8483377638586862,
            "low": 0.3537967768916373,
          },
          "goodPerSecond": 6.363636363636363,
          "goodRatio": 0.6363636363636364,
          "p50Bounds": {
            "high": 10,
            "low": 10,
          },
          "p50Ms": 10,
          "p95Bounds": {
            "high": null,
            "low": 10,
          },
          "p95Ms": 10,
          "p99Bounds": {
            "high": null,
            "low": 10,
          },
          "p99Ms": 10,
          "samples": 11,
        },
        "blurred": 0,
        "everyMs": 100,
        "maxLateMs": 0,
        "name": "ask",
        "outages": [
          {
            "detail": "it was refused",
            "fromMs": 300,
            "reasons": {
              "refused": 3,
              "wrong": 1,
            },
            "samples": 4,
            "toMs": 810,
          },
        ],
        "p50Ms": 10,
        "p99Ms": 10,
        "samples": 11,
        "shed": 0,
        "sinceT0": 0,
      }
    `)
  })

  test('without a sample has no availability and no latency, rather than zeros', () => {
    expect(measureOf('')).toMatchObject({
      samples: 0,
      outages: [],
      availabilityRatio: null,
      baselineP50Ms: null,
      p50Ms: null,
      p99Ms: null,
    })
  })

  test('that is only ever bad has an availability of zero and no latency', () => {
    expect(measureOf('xxxx')).toMatchObject({ availabilityRatio: 0, p50Ms: null, p99Ms: null })
  })

  test('an outage remembers the first detail, whatever follows', () => {
    const outage = journeyFold(journey)
    for (const sample of samples('xw')) outage.see({ ...sample, detail: `at ${sample.dueMs}` })
    expect(outage.outages()[0]?.detail).toBe('at 0')
  })

  test('good samples count in a row: a bad one between them starts the count again', () => {
    expect(measureOf('.x.x..x...').outages).toMatchObject([{ fromMs: 100, toMs: 710, samples: 3 }])
  })

  test('an outage without an end says so, and may end later', () => {
    const fold = journeyFold(journey)
    const [bad, ...good] = samples('x...')
    if (bad !== undefined) fold.see(bad)
    expect(fold.outages().map(outage => outage.toMs)).toEqual([null])
    for (const sample of good) fold.see(sample)
    expect(fold.outages().map(outage => outage.toMs)).toEqual([110])
  })
})

describe('the baseline', () => {
  test('ends at t0: what comes later changes only the overall latency', () => {
    const fold = journeyFold(journey)
    const slower = { 4: 90, 5: 90, 6: 90, 7: 90, 8: 90, 9: 90 }
    for (const sample of samples('..........', { tookMs: slower })) {
      if (sample.dueMs === 400) fold.endBaseline(400)
      fold.see(sample)
    }
    expect(fold.measure()).toMatchObject({ baselineP50Ms: 10, p50Ms: 90, sinceT0: 6 })
  })

  test('counts good answers only', () => {
    expect(measureOf('.s.s.s.', { tookMs: { 1: 900, 3: 900, 5: 900 } })).toMatchObject({ baselineP50Ms: 10, p99Ms: 10 })
  })

  test('a sample due at the very instant of the fault is after it', () => {
    const fold = journeyFold(journey)
    fold.endBaseline(200)
    for (const sample of samples('...')) fold.see(sample)
    expect(fold.measure().sinceT0).toBe(1)
  })
})

describe('our own lateness', () => {
  const within = { tookMs: { 1: 300 } }
  test.for([
    ['slow only because we asked late', '.s', { ...within, lateMs: { 1: 60 } }, 1],
    ['just in time, counted from the asking', '.s', { ...within, lateMs: { 1: 50 } }, 1],
    ['slow even so', '.s', { ...within, lateMs: { 1: 49 } }, 0],
    ['slow, asked in time', '.s', within, 0],
    ['wrong, however late we asked', '.w', { ...within, lateMs: { 1: 60 } }, 0],
    ['shed in a burst that makes up for lost time', '.#', { lateMs: { 1: 100 } }, 1],
    ['shed in time: the platform is the one that does not answer', '.#', { lateMs: { 1: 99 } }, 0],
    ['given up while we were kept from hearing', '.t', { lateMs: { 1: 100 } }, 1],
    ['given up in our full attention', '.t', { lateMs: { 1: 99 } }, 0],
    ['good, however late we asked', '..', { lateMs: { 1: 900 } }, 0],
  ] as const)('%s', ([_, drawing, drawn, blurred]) => {
    expect(measureOf(drawing, drawn).blurred).toBe(blurred)
  })

  test('the worst of it is told', () => {
    expect(measureOf('....', { lateMs: { 1: 12, 2: 40, 3: 3 } }).maxLateMs).toBe(40)
  })
})

test('shed samples are counted apart, and count as bad', () => {
  expect(measureOf('..x##...')).toMatchObject({ bad: 3, shed: 2 })
})

const journey = { id: 'ask', everyMs: 100, stable: 3, good: { withinMs: 250 } }

function measureOf(drawing: string, drawn: Drawn = {}) {
  const fold = journeyFold(journey)
  for (const sample of samples(drawing, drawn)) fold.see(sample)
  return fold.measure()
}
