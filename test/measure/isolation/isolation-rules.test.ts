import { describe, expect, test } from 'vitest'
import { neighboursInPeace } from '../../../src/measure/isolation/isolation-rules.ts'
import type { Unjudged } from '../../../src/measure/verdict/rule.ts'
import type { IsolationMeasure } from '../../../src/model/isolation.ts'
import { asked, blasted, measured, START, STOP, type Told } from './story.ts'

const targets = { isolation: { p99Ratio: 1.5, errorsRatio: 0.001, leaks: 0, refusalMs: 1000 } }
const during = (dueMs: number) => dueMs >= START && dueMs < STOP
const calm = (journey: string) => asked(journey, () => 20)

function said(told: Told, change: Partial<IsolationMeasure> = {}): readonly string[] {
  const isolation = measured(told, { scenario: targets })
  if (isolation === null) throw new Error('nothing was measured')
  return sentences({ ...isolation, ...change })
}

function sentences(isolation: IsolationMeasure): readonly string[] {
  const unjudged = { isolation, t0: START, outcome: 'completed' } as Unjudged
  return neighboursInPeace(unjudged).map(reason => `${reason.verdict}: ${reason.text}`)
}

const fine = [...calm('ask@acme'), ...calm('ask@initech'), ...blasted()]

test('neighbours in peace', () => {
  expect(said(fine)).toMatchInlineSnapshot(`
    [
      "passed: Journey ask of acme kept its pace: p99 20 ms during the load, 20 ms before (1x; 1.5x is allowed).",
      "passed: Journey ask of initech kept its pace: p99 20 ms during the load, 20 ms before (1x; 1.5x is allowed).",
      "passed: Journey ask of acme was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
      "passed: Journey ask of initech was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
      "passed: No second of the load disturbed a neighbour.",
      "passed: globex was served 200 of 1000 requests, not one over its quota.",
    ]
  `)
})
test('three times slower fails, and says who suffered', () => {
  const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
  expect(said([...slow, ...calm('ask@initech'), ...blasted()])).toMatchInlineSnapshot(`
    [
      "failed: Journey ask of acme became 3x slower: p99 60 ms during the load, 20 ms before; 1.5x is allowed.",
      "passed: Journey ask of initech kept its pace: p99 20 ms during the load, 20 ms before (1x; 1.5x is allowed).",
      "passed: Journey ask of acme was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
      "passed: Journey ask of initech was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
      "failed: The neighbours were disturbed until the load ended.",
      "passed: globex was served 200 of 1000 requests, not one over its quota.",
    ]
  `)
})
test('one slow answer among a hundred decides nothing', () => {
  const slow = asked('ask@acme', dueMs => (dueMs === START + 4000 || dueMs === START + 6000 ? 60 : 20))
  expect(said([...slow, ...calm('ask@initech'), ...blasted()])[0]).toMatchInlineSnapshot(
    `"inconclusive: Journey ask of acme became 3x slower: p99 60 ms during the load, 20 ms before; with so few samples it may as well be 1x, and 1.5x is allowed."`,
  )
})
test('one bad answer among a hundred is more than +0.1 %, but no evidence', () => {
  const once = asked('ask@acme', dueMs => (dueMs === START + 4000 ? { bad: 'timeout' } : 20))
  expect(said([...once, ...calm('ask@initech'), ...blasted()]).filter(text => /bad/.test(text))).toMatchInlineSnapshot(`
    [
      "inconclusive: Journey ask of acme was not answered as ever: 1 of 100 answers were bad during the load, 0 % before; 0.1 % is allowed, and so few samples cannot tell.",
      "passed: Journey ask of initech was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
    ]
  `)
})
test('ten bad answers among a hundred are', () => {
  const tenth = asked('ask@acme', dueMs => (during(dueMs) && dueMs % 1000 === 0 ? { bad: 'timeout' } : 20))
  expect(
    said([...tenth, ...calm('ask@initech'), ...blasted()]).filter(text => /bad/.test(text)),
  ).toMatchInlineSnapshot(`
    [
      "failed: Journey ask of acme was not answered as ever: 10 of 100 answers were bad during the load, 0 % before; 0.1 % is allowed.",
      "passed: Journey ask of initech was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
    ]
  `)
})
test('too few samples to tell a p99', () => {
  const few = fine.filter(([, happening]) => happening.type !== 'sample' || happening.dueMs % 300 === 0)
  expect(said(few).filter(text => /slower/.test(text))).toMatchInlineSnapshot(`
    [
      "inconclusive: How much slower journey ask of acme became cannot be told from 34 samples before and 33 during the load.",
      "inconclusive: How much slower journey ask of initech became cannot be told from 34 samples before and 33 during the load.",
    ]
  `)
})
test('nobody else is watched', () => {
  expect(said(blasted())).toContain('inconclusive: Journey ask of acme was not asked during the load.')
})
test('a sender that could not keep up', () => {
  expect(
    said([...calm('ask@acme'), ...calm('ask@initech'), ...blasted(() => ({ lateP99Ms: 90 }))])[0],
  ).toMatchInlineSnapshot(
    `"inconclusive: The load of globex was held up by this machine: requests left up to 90 ms late in 10 of 10 seconds, and the sender was up to 20 % busy."`,
  )
})
test('a sender that could not keep up proves nothing about neighbours who suffered meanwhile', () => {
  const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
  const reasons = said([...slow, ...calm('ask@initech'), ...blasted(() => ({ lateP99Ms: 90 }))])
  expect(reasons.filter(reason => reason.startsWith('failed'))).toEqual([])
  expect(reasons).toContainEqual(
    expect.stringMatching(/^inconclusive: Journey ask of acme became 3x slower.*this machine/),
  )
})
test('more than the quota', () => {
  expect(
    said([...calm('ask@acme'), ...calm('ask@initech'), ...blasted(() => ({ outcomes: { 200: 40 } }))]).at(-1),
  ).toMatchInlineSnapshot(`"failed: globex was served 193 requests more than its quota allows."`)
})

