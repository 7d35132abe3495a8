import { describe, expect, test } from 'vitest'
import type { PartTarget, Scenario } from '../../src/model/scenario.ts'
import { faultWith } from '../support/drill.ts'
import { type LedgerDrawn, ledgerDrawn, ledgerWith } from './ledger-story.ts'
import { broken, healed, measured, sentences } from './story.ts'
import { samples } from './timeline.ts'

// Twenty writes, one each 100 ms, acknowledged after 10 ms. The fault comes at 1000, just before the eleventh.
const T0 = 1000

interface Told extends LedgerDrawn {
  /** What may be lost; null: nobody says. */
  readonly rpoMs?: number | null
  readonly ackMs?: number
  readonly parts?: readonly PartTarget[]
}

function drilled(drawing: string, { rpoMs = 0, ackMs = T0, parts = [], ...drawn }: Told = {}) {
  const scenario: Partial<Scenario> = { targets: { rtoMs: undefined, rpoMs: rpoMs ?? undefined }, partTargets: parts }
  return measured(
    samples('.'.repeat(25)),
    [...ledgerDrawn(drawing, drawn), ...broken(T0, { ackMs, fault: faultWith() }), ...healed(3000)],
    { scenario, platform: { ledgers: [ledgerWith()] } },
  )
}

const about = (drill: ReturnType<typeof drilled>) => sentences(drill).filter(text => text.includes('edger'))

describe('the achieved RPO is the time from the oldest lost acknowledged write to t0', () => {
  test.each([
    ['....................', 0, 'nothing lost'],
    ['.........x..........', 90, 'the last one before the fault'],
    ['......x.............', 390, 'an older one'],
    ['......x..x..........', 390, 'the older of two'],
    ['x...................', 990, 'the very first'],
    ['..........x.........', 0, 'only one from after the fault: no age at all, but lost all the same'],
    ['......x...x.........', 390, 'one before and one after'],
    ['......?.............', 0, 'one that was never acknowledged counts for nothing'],
    ['......c.............', 0, 'one that is corrupt is there'],
    ['......2.............', 0, 'so is one that is there twice'],
    ['......r.............', 390, 'a deletion is a write too, and can be lost'],
    ['......-.............', 0, 'one that was deleted and is gone was meant to be'],
  ])('%s is %i ms: %s', (drawing, achievedMs) => {
    expect(drilled(drawing).rpo.achievedMs).toBe(achievedMs)
  })

  test('a write that was acknowledged while the damage was being done is within the error bar, and not lost after it', () => {
    const { rpo } = drilled('..........x.........', { ackMs: T0 + 30 })
    expect(rpo).toMatchObject({ achievedMs: 0, precisionMs: 130, lost: 1, lostAfterT0: 0 })
    expect(drilled('..........x.........', { ackMs: T0 + 5 }).rpo).toMatchObject({ lost: 1, lostAfterT0: 1 })
  })

  test('its error bar is one interval of writing, and the time the fault took to be acknowledged', () => {
    expect(drilled('......x.............', { ackMs: T0 + 30 }).rpo).toMatchObject({ achievedMs: 390, precisionMs: 130 })
    expect(drilled('....................').rpo.precisionMs).toBe(0)
  })
})

describe('several ledgers', () => {
  const told = (runs: string, documents: string, trouble?: string) => {
    const drawn = { ledger: 'documents', ...(trouble === undefined ? {} : { trouble }) }
    return measured(
      samples('.'.repeat(25)),
      [...ledgerDrawn(runs), ...ledgerDrawn(documents, drawn), ...broken(T0), ...healed(3000)],
      {
        scenario: { targets: { rtoMs: undefined, rpoMs: 500 } },
        platform: { ledgers: [ledgerWith(), ledgerWith({ id: 'documents', name: 'documents' })] },
      },
    )
  }
  test('the worst of them is the achieved RPO, whichever comes first', () => {
    expect(told('.........x..........', '......x.............').rpo).toMatchObject({ achievedMs: 390, lost: 2 })
    expect(told('......x.............', '.........x..........').rpo).toMatchObject({ achievedMs: 390, lost: 2 })
    expect(told('....................', '.........x..........').rpo).toMatchObject({ achievedMs: 90, lost: 1 })
  })
  test('one that could not be read leaves it open what was lost, whatever the others say', () => {
    const { rpo, verdict } = told('....................', '....................', 'status 503')
    expect(rpo).toMatchObject({ state: 'unreadable', met: null, achievedMs: 0 })
    expect(verdict).toBe('inconclusive')
  })
})

