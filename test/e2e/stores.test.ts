import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { lookedInto, shippedDrill } from './shipped-drill.ts'
import { lossOf } from './stored.ts'

const checksOf = (measures: DrillMeasures, during: string) =>
  measures.integrity.find(each => each.during === during)?.checks.map(({ check, verdict }) => `${check} ${verdict}`)

const failures = ({ reasons }: DrillMeasures) =>
  reasons.filter(({ verdict }) => verdict === 'failed').map(({ text }) => text)

function expectBack({ code, measures }: { readonly code: number | null; readonly measures: DrillMeasures }): void {
  expect([failures(measures), code]).toEqual([[], 0])
  expect(measures.faults[0]).toMatchObject({ effect: 'bitten' })
  expect(measures.runbook).toMatchObject({ outcome: 'done' })
  expect(measures.rto).toMatchObject({ state: 'restored', met: true })
  expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
}

describe.concurrent('data that Harbor loses comes back by its runbooks', { timeout: 240_000 }, () => {
  const table = ['counts', 'structure', 'fingerprints', 'ready', 'canary', 'application']
  const index = [...table.slice(0, 3), 'recall', 'ready', 'watermark', 'canary', 'application', 'tenants']
  test.for([
    ['vector-index-deleted', index],
    ['vector-index-corrupted', index],
    ['re-embedding', index],
    ['prompts-clobbered', table],
    ['tenant-table-lost', table],
    ['isolated-restore', index],
  ] as const)('%s: what came back is what was there, row by row where it was looked at', async ([scenario, checks]) => {
    const drill = await shippedDrill(scenario)
    expectBack(drill)
    expect(checksOf(drill.measures, 'recovered')).toEqual(checks.map(check => `${check} passed`))
  })

  test('history-deleted: what is lost is what had not been shipped, to the write', async () => {
    const drill = await lookedInto('history-deleted', async dir => ({ runs: await lossOf(dir, 'runs', 'history') }))
    expectBack(drill)
    const { measures, runs } = drill
    expect(checksOf(measures, 'recovered')).toEqual(
      ['counts', 'structure', 'fingerprints', 'ready', 'watermark', 'canary', 'application'].map(
        check => `${check} passed`,
      ),
    )
    expect(runs.measured).toEqual(runs.predicted)
    expect(measures.rpo.kept + measures.rpo.lost).toBe(measures.rpo.acked)
    if (runs.oldestMs !== undefined) expect(measures.rpo.achievedMs).toBeCloseTo(runs.oldestMs, -1)
  })

  test('region-store-lost: restored elsewhere, as good as before, and without what no backup had', async () => {
    const drill = await lookedInto('region-store-lost', async dir => ({
      runs: await lossOf(dir, 'runs', 'history'),
      documents: await lossOf(dir, 'documents', 'documents'),
    }))
    expectBack(drill)
    const { measures, runs, documents } = drill
    expect(measures.signals.find(({ name }) => name === 'failed-over')?.firstOnMs).toEqual(expect.any(Number))
    expect(
      measures.gates.find(({ name, during }) => name === 'golden:support' && during === 'recovered'),
    ).toMatchObject({ verdict: 'passed' })
    expect([runs.measured, documents.measured]).toEqual([runs.predicted, documents.predicted])
    // All that was written since the one snapshot there is: the drill's own documents, from the first one on.
    expect(documents.measured[0]).toBe(0)
    expect(measures.rpo.achievedMs).toBeCloseTo(documents.oldestMs ?? 0, -1)
  })
})

describe.concurrent('what only looks like a recovery is told from one, whatever is drawn', { timeout: 240_000 }, () => {
  test.for([
    [
      'snapshot-unrestorable',
      /^The runbook runbooks\/restore-index\.md went wrong: step 2 \(Restore it\): it ended with exit code 1; it last said: index version \d+ is damaged: its hash is another/,
    ],
    ['runbook-wrong-command', /^The runbook .* went wrong: step 1 \(Restore it\).*no index version 999/],
    [
      'swapped-vectors',
      /^Gate integrity of knowledge failed after the recovery: fingerprints: of 50 rows looked at \d+ have another vector/,
    ],
    ['stale-snapshot', /^Gate integrity of history failed after the recovery: counts: /],
    [
      'partial-restore',
      /^Gate integrity of history failed after the recovery: counts: .*(initech|tyrell|globex): 0 of \d+ rows/,
    ],
  ] as const)('%s fails, for the reason it is there for', async ([scenario, reason]) => {
    const { code, measures } = await shippedDrill(scenario)
    expect(code).toBe(1)
    expect(failures(measures)).toContainEqual(expect.stringMatching(reason))
    // Nobody but whom it is there for has noticed: users and smoke tests were content, or nothing had come back.
    const smoke = measures.gates.filter(({ during, name }) => during === 'recovered' && !name.startsWith('integrity'))
    expect(smoke.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    // The parachute puts back what the platform could not.
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  })
})
