import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { makePlan } from '../../src/plan/make-plan.ts'

function scenario(...spans: readonly (readonly [atMs: number, forMs?: number])[]): Scenario {
  const faults = spans.map(
    ([atMs, forMs], index): Fault => ({ id: `f${index + 1}`, component: 'openai', kind: 'refuse', atMs, forMs }),
  )
  return {
    id: 's',
    title: 't',
    file: 's.yaml',
    why: 'w',
    class: 'provider-outage',
    hash: 'h',
    faults,
    expect: { degraded: undefined, signals: [] },
    recovery: { kind: 'automatic' },
    targets: { rtoMs: 6000, rpoMs: undefined },
    isolation: undefined,
    after: undefined,
    partTargets: [],
    rtoUntil: 'verified',
    gates: { smoke: [], integrity: [], golden: undefined },
    guards: [],
    baselineMs: 3000,
    deadlineMs: 18_000,
  }
}

/** `0 +f1, 8000 -f1`: breaks and undoes, by when they are due. */
function drawn(from: Scenario): string {
  const { steps } = makePlan(from, 1)
  return steps.map(({ act, atMs, fault }) => `${atMs} ${act === 'inject' ? '+' : '-'}${fault}`).join(', ')
}

test('a plan repeats what the scenario says about time, and the seed', () => {
  expect(makePlan(scenario([0, 8000]), 42)).toEqual({
    seed: 42,
    baselineMs: 3000,
    steps: [
      { act: 'inject', atMs: 0, fault: 'f1' },
      { act: 'undo', atMs: 8000, fault: 'f1' },
    ],
    lastMs: 8000,
    deadlineMs: 18_000,
  })
})

describe('steps are in the order in which they are due', () => {
  test.each([
    ['a fault without an end is undone when the drill heals', scenario([0]), '0 +f1'],
    ['faults that overlap', scenario([0, 8000], [2000, 2000]), '0 +f1, 2000 +f2, 4000 -f2, 8000 -f1'],
    ['a fault that is written first and strikes later', scenario([5000], [0, 1000]), '0 +f2, 1000 -f2, 5000 +f1'],
    [
      'what is put back and broken at once ends broken',
      scenario([5000, 5000], [0, 5000]),
      '0 +f2, 5000 -f2, 5000 +f1, 10000 -f1',
    ],
    ['several at once strike as they are written', scenario([0], [0], [0]), '0 +f1, 0 +f2, 0 +f3'],
  ])('%s', (_, from, steps) => {
    expect(drawn(from)).toBe(steps)
  })
})

test('the last step is the latest, whether it breaks or undoes', () => {
  expect(makePlan(scenario([0, 8000], [9000]), 1).lastMs).toBe(9000)
  expect(makePlan(scenario([0, 8000], [2000]), 1).lastMs).toBe(8000)
})
