import { describe, expect, test } from 'vitest'
import type { PartTarget } from '../../src/model/scenario.ts'
import { faultWith, journeyWith, scenarioWith } from '../support/drill.ts'
import { ledgerDrawn, ledgerWith } from './ledger-story.ts'
import { broken, healed, measured, type Noted, sentences } from './story.ts'
import { columnOf, samples } from './timeline.ts'

const part = (of: PartTarget['of'], name: string, rtoMs: number): PartTarget => ({ of, name, rtoMs, rpoMs: undefined })

const journeys = [
  journeyWith({ id: 'ask@acme', tenant: 'acme', component: 'gateway' }),
  journeyWith({ id: 'ask@globex', tenant: 'globex', component: 'gateway' }),
  journeyWith({ id: 'order', component: 'store' }),
]

/** Three journeys drawn below each other; the fault comes where the first line says. */
function drawn(lanes: readonly [string, string, string, string], targets: readonly PartTarget[], more: Noted = []) {
  const [marks, ...drawings] = lanes
  const asked = drawings.flatMap((drawing, index) => samples(drawing, { journey: journeys[index]?.id ?? '' }))
  return measured(asked, [...broken(columnOf(marks, '|')), ...more, ...healed(3000)], {
    platform: { journeys },
    scenario: { targets: { rtoMs: undefined, rpoMs: undefined }, partTargets: targets },
  })
}

const LANES = [
  '     |               ',
  '......xxx............',
  '.....................',
  '......xxxxxxx........',
] as const

describe('the recovery of single parts', () => {
  test('is measured of each journey, whatever is asked', () => {
    expect(drawn(LANES, []).rto.parts.map(({ of, name, state, achievedMs }) => [of, name, state, achievedMs])).toEqual([
      ['journey', 'ask@acme', 'restored', 410],
      ['journey', 'ask@globex', 'never-down', 0],
      ['journey', 'order', 'restored', 810],
    ])
  })

  test.each<[string, PartTarget, number | null, boolean | null]>([
    ['a journey of all its tenants', part('journey', 'ask', 500), 410, true],
    ['a journey of one of them', part('journey', 'ask@globex', 150), 0, true],
    ['a tenant', part('tenant', 'acme', 500), 410, true],
    ['a tenant who was spared', part('tenant', 'globex', 150), 0, true],
    ['a component, by the journeys that show it', part('component', 'store', 500), 810, false],
    ['a component whose target is in the error bar', part('component', 'store', 750), 810, null],
    ['a component that no journey shows', part('component', 'cache', 500), null, null],
  ])('may be asked of %s', (_, target, achievedMs, met) => {
    const parts = drawn(LANES, [target]).rto.parts
    expect(parts.at(-1)).toMatchObject({ of: target.of, name: target.name, targetMs: target.rtoMs, achievedMs, met })
  })

  test('that was still down when the drill gave up has failed its target', () => {
    const lanes = ['     |    ', '......xxxx', '..........', '..........'] as const
    const drill = drawn(lanes, [part('tenant', 'acme', 5000)], [[950, { type: 'deadline.passed', deadlineMs: 400 }]])
    expect(drill.rto.parts.at(-1)).toMatchObject({ state: 'still-down', met: false })
    expect(sentences(drill)).toContain('failed: The tenant acme was still down after 450 ms; its target was 5 s.')
  })

  test('says which journeys show it, and since when it counts', () => {
    const second = broken(800, { fault: faultWith({ id: 'f2', component: 'store' }) })
    const drill = drawn(
      LANES,
      [part('journey', 'ask', 500), part('component', 'store', 500), part('tenant', 'acme', 500)],
      second,
    )
    expect(drill.rto.parts.slice(3).map(({ name, journeys, fromMs }) => [name, journeys, fromMs])).toEqual([
      ['ask', ['ask@acme', 'ask@globex'], 500],
      ['store', ['order'], 800],
      ['acme', ['ask@acme'], 500],
    ])
  })

  test('rests on the answer that ended its last outage, or on the last sample that found it there', () => {
    const targets = [
      part('journey', 'ask', 500),
      part('tenant', 'acme', 500),
      part('tenant', 'globex', 500),
      part('component', 'store', 5000),
    ]
    const drill = drawn(LANES, targets)
    const lines = drill.reasons.map(({ text, seq }) => [/^The (\w+ [\w@]+) was/.exec(text)?.[1], seq] as const)
    // The drill's first line, then three samples a column, and the three lines of the fault before these.
    const line = (column: number, lane: number) => 1 + 3 * column + lane + 3
    expect(lines.filter(([who]) => who !== undefined)).toEqual([
      ['journey ask', line(9, 0)],
      ['tenant acme', line(9, 0)],
      ['tenant globex', line(20, 1)],
      ['component store', line(13, 2)],
    ])
  })

  test('is told, and a drill fails for one part as for the whole', () => {
    const drill = drawn(LANES, [
      part('journey', 'ask', 500),
      part('component', 'store', 500),
      part('component', 'cache', 1000),
    ])
    expect(drill.verdict).toBe('failed')
    expect(sentences(drill).filter(text => /The (journey|component)/.test(text))).toEqual([
      'failed: The component store was back after 810 ms ± 110 ms, over its target of 500 ms.',
      'inconclusive: The component cache was not watched, so nobody knows whether its target of 1 s was met.',
      'passed: The journey ask was back after 410 ms ± 110 ms, within its target of 500 ms.',
    ])
  })

  test('of a component counts from when it was broken itself', () => {
    const second = broken(800, { fault: faultWith({ id: 'f2', component: 'store' }) })
    const lanes = [
      '     |               ',
      '.....................',
      '.....................',
      '.........xx..........',
    ] as const
    const drill = drawn(lanes, [part('component', 'store', 500), part('component', 'gateway', 500)], second)
    expect(drill.rto.parts.slice(-2).map(({ name, achievedMs }) => [name, achievedMs])).toEqual([
      ['store', 310],
      ['gateway', 0],
    ])
  })
})

