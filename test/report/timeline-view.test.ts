import { describe, expect, test } from 'vitest'
import { drillView } from '../../src/report/view/drill-view.ts'
import { type Lane, timelineView } from '../../src/report/view/timeline/timeline-view.ts'
import {
  bookDrill,
  crashedDrill,
  guardedDrill,
  longDrill,
  passedDrill,
  stillDownDrill,
  told,
  unhealthyDrill,
} from './drills.ts'

describe('the lanes of the timeline', () => {
  test('from cause to consequence, everything labelled', () => {
    expect(told(passedDrill()).view.timeline.lanes.map(summary)).toEqual([
      'phases: lock, stage, baseline, inject, observe, recover, validate, heal, scan, measure',
      'what we broke: openai refuses every connection',
      'journey ask: down 1.8 s',
      'degraded mode: fallback-model, 7.6 s',
      'signal: breaker-open, 7.5 s',
      'gates, events: health passed, effect proven, health passed, ask-once passed, health passed, ask-once passed',
    ])
  })

  test('t0, the recovery and the target run through all of them', () => {
    expect(told(passedDrill()).view.timeline.milestones).toEqual([
      { atMs: 5000, label: 't0', tone: 'plain' },
      { atMs: 6771, label: 'restored', tone: 'good' },
      { atMs: 7295, label: 'verified', tone: 'good' },
      { atMs: 11_000, label: 'RTO target', tone: 'plain' },
    ])
  })

  test('what never came back has no milestone of coming back', () => {
    expect(told(stillDownDrill()).view.timeline.milestones.map(mark => mark.label)).toEqual(['t0', 'RTO target'])
  })

  test('an outage and a fault without an end say so', () => {
    const lanes = told(crashedDrill()).view.timeline.lanes.map(summary)
    expect(lanes).toContain('what we broke: openai refuses every connection (no undo seen)')
    expect(lanes).toContain('journey ask: down, not over when the drill ended')
  })

  test('guards, deadlines and an unhealthy baseline are marked', () => {
    const marks = [guardedDrill, stillDownDrill, unhealthyDrill].map(make =>
      told(make()).view.timeline.lanes.flatMap(lane =>
        lane.kind === 'marks' ? lane.marks.map(mark => mark.label) : [],
      ),
    )
    expect(marks[0]).toContain('guard ask below 20 % tripped')
    expect(marks[0]).toContain('stopped by a guard')
    expect(marks[1]).toContain('gave up after 9 s')
    expect(marks[2]).toContain('baseline unhealthy')
  })

  test('lanes with nothing in them are left out, and so are their keys', () => {
    const { lanes, legend } = told(unhealthyDrill()).view.timeline
    expect(lanes.map(lane => lane.label)).toEqual(['phases', 'journey ask', 'gates, events'])
    expect(legend.map(each => each.key)).toEqual(['outage', 'up', 'median', 'band'])
  })

  test('what was done by the book has a lane of its own, and says what went wrong', () => {
    const lanes = told(bookDrill()).view.timeline.lanes
    expect(lanes.map(summary)).toContain('runbook: 1. Look, 2. Restore: timed out')
    expect(lanes.flatMap(lane => (lane.label === 'runbook' && lane.kind === 'spans' ? lane.spans : []))).toEqual([
      { fromMs: 6000, toMs: 6500, label: '1. Look', tone: 'step' },
      { fromMs: 6500, toMs: 6900, label: '2. Restore: timed out', tone: 'step-late' },
    ])
  })

  test('of many journeys only those that were down longest have a chart, and every outage stays', () => {
    const { measures, picture } = told(passedDrill())
    const [journey] = measures.journeys
    if (journey === undefined) throw new Error('the drill has a journey')
    const journeys = Array.from({ length: 20 }, (_, i) => ({
      ...journey,
      name: `j${i}`,
      outages: journey.outages.map(outage => ({ ...outage, toMs: outage.fromMs + 100 + i })),
    }))
    const lanes = timelineView({ ...measures, journeys }, picture).lanes.flatMap(lane =>
      lane.kind === 'latency' ? [lane] : [],
    )
    expect(lanes).toHaveLength(20)
    expect(lanes.filter(lane => !lane.stripOnly).map(lane => lane.label)).toEqual(
      ['j16', 'j17', 'j18', 'j19'].map(name => `journey ${name}`),
    )
    expect(lanes.every(lane => lane.outages.length === 1)).toBe(true)
  })

  test('of very many outages the longest says how many there were', () => {
    const { measures, picture } = told(passedDrill())
    const outages = Array.from({ length: 50 }, (_, i) => ({
      fromMs: 5000 + i * 100,
      toMs: 5000 + i * 100 + (i === 7 ? 90 : 20),
      samples: 1,
      reasons: {},
      detail: null,
    }))
    const journeys = measures.journeys.map(journey => ({ ...journey, outages }))
    const [lane] = timelineView({ ...measures, journeys }, picture).lanes.filter(each => each.kind === 'latency')
    expect(lane?.kind === 'latency' && lane.outages.map(span => span.label).filter(label => label !== '')).toEqual([
      '50 outages, the longest 90 ms',
    ])
  })

  test('what flickers is said once, with its true count', { timeout: 60_000 }, () => {
    const { lanes } = told(longDrill()).view.timeline
    expect(lanes.map(summary)).toContain('degraded mode: fallback-model, 599 times, 14 min 57 s in all')
  })
})