describe('secrets', () => {
  const sighting = { owner: 'acme', seenBy: 'globex', place: 'history', where: 'GET /v1/runs', atMs: 12_345, times: 1 }
  const canaries = { planted: 3, notPlanted: [], searched: 4000, seen: 0, places: [], sightings: [] }
  const intruder = {
    intruder: 'ask',
    key: 'revoked',
    tried: 200,
    refused: 200,
    letIn: 0,
    unanswered: 0,
    firstLetInMs: null,
    lastLetInMs: null,
    detail: null,
  }
  const key = {
    fault: 'f2',
    tenant: 'globex',
    declaredMs: 0,
    refusalMs: 800,
    precisionMs: 110,
    servedAfterwards: 0,
    met: true,
  }
  const first = (change: Partial<IsolationMeasure>) => said(fine, change)[0]

  test('one hit fails the drill', () => {
    expect(first({ canaries: { ...canaries, seen: 2, sightings: [sighting, sighting] } })).toMatchInlineSnapshot(
      `"failed: globex was told what belongs to acme, hidden in history (GET /v1/runs, 12.3 s into the drill, and 1 more)."`,
    )
    expect(
      first({ canaries: { ...canaries, seen: 1, sightings: [{ ...sighting, seenBy: null }] } }),
    ).toMatchInlineSnapshot(
      `"failed: somebody without a key was told what belongs to acme, hidden in history (GET /v1/runs, 12.3 s into the drill)."`,
    )
  })
  test('no hit passes only if somebody looked', () => {
    expect(first({ canaries })).toMatchInlineSnapshot(
      `"passed: No tenant was told what belongs to another: 3 hidden texts, 4000 answers searched."`,
    )
    expect(first({ canaries: { ...canaries, searched: 0 } })).toMatchInlineSnapshot(
      `"inconclusive: Nobody can say that nothing leaked: no answer was searched."`,
    )
    expect(first({ canaries: { ...canaries, notPlanted: ['history for acme (status 500)'] } })).toMatchInlineSnapshot(
      `"inconclusive: Nobody can say that nothing leaked: no text could be hidden in history for acme (status 500)."`,
    )
  })
  test('keys that must be refused', () => {
    expect(first({ intruders: [intruder] })).toMatchInlineSnapshot(
      `"passed: Keys that must be refused were: 200 of 200 tries were turned down."`,
    )
    expect(
      first({ intruders: [{ ...intruder, letIn: 3, firstLetInMs: 5000, lastLetInMs: 5300, detail: 'status 200' }] }),
    ).toMatchInlineSnapshot(
      `"failed: A key that must be refused opened ask (revoked) 3 of 200 times, from 5 s to 5.3 s into the drill: status 200."`,
    )
    expect(first({ intruders: [{ ...intruder, refused: 0, unanswered: 200 }] })).toMatchInlineSnapshot(
      `"inconclusive: None of 200 tries with keys that must be refused was answered, so nobody knows whether they would be."`,
    )
  })
  test('a stolen key', () => {
    const last = (change: Partial<typeof key> | { refusalMs: null }) =>
      said(fine, { leakedKeys: [{ ...key, ...change } as typeof key] }).at(-1)
    expect(last({})).toMatchInlineSnapshot(
      `"passed: The stolen key of globex was refused 800 ms ± 110 ms after its leak was declared."`,
    )
    expect(last({ refusalMs: 4000, met: false } as never)).toMatchInlineSnapshot(
      `"failed: The stolen key of globex was refused 4 s ± 0.2 s after its leak was declared, over the target of 1 s."`,
    )
    expect(last({ servedAfterwards: 3 })).toMatchInlineSnapshot(
      `"failed: The stolen key of globex was refused 800 ms ± 110 ms after its leak was declared, though it opened doors 3 times more after a first refusal."`,
    )
    expect(last({ refusalMs: null })).toMatchInlineSnapshot(
      `"failed: The stolen key of globex was never refused for good."`,
    )
  })
})
