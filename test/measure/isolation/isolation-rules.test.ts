import { describe, expect, test } from 'vitest'
import { neighboursInPeace } from '../../../src/measure/isolation/isolation-rules.ts'
import type { Unjudged } from '../../../src/measure/verdict/rule.ts'
import type { IsolationMeasure } from '../../../src/model/isolation.ts'
import type { LoadSecond } from '../../../src/model/load.ts'
import type { Sample } from '../../../src/model/sample.ts'
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
  const unjudged = { isolation, t0: START, outcome: 'completed', faults: [] as Unjudged['faults'] } as Unjudged
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
describe('neighbours who suffered while requests of the load left late', () => {
  const slow = asked('ask@acme', dueMs => (during(dueMs) ? 60 : 20))
  const about = (second: Partial<LoadSecond>) =>
    said([...slow, ...calm('ask@initech'), ...blasted(() => second)]).filter(text =>
      /load of globex|acme became/.test(text),
    )
  const INNOCENT = [
    expect.stringMatching(/^inconclusive: The load of globex was held up by this machine/),
    expect.stringMatching(/^inconclusive: Journey ask of acme became 3x slower.*That may have been this machine/),
  ]

  test('on a machine without time to spare: that proves nothing', () => {
    expect(about({ lateP99Ms: 90, busyRatio: 1, machineBusyRatio: 0.97 })).toEqual(INNOCENT)
  })
  test('though its sender had time: who is kept from its work by the machine is not alone', () => {
    expect(about({ lateP99Ms: 90, busyRatio: 0.2, machineBusyRatio: 0.4 })).toEqual(INNOCENT)
  })
  test('as told by a journal that does not know how busy the machine was', () => {
    expect(about({ lateP99Ms: 90, busyRatio: 1 })).toEqual(INNOCENT)
  })
  test('because its sender could do no more, beside processors with nothing to do: they suffered from what it did send', () => {
    expect(about({ lateP99Ms: 90, busyRatio: 1, machineBusyRatio: 0.5 })).toMatchInlineSnapshot(`
      [
        "inconclusive: The load of globex was held up by its sender: requests left up to 90 ms late in 10 of 10 seconds, and the sender was up to 100 % busy and this machine up to 50 %.",
        "failed: Journey ask of acme became 3x slower: p99 60 ms during the load, 20 ms before; 1.5x is allowed.",
      ]
    `)
  })
  test('not at all, however busy the machine was: they suffered', () => {
    expect(about({ lateP99Ms: 2, busyRatio: 0.9, machineBusyRatio: 1 })).toMatchInlineSnapshot(`
      [
        "failed: Journey ask of acme became 3x slower: p99 60 ms during the load, 20 ms before; 1.5x is allowed.",
      ]
    `)
  })
})

describe('what no busy machine explains', () => {
  const starved = blasted(() => ({ lateP99Ms: 900, busyRatio: 1, machineBusyRatio: 1, outcomes: { 200: 40 } }))
  const isolation = measured([...calm('ask@acme'), ...calm('ask@initech'), ...starved], { scenario: targets })
  if (isolation === null) throw new Error('nothing was measured')
  const failures = (change: Partial<IsolationMeasure>) =>
    sentences({ ...isolation, ...change }).filter(text => text.startsWith('failed'))
  const OVER = 'failed: globex was served 193 requests more than its quota allows.'

  test('a tenant that is served more than its quota', () => {
    expect(failures({})).toEqual([OVER])
  })
  test('a text of one that another is told', () => {
    const sighting = {
      owner: 'acme',
      seenBy: 'globex',
      place: 'history',
      where: 'GET /v1/runs',
      atMs: 12_345,
      times: 1,
    }
    const canaries = { ...isolation.canaries, planted: 3, searched: 4000, seen: 1, sightings: [sighting] }
    expect(failures({ canaries })).toEqual([
      expect.stringMatching(/^failed: globex was told what belongs to acme/),
      OVER,
    ])
  })
  test('a key that opens what it must not', () => {
    const letIn = {
      tried: 200,
      refused: 197,
      letIn: 3,
      unanswered: 0,
      firstLetInMs: 5000,
      lastLetInMs: 5300,
      detail: 'status 200',
    }
    expect(failures({ intruders: [{ intruder: 'ask', key: 'forged', ...letIn }] })).toEqual([
      expect.stringMatching(/^failed: A key that must be refused opened ask \(forged\) 3 of 200 times/),
      OVER,
    ])
  })
  test('a stolen key that nobody revokes', () => {
    const key = {
      fault: 'f1',
      tenant: 'globex',
      declaredMs: 0,
      refusalMs: null,
      precisionMs: 0,
      servedAfterwards: 0,
      met: false,
    }
    expect(failures({ leakedKeys: [key] })).toEqual([
      OVER,
      'failed: The stolen key of globex was never refused for good.',
    ])
  })
  test('a tenant that is told it asks too often, though it asks for less than it was granted', () => {
    const [acme, ...others] = isolation.victims
    if (acme === undefined) throw new Error('nobody was watched')
    const victims = [{ ...acme, underQuota: 2 }, ...others]
    expect(failures({ victims })).toEqual([
      OVER,
      'failed: acme was told 2 times that it asks too often (journey ask@acme), though it asked for less than its quota grants.',
    ])
  })
})

describe('what we were late for ourselves', () => {
  const acme = (answer: (dueMs: number) => number | Partial<Sample>) =>
    said([...asked('ask@acme', answer), ...calm('ask@initech'), ...blasted()]).filter(text => /acme/.test(text))
  const late = { tookMs: 420, lateMs: 400 }

  test('slows nobody: the neighbour may have been served as ever', () => {
    expect(acme(dueMs => (during(dueMs) ? late : 20))).toMatchInlineSnapshot(`
      [
        "inconclusive: Journey ask of acme became 20.99x slower: p99 420 ms during the load, 20 ms before; this machine was up to 400 ms late itself, so it may as well be 1x, and 1.5x is allowed.",
        "passed: Journey ask of acme was answered as ever: 0 of 100 answers were bad during the load, 0 % before.",
      ]
    `)
  })
  test('and beside it three times slower is three times slower', () => {
    expect(acme(dueMs => (during(dueMs) ? { tookMs: 460, lateMs: 400 } : 20))[0]).toMatchInlineSnapshot(
      `"failed: Journey ask of acme became 22.98x slower: p99 460 ms during the load, 20 ms before; 1.5x is allowed."`,
    )
  })
  test('is no bad answer of the platform', () => {
    const slow = { ...late, tookMs: 1020, lateMs: 1000, bad: 'slow' } as const
    expect(
      acme(dueMs => (during(dueMs) ? slow : 20)).filter(text => /answered as ever/.test(text)),
    ).toMatchInlineSnapshot(`
      [
        "inconclusive: Journey ask of acme was not answered as ever: 100 of 100 answers were bad during the load, 0 % before; 0.1 % is allowed, and 100 of the bad ones may have been this machine, which was late itself.",
      ]
    `)
  })
  test('excuses no answer that was wrong', () => {
    const wrong = { ...late, bad: 'wrong' } as const
    expect(
      acme(dueMs => (during(dueMs) ? wrong : 20)).filter(text => /answered as ever/.test(text)),
    ).toMatchInlineSnapshot(`
      [
        "failed: Journey ask of acme was not answered as ever: 100 of 100 answers were bad during the load, 0 % before; 0.1 % is allowed.",
      ]
    `)
  })
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
