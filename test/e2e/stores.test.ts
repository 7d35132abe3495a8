import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { seated } from './seats.ts'
import { lookedInto, shippedDrill } from './shipped-drill.ts'
import { lossOf, restoredIn } from './stored.ts'

const checksOf = (measures: DrillMeasures, during: string) =>
  measures.integrity.find(each => each.during === during)?.checks.map(({ check, verdict }) => `${check} ${verdict}`)

const ledgerOf = ({ rpo }: DrillMeasures, name: string) => rpo.ledgers.find(ledger => ledger.name === name)

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
  seated()

  const table = ['counts', 'structure', 'fingerprints', 'ready', 'canary', 'application', 'tenants']
  const index = [...table.slice(0, 3), 'recall', 'ready', 'watermark', 'canary', 'application', 'tombstones', 'tenants']
  test.for([
    ['vector-index-corrupted', index],
    ['re-embedding', index],
  ] as const)('%s: what came back is what was there, row by row where it was looked at', async ([scenario, checks]) => {
    const drill = await shippedDrill(scenario)
    expectBack(drill)
    expect(checksOf(drill.measures, 'recovered')).toEqual(checks.map(check => `${check} passed`))
    expect(drill.measures.rpo).toMatchObject({ targetMs: 0, achievedMs: 0, met: true, lost: 0 })
    expect(drill.measures.quality).not.toBeNull()
  })

  test('prompts-clobbered: every prompt that was published is back as it was, while they lay in ruins too: git has them all', async () => {
    const drill = await lookedInto('prompts-clobbered', async dir => ({ prompts: await lossOf(dir, 'prompts', 'git') }))
    expectBack(drill)
    const { measures, prompts } = drill
    expect(checksOf(measures, 'recovered')).toEqual(table.map(check => `${check} passed`))
    expect(measures.rpo).toMatchObject({ targetMs: 0, achievedMs: 0, met: true, lost: 0 })
    expect(measures.quality).not.toBeNull()
    const published = ledgerOf(measures, 'prompts')
    expect(published).toMatchObject({
      targetMs: 0,
      achievedMs: 0,
      met: true,
      kept: published?.acked,
      lost: 0,
      corrupt: 0,
    })
    expect(published?.acked).toBeGreaterThan(0)
    expect([prompts.measured, prompts.predicted]).toEqual([[], []])
  })

  test('tenant-table-lost: who was signed up since the last backup is lost, to the write, and nobody and nothing else', async () => {
    const drill = await lookedInto('tenant-table-lost', async dir => ({
      tenants: await lossOf(dir, 'tenants', 'tenants'),
    }))
    expectBack(drill)
    const { measures, tenants } = drill
    expect(checksOf(measures, 'recovered')).toEqual(
      [...table.slice(0, 4), 'watermark', ...table.slice(4)].map(check => `${check} passed`),
    )
    expect(measures.quality).not.toBeNull()
    for (const name of ['documents', 'runs'])
      expect(ledgerOf(measures, name)).toMatchObject({ targetMs: 0, achievedMs: 0, met: true, lost: 0 })
    const signedUp = ledgerOf(measures, 'tenants')
    expect(tenants.measured).toEqual(tenants.predicted)
    expect(signedUp).toMatchObject({ met: true, corrupt: 0, duplicated: 0 })
    expect((signedUp?.kept ?? 0) + (signedUp?.lost ?? 0)).toBe(signedUp?.acked)
    expect(measures.rpo.achievedMs).toBeCloseTo(tenants.oldestMs ?? 0, -1)
  })

  test('vector-index-deleted: what was written since the snapshot follows from the documents, to the write, and what was deleted for good stays away', async () => {
    const drill = await lookedInto('vector-index-deleted', async dir => ({
      documents: await lossOf(dir, 'documents', 'index', 'damaged'),
    }))
    expectBack(drill)
    const { measures, documents } = drill
    expect(checksOf(measures, 'recovered')).toEqual(index.map(check => `${check} passed`))
    // The snapshot alone would have lost these; every search finds them all the same.
    expect(documents.predicted.length).toBeGreaterThan(0)
    expect(documents.measured).toEqual([])
    expect(measures.rpo).toMatchObject({ achievedMs: 0, met: true, lost: 0, resurrected: 0 })
    expect(measures.rpo.ledgers.find(({ name }) => name === 'documents')?.removed).toBeGreaterThan(0)
  })

  test('isolated-restore: the copy holds what the newest snapshot holds, and goes back as far', async () => {
    const drill = await lookedInto('isolated-restore', async dir => ({ snapshot: await restoredIn(dir) }))
    expectBack(drill)
    const { measures, snapshot } = drill
    const checks = measures.integrity.find(({ during }) => during === 'recovered')?.checks ?? []
    expect(checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual(index.map(check => `${check} passed`))
    expect(measures.restore).toMatchObject([{ component: 'knowledge', into: 'scratch', rows: snapshot.rows }])
    const watermark = checks.find(({ check }) => check === 'watermark')?.detail ?? ''
    const [, newest = ''] = /^the newest row from before the damage is of ([^,]+)/.exec(watermark) ?? []
    expect(Date.parse(newest)).toBe(snapshot.newestMs)
    // Nobody has lost anything.
    expect(measures.rpo).toMatchObject({ achievedMs: 0, met: true, lost: 0 })
  })

  test('history-deleted: what is lost is what had not been shipped, to the write', async () => {
    const drill = await lookedInto('history-deleted', async dir => ({ runs: await lossOf(dir, 'runs', 'history') }))
    expectBack(drill)
    const { measures, runs } = drill
    expect(checksOf(measures, 'recovered')).toEqual(
      ['counts', 'structure', 'fingerprints', 'ready', 'watermark', 'canary', 'application', 'tenants'].map(
        check => `${check} passed`,
      ),
    )
    expect(measures.quality).not.toBeNull()
    expect(runs.measured).toEqual(runs.predicted)
    expect(measures.rpo.kept + measures.rpo.lost + measures.rpo.removed).toBe(measures.rpo.acked)
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
  seated()

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
    [
      'stale-snapshot',
      /^Gate integrity of history failed after the recovery: counts: .*; fingerprints: of \d+ rows looked at \d+ are gone/,
    ],
    [
      'partial-restore',
      /^Gate integrity of history failed after the recovery: counts: .*(initech|tyrell|globex): 0 of \d+ rows.*; fingerprints: of \d+ rows looked at \d+ are gone/,
    ],
    [
      'tenant-filter-lost',
      /^Gate integrity of knowledge failed after the recovery: tenants: (?!acme)\w+ is shown what \w+ hid in documents/,
    ],
    ['erased-come-back', /^Gate integrity of knowledge failed .*: tombstones: deleted for good, and back: tyrell\//],
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