describe('every acknowledged write is counted once', () => {
  test('and those that were never acknowledged beside them', () => {
    expect(drilled('.x.c2r-?..x.........').rpo).toMatchObject({
      ...{ acked: 19, kept: 13, lost: 2, lostAfterT0: 1, corrupt: 1, duplicated: 1, resurrected: 1, removed: 1 },
      ...{ unknown: 1, unread: 0, state: 'measured' },
    })
  })

  test('the first and the last that were lost are named, with the line that says so', () => {
    const [ledger] = drilled('..x..x...x..........').rpo.ledgers
    expect(ledger?.firstLost).toMatchObject({ entry: 2, ackMs: 210 })
    expect(ledger?.lastLost).toMatchObject({ entry: 9, ackMs: 910 })
    expect(ledger?.seq).toBeGreaterThan(ledger?.firstLost?.seq ?? Number.POSITIVE_INFINITY)
  })
})

describe('losses against what may be lost', () => {
  test.each<[string, number, boolean | null, string]>([
    ['....................', 0, true, 'nothing lost meets any RPO'],
    ['.........x..........', 0, false, 'anything lost is over an RPO of nothing'],
    ['......x.............', 500, true, 'inside with all of its error bar'],
    ['......x.............', 490, true, 'just inside'],
    ['......x.............', 489, null, 'the target within the error bar is undecided'],
    ['......x.............', 390, null, 'so is the figure itself'],
    ['......x.............', 389, false, 'over it is over it'],
    ['..........x.........', 3_600_000, false, 'what was lost from after the fault fails an RPO of any size'],
    ['..........r.........', 3_600_000, false, 'so does a deletion from after the fault that came undone'],
  ])('%s against %i ms: %s, %s', (drawing, rpoMs, met) => {
    expect(drilled(drawing, { rpoMs }).rpo.met).toBe(met)
  })

  test('no acknowledged write before the fault proves nothing', () => {
    const drill = drilled('??????????..........', { rpoMs: 0 })
    expect(drill.rpo.met).toBe(null)
    expect(about(drill)).toEqual(['inconclusive: No write of ledger runs was acknowledged before the fault.'])
  })

  test('the strictest of all claims counts: of the ledger, of its tenant, of its component, of everything', () => {
    const part = (of: PartTarget['of'], name: string, rpoMs: number): PartTarget => ({
      of,
      name,
      rtoMs: undefined,
      rpoMs,
    })
    const platform = { ledgers: [ledgerWith({ id: 'runs@acme', component: 'store' })] }
    const target = (rpoMs: number | undefined, parts: readonly PartTarget[]) =>
      measured([], broken(T0), { platform, scenario: { targets: { rtoMs: undefined, rpoMs }, partTargets: parts } }).rpo
        .ledgers[0]?.targetMs
    expect(target(undefined, [])).toBe(null)
    expect(target(9, [part('ledger', 'runs', 8), part('tenant', 'globex', 1)])).toBe(8)
    expect(target(9, [part('ledger', 'runs@acme', 7), part('tenant', 'acme', 6), part('component', 'store', 5)])).toBe(
      5,
    )
    expect(target(4, [part('journey', 'runs', 1), part('ledger', 'run', 1)])).toBe(4)
  })
})

