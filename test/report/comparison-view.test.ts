import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { comparisonView } from '../../src/report/view/comparison-view.ts'
import { drillView } from '../../src/report/view/drill-view.ts'
import { passedDrill, stillDownDrill, told } from './drills.ts'

const now = told(passedDrill()).measures
const earlier = (rto: Partial<DrillMeasures['rto']>, rest: Partial<DrillMeasures> = {}): DrillMeasures => ({
  ...now,
  ...rest,
  drill: 'earlier',
  startedAt: '2026-02-01T10:00:00.000Z',
  rto: { ...now.rto, ...rto },
})
const rowOf = (previous: DrillMeasures, what: string) =>
  comparisonView(now, previous)?.rows.find(row => row.what === what)

describe('a drill beside the one before it', () => {
  test('without one there is nothing to compare', () => {
    expect(told(passedDrill()).view.comparison).toBeUndefined()
  })

  // This drill's RTO is 2.3 s ± 0.2 s: the truth lies between 2.1 s and 2.3 s.
  test.each([
    ['clearly longer before: better now', { achievedMs: 5000, precisionMs: 200 }, 'better'],
    ['longer before, but the error bars touch: no difference', { achievedMs: 2450, precisionMs: 200 }, 'same'],
    ['clearly shorter before: worse now', { achievedMs: 1000, precisionMs: 200 }, 'worse'],
    ['shorter before, but only by less than the precision', { achievedMs: 2200, precisionMs: 50 }, 'same'],
    ['never back before: better, however long it took', { achievedMs: 2500, state: 'still-down' }, 'better'],
    ['a bound below this figure says nothing', { achievedMs: 1000, state: 'still-down' }, 'same'],
    ['not measured before', { achievedMs: null, state: 'not-measured' }, 'unknown'],
  ] as const)('%s', (_, rto, change) => {
    expect(rowOf(earlier(rto), 'RTO achieved')?.change).toBe(change)
  })

  test('says in one sentence what got worse, then what got better', () => {
    const previous = earlier({ achievedMs: 1000, precisionMs: 100 }, { verdict: 'failed' })
    expect(comparisonView(now, previous)?.sentence).toBe(
      'Against the drill of 2026-02-01 10:00:00 UTC, worse: RTO achieved; better: Verdict.',
    )
  })

  test('says whether the scenario was the same', () => {
    expect(comparisonView(now, earlier({}))?.note).toBe('The scenario was exactly the same.')
    expect(comparisonView(now, earlier({}, { scenarioHash: 'other' }))?.note).toContain('has been changed')
    expect(comparisonView(now, earlier({}, { platform: 'other' }))?.note).toContain('That drill was of other')
  })

  test('a handful of bad samples more is no worse availability', () => {
    const [journey] = now.journeys
    if (journey === undefined) throw new Error('the drill has a journey')
    const with1More = earlier({}, { journeys: [{ ...journey, bad: journey.bad - 1 }] })
    const with90More = earlier({}, { journeys: [{ ...journey, samples: 1000, bad: 0 }] })
    expect(rowOf(with1More, 'Availability of ask')?.change).toBe('same')
    expect(rowOf(with90More, 'Availability of ask')?.change).toBe('worse')
  })

  test('is part of the page', () => {
    const { measures, picture } = told(stillDownDrill())
    const view = drillView(measures, picture, { previous: now })
    expect(view.comparison?.rows[0]).toMatchObject({
      what: 'Verdict',
      before: 'Passed',
      now: 'Failed',
      change: 'worse',
    })
  })
})
