import { describe, expect, test } from 'vitest'
import type { Outage } from '../../src/model/journey-measure.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { impactViews } from '../../src/report/view/impact.ts'
import { crashedDrill, passedDrill, told, unhealthyDrill } from './drills.ts'

describe('what users met', () => {
  const degraded = { words: 'Answers were degraded for 7.6 s (fallback-model).', error: '' }

  test('how long, why, and the platform’s own words; and that they were answered by something else', () => {
    expect(told(passedDrill()).view.impact).toEqual([
      { words: 'Journey ask was down for 1.8 s: 12 × wrong status, 5 × too slow.', error: '1200 ms instead of 400 ms' },
      degraded,
    ])
  })

  test('an outage that had not ended says so', () => {
    expect(told(crashedDrill()).view.impact[0]?.words).toContain(' until the drill ended: ')
  })

  test('of several outages the sum, and the reasons of the longest', () => {
    expect(impactViews(withOutages([outage(0, 500, 'short'), outage(1000, 3000, 'long')]))).toEqual([
      { words: 'Journey ask was down 2 times, for 2.5 s in all: 3 × too slow.', error: 'long' },
      degraded,
    ])
  })

  test('a whole page of HTML as an error is shortened', () => {
    const [impact] = impactViews(withOutages([outage(0, 500, `<html>${'x'.repeat(500)}`)]))
    expect(impact?.error).toBe(`<html>${'x'.repeat(154)}…`)
  })

  test('nothing was down: that is said, and what they got instead', () => {
    expect(impactViews(withOutages([]))).toEqual([{ words: 'No journey was down.', error: '' }, degraded])
  })

  test('nobody asked: that is not the same as nothing being down', () => {
    const { journeys, ...measures } = withOutages([])
    const unasked = { ...measures, journeys: journeys.map(journey => ({ ...journey, samples: 0 })) }
    expect(impactViews(unasked)).toEqual([{ words: 'Nobody asked, so nobody knows.', error: '' }])
  })

  test('also before anything was broken', () => {
    expect(told(unhealthyDrill()).view.impact[0]?.error).toBe('$.answer does not contain "30 days"')
  })
})

function withOutages(outages: readonly Outage[]): DrillMeasures {
  const { measures } = told(passedDrill())
  return { ...measures, journeys: measures.journeys.map(journey => ({ ...journey, outages })) }
}

function outage(fromMs: number, toMs: number, detail: string): Outage {
  return { fromMs, toMs, samples: 3, reasons: { slow: 3 }, detail }
}