describe('the sentences', () => {
  test.each<[string, Told, readonly string[]]>([
    ['....................', {}, ['passed: Ledger runs: all 20 acknowledged writes were kept.']],
    [
      '....-..?............',
      {},
      [
        'passed: Ledger runs: all 19 acknowledged writes were kept; 1 of them were deleted again and stayed away; 1 were never acknowledged and count for nothing.',
      ],
    ],
    [
      '.......xxx..........',
      {},
      ['failed: Ledger runs: 3 acknowledged writes lost: RPO achieved 290 ms ± 100 ms, over the target of 0 ms.'],
    ],
    [
      '......r..x..........',
      { rpoMs: 1000 },
      [
        'passed: Ledger runs: 1 acknowledged write lost and 1 deleted entry back: RPO achieved 390 ms ± 100 ms, within the target of 1 s.',
      ],
    ],
    [
      '......x.............',
      { rpoMs: 400 },
      [
        'inconclusive: Ledger runs: 1 acknowledged write lost: RPO achieved 390 ms ± 100 ms; the target of 400 ms lies within the error bar.',
      ],
    ],
    [
      '..........xx........',
      { rpoMs: 60_000 },
      ['failed: Ledger runs: 2 writes lost that were acknowledged after the fault, which no age of a backup excuses.'],
    ],
    [
      '...c2...............',
      { rpoMs: 60_000 },
      [
        'failed: Ledger runs: 1 acknowledged entry no longer says what was written.',
        'failed: Ledger runs: 1 entry is there more than once, though sent once.',
      ],
    ],
    [
      '....................',
      { trouble: 'status 503 instead of 200' },
      ['inconclusive: Ledger runs could not be read back, so nobody knows what was lost: status 503 instead of 200.'],
    ],
    [
      '????????????????????',
      {},
      ['inconclusive: No write of ledger runs was ever acknowledged, so nothing can be said about losses.'],
    ],
  ])('%s', (drawing, told, said) => {
    expect(about(drilled(drawing, told))).toEqual(said)
  })

  test('a loss that no RPO speaks of is not passed over', () => {
    expect(about(drilled('......x.............', { rpoMs: null }))).toEqual([
      'inconclusive: Ledger runs: 1 acknowledged write lost, the oldest from 390 ms ± 100 ms before the fault; no RPO says whether that is too much.',
    ])
  })

  test('each rests on the line of the journal that says so', () => {
    const drill = drilled('......x...c.........')
    const seqs = drill.reasons.filter(({ text }) => text.startsWith('Ledger')).map(({ seq }) => seq)
    const [ledger] = drill.rpo.ledgers
    expect(seqs).toEqual([ledger?.firstLost?.seq, ledger?.seq])
  })
})

describe('what was not read back', () => {
  test('is not known, even if more was written than a reading before accounts for', () => {
    const more = ledgerDrawn('.'.repeat(12), { readAtMs: 2600 }).filter(([, { type }]) => type === 'ledger.wrote')
    const read = ledgerDrawn('.'.repeat(12), { readAtMs: 800 }).filter(([, { type }]) => type !== 'ledger.wrote')
    const drill = measured(samples('.'.repeat(25)), [...more, ...read, ...broken(T0), ...healed(3000)], {
      scenario: { targets: { rtoMs: undefined, rpoMs: 0 } },
      platform: { ledgers: [ledgerWith()] },
    })
    expect(drill.rpo.state).toBe('unreadable')
    expect(drill.rpo.ledgers[0]?.detail).toContain('accounts for 12 of 8 acknowledged writes')
  })

  test('because a second reading failed is said, and the first one’s losses stand', () => {
    const first = ledgerDrawn('....x...', { readAtMs: 1500 })
    const second = ledgerDrawn('........', { during: 'healed', readAtMs: 2500, trouble: 'refused: nobody listens' })
    const drill = measured(
      samples('.'.repeat(25)),
      [...first, ...second.filter(([, { type }]) => type !== 'ledger.wrote'), ...broken(T0), ...healed(3000)],
      { scenario: { targets: { rtoMs: undefined, rpoMs: 0 } }, platform: { ledgers: [ledgerWith()] } },
    )
    expect(drill.rpo).toMatchObject({ state: 'unreadable', lost: 1, achievedMs: 590, met: false })
  })

  test('because nobody read at all is said', () => {
    const wrote = ledgerDrawn('....').filter(([, { type }]) => type === 'ledger.wrote')
    const drill = measured(samples('.'.repeat(25)), [...wrote, ...broken(T0), ...healed(3000)], {
      platform: { ledgers: [ledgerWith()] },
    })
    expect(about(drill)).toEqual([
      'inconclusive: Ledger runs could not be read back, so nobody knows what was lost: nothing was read back.',
    ])
  })
})