describe('what was served after a recovery, beside what was served before', () => {
  const drill = drawn(
    ['     |               ', '.....xxx.............', '.....................', '.....................'],
    [],
  )
  const [acme, globex] = drill.journeys

  test('counts from the end of the last outage', () => {
    expect(acme?.before).toMatchObject({ samples: 5, goodPerSecond: 10, p50Ms: 10 })
    // Three good ones in a row end the outage; what comes after them is after it.
    expect(acme?.after).toMatchObject({ samples: 10, goodPerSecond: 10, p50Ms: 10 })
  })

  test('counts from the fault where there was no outage', () => {
    expect(globex?.after).toMatchObject({ samples: 16 })
  })

  test('is not known of what did not come back', () => {
    const down = drawn(['     |    ', '.....xxxxx', '..........', '..........'], [])
    expect(down.journeys[0]?.after).toBe(null)
  })

  test('an answer in pieces is measured to its first piece too', () => {
    const pieces = samples('..........').map(sample => ({ ...sample, firstMs: 4 }))
    expect(measured(pieces, []).journeys[0]?.before?.firstPieceP50Ms).toBe(4)
  })
})

test('every reason names the line of the journal that it rests on', () => {
  const told = {
    scenario: { gates: { ...scenarioWith().gates, smoke: ['health'] }, targets: { rtoMs: 1000, rpoMs: 0 } },
    platform: { ledgers: [ledgerWith()] },
  }
  const stories = [
    measured([], [], told),
    measured(samples('.....xx......'), [...broken(450)], told),
    measured(samples('.....xx......'), [...broken(450), ...ledgerDrawn('..x..x..'), ...healed(3000)], told),
    measured(
      samples('.....xxxx'),
      [...broken(450), [900, { type: 'deadline.passed', deadlineMs: 300 }], ...healed(3000)],
      told,
    ),
  ]
  const bare = stories.flatMap(({ reasons }) => reasons.filter(({ seq }) => seq === null).map(({ text }) => text))
  expect(bare).toEqual([])
})