describe('the timeline as a table', () => {
  test('everything in order, with the offset from t0', () => {
    const rows = told(passedDrill()).view.timeline.moments.map(({ at, what, detail }) => `${at} ${what}; ${detail}`)
    expect(rows).toEqual([
      '−0:05.000 drill started; 2026-03-02 14:05:11 UTC',
      '−0:04.999 phase lock; ',
      '−0:04.995 phase stage; ',
      '−0:03.100 phase baseline; ',
      '−0:00.060 gate health: passed; status 200 in 4 ms',
      '−0:00.030 baseline healthy; ',
      '−0:00.020 phase inject; ',
      '+0:00.000 fault f1 injected; acknowledged after 4 ms',
      '+0:00.000 journey ask down; 12 × wrong status, 5 × too slow',
      '+0:00.030 effect of f1: bitten; a canary connection to openai was refused after 1 ms',
      '+0:00.040 phase observe; ',
      '+0:00.050 phase recover; ',
      '+0:01.700 journey ask: mode fallback-model on; ',
      '+0:01.750 signal breaker-open on; ',
      '+0:01.760 all journeys good again; ',
      '+0:01.771 journey ask back; after 1.8 s',
      '+0:02.200 phase validate; ',
      '+0:02.214 gate health: passed; status 200 in 4 ms',
      '+0:02.295 gate ask-once: passed; right answer in 71 ms',
      '+0:08.000 phase heal; ',
      '+0:08.010 fault f1: undone; by the conductor: proxy openai enabled again, as it was before; read back and compared',
      '+0:09.300 signal breaker-open off; after 7.5 s',
      '+0:09.300 journey ask: mode fallback-model off; after 7.6 s',
      '+0:10.805 gate health: passed; status 200 in 4 ms',
      '+0:10.888 gate ask-once: passed; right answer in 71 ms',
      '+0:10.900 phase scan; ',
      '+0:10.940 residue scan; by the conductor: 0 things left behind',
      '+0:10.950 phase measure; ',
      '+0:10.960 drill finished; ',
    ])
  })

  test('what flickers takes two rows instead of a thousand', { timeout: 60_000 }, () => {
    const rows = told(longDrill()).view.timeline.moments.filter(row => row.what.includes('fallback-model'))
    expect(rows).toEqual([
      {
        at: '+0:04.200',
        what: 'journey ask: mode fallback-model on, for the first time',
        detail: '599 times, 14 min 57 s in all',
      },
      {
        at: '+29:58.500',
        what: 'journey ask: mode fallback-model off, for the last time',
        detail: '599 times, 14 min 57 s in all',
      },
    ])
  })

  test('a journey that flaps all day is cut off, and says by how many rows', () => {
    const { measures, picture } = told(passedDrill())
    const flapping = Array.from({ length: 400 }, (_, i) => ({
      fromMs: 5000 + i * 20,
      toMs: 5010 + i * 20,
      samples: 1,
      reasons: { slow: 1 },
      detail: null,
    }))
    const journeys = measures.journeys.map(journey => ({ ...journey, outages: flapping }))
    const view = drillView({ ...measures, journeys }, picture)
    expect(view.timeline.moments).toHaveLength(300)
    expect(view.timeline.momentsOmitted).toBe('527 more rows left out; the journal has them all.')
    expect(view.journeys[0]?.outages).toHaveLength(40)
    expect(view.journeys[0]?.outagesOmitted).toBe('360 more outages; the timeline shows all, drill.json lists them.')
  })
})

function summary(lane: Lane): string {
  switch (lane.kind) {
    case 'spans':
      return `${lane.label}: ${lane.spans.flatMap(span => span.label || []).join(', ')}`
    case 'marks':
      return `${lane.label}: ${lane.marks.map(mark => mark.label).join(', ')}`
    case 'load':
      return `${lane.label}: ${lane.buckets.map(bucket => bucket.sent).join(', ')}`
    case 'latency':
      return `${lane.label}: ${lane.outages.map(outage => outage.label).join(', ')}`
    default:
      return lane satisfies never
  }
}
