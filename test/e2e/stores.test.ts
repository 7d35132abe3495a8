import { describe, expect, test } from 'vitest'
import type { DrillMeasures } from '../../src/model/measures.ts'
import { shippedDrill } from './shipped-drill.ts'

const checksOf = (measures: DrillMeasures, during: string) =>
  measures.integrity.find(each => each.during === during)?.checks.map(({ check, verdict }) => `${check} ${verdict}`)

describe('data that Harbor loses comes back by its runbooks', { timeout: 120_000 }, () => {
  const wholeIndex = [
    'counts',
    'structure',
    'fingerprints',
    'recall',
    'ready',
    'watermark',
    'canary',
    'application',
    'tenants',
  ]
  test.for([
    ['vector-index-deleted', wholeIndex],
    ['vector-index-corrupted', wholeIndex],
    ['re-embedding', wholeIndex],
    ['history-deleted', ['counts', 'structure', 'fingerprints', 'ready', 'watermark', 'canary', 'application']],
    ['prompts-clobbered', ['counts', 'structure', 'fingerprints', 'ready', 'canary', 'application']],
    ['tenant-table-lost', ['counts', 'structure', 'fingerprints', 'ready', 'canary', 'application']],
  ] as const)('%s: what came back is what was there, row by row where it was looked at', async ([scenario, checks]) => {
    const { code, measures } = await shippedDrill(scenario)
    expect(measures.reasons.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(code).toBe(0)
    expect(measures.faults[0]).toMatchObject({ effect: 'bitten' })
    expect(measures.runbook).toMatchObject({ outcome: 'done' })
    expect(checksOf(measures, 'recovered')).toEqual(checks.map(check => `${check} passed`))
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  })

  test('history-deleted: no more is lost than was written between two shipments', async () => {
    const { measures } = await shippedDrill('history-deleted')
    // Harbor ships its history every second, and a shipment may have been under way.
    expect(measures.rpo.achievedMs).toBeLessThan(3000)
    expect(measures.rpo.kept + measures.rpo.lost).toBe(measures.rpo.acked)
  })
})

describe('what only looks like a recovery is told from one', { timeout: 120_000 }, () => {
  test.for([
    [
      'snapshot-unrestorable',
      /runbook runbooks\/restore-index\.md went wrong: step [12] .*exit code 1; it last said: .*(damaged|JSON)/s,
    ],
    ['runbook-wrong-command', /runbook .* went wrong: step 1 \(Restore it\).*no index version 999/],
    ['swapped-vectors', /Gate integrity of knowledge failed after the recovery: .*have another vector/],
    ['stale-snapshot', /Gate integrity of history failed after the recovery: counts: /],
  ] as const)('%s fails, for the reason it is there for', async ([scenario, reason]) => {
    // Drawn so that the journey's own question still finds its article: nobody else would notice.
    const { code, measures } = await shippedDrill(scenario, '--seed', '1650258885')
    expect(code).toBe(1)
    expect(
      measures.reasons
        .filter(({ verdict }) => verdict === 'failed')
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(reason)
    // The parachute puts back what the platform could not.
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  })
})
