import { expect, test } from 'vitest'
import type { DrillMeasures, GateMeasure } from '../../src/model/measures.ts'
import { gateViews } from '../../src/report/view/gate-view.ts'

test('a gate that is asked until it passes has a row for how long it failed, and one for its passing', () => {
  const asked = (verdict: GateMeasure['verdict'], startedMs: number): GateMeasure => ({
    ...{ name: 'health', during: 'recovered', verdict, detail: `said at ${startedMs}` },
    ...{ startedMs, endedMs: startedMs + 30, files: [] },
  })
  const gates = [asked('failed', 2000), asked('failed', 2250), asked('failed', 2500), asked('passed', 2750)]
  const rows = gateViews({ t0: 1000, gates } as unknown as DrillMeasures)
  expect(rows.map(({ at, took, word, detail }) => [at, took, word, detail])).toEqual([
    ['+0:01.000 to +0:01.500', '30 ms', 'Failed', '3 times, at last: said at 2500'],
    ['+0:01.750', '30 ms', 'Passed', 'said at 2750'],
  ])
})
