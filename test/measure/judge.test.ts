import { describe, expect, test } from 'vitest'
import type { Ending } from '../../src/measure/folds/ending-fold.ts'
import { judge } from '../../src/measure/verdict/judge.ts'
import type { Unjudged } from '../../src/measure/verdict/rule.ts'
import type { JourneyMeasure } from '../../src/model/journey-measure.ts'
import type { DrillMeasures, FaultMeasure, GateMeasure, SignalMeasure } from '../../src/model/measures.ts'
import type { RtoMeasure } from '../../src/model/recovery.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { scenarioWith } from '../support/drill.ts'

// A drill with which nothing is wrong. Each test changes one thing, and looks at the sentences that this changes.
const rto: RtoMeasure = {
  targetMs: 5000,
  until: 'verified',
  achievedMs: 1300,
  restoredMs: 1000,
  verifiedMs: 1300,
  precisionMs: 110,
  state: 'restored',
  met: true,
  parts: [],
}
const breaker: SignalMeasure = {
  name: 'breaker',
  expected: true,
  firstOnMs: 5500,
  lastOffMs: 8200,
  came: 'polled',
  precisionMs: 100,
  mail: null,
  deafSinceMs: null,
}
const gate: GateMeasure = {
  name: 'health',
  during: 'recovered',
  verdict: 'passed',
  detail: 'status 200',
  startedMs: 6200,
  endedMs: 6300,
  files: [],
}
const fault: FaultMeasure = {
  id: 'f1',
  kind: 'refuse',
  component: 'openai',
  words: 'openai refuses',
  intendedMs: 4990,
  injectedMs: 5000,
  effect: 'bitten',
  seen: 'a canary was refused',
  undoneMs: 8000,
  undo: 'undone: as it was',
}
const journey: JourneyMeasure = {
  name: 'ask',
  everyMs: 100,
  samples: 100,
  bad: 10,
  shed: 0,
  blurred: 0,
  sinceT0: 50,
  outages: [],
  availabilityRatio: 0.9,
  baselineP50Ms: 10,
  p50Ms: 10,
  p99Ms: 20,
  maxLateMs: 1,
  before: null,
  after: null,
  back: null,
}
const fine: Unjudged = {
  schema: 1,
  isolation: null,
  notes: [],
  drill: 'd1',
  scenario: 'outage',
  title: 'The provider refuses',
  class: 'provider-outage',
  scenarioHash: 'sha256:0',
  platform: 'toy',
  environment: 'local',
  seed: 7,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedMs: 9000,
  outcome: 'completed',
  because: null,
  t0: 5000,
  rto,
  rpo: {
    targetMs: null,
    achievedMs: null,
    met: null,
    acked: 0,
    kept: 0,
    lost: 0,
    lostAfterT0: 0,
    corrupt: 0,
    duplicated: 0,
    unknown: 0,
    precisionMs: null,
    state: 'not-measured',
    ledgers: [],
    resurrected: 0,
    removed: 0,
    unread: 0,
  },
  split: {
    detectMs: 500,
    detectedBy: 'breaker',
    detectPrecisionMs: 100,
    failedOverMs: null,
    failedOverBy: null,
    communicatedMs: null,
    communicatedBy: null,
    actMs: null,
    restoreMs: 1000,
    validateMs: 300,
    degradedMs: 3000,
    modes: ['fallback'],
    downtimeMs: 1000,
    failbackMs: 200,
  },
  journeys: [journey],
  after: [],
  signals: [breaker],
  faults: [fault],
  gates: [gate, { ...gate, during: 'healed' }],
  restore: [],
  integrity: [],
  runbook: null,
  quality: null,
  rollback: { complete: true, scanned: true, looked: ['Toxiproxy', 'the mock'], leftBehind: [] },
}
const scenario = scenarioWith({
  gates: { smoke: ['health'], integrity: [], golden: undefined },
  expect: { degraded: 'fallback', signals: ['breaker'] },
})
const completed: Ending = { outcome: 'completed', why: [], seq: 99 }

test('a drill with which nothing is wrong passes, with a sentence for everything that was looked at', () => {
  const { verdict, reasons } = judge(fine, scenario, completed)
  expect([verdict, ...reasons.map(reason => `${reason.verdict}: ${reason.text}`)]).toMatchInlineSnapshot(`
    [
      "passed",
      "passed: Every journey was good again 1 s ± 0.2 s after the fault.",
      "passed: RTO achieved: 1.3 s ± 0.2 s, within the target of 5 s.",
      "passed: Gate health passed after the recovery.",
      "passed: Gate health passed after everything was put back.",
      "passed: Answers were marked fallback for 3 s.",
      "passed: The signal breaker came on 500 ms after the fault.",
      "passed: Nothing was left behind (looked at Toxiproxy, the mock).",
    ]
  `)
})

test('the worst sentence wins and comes first', () => {
  const worse = {
    ...fine,
    rto: { ...rto, achievedMs: 9000, met: false },
    faults: [{ ...fault, effect: 'unknown' as const }],
  }
  const { verdict, reasons } = judge(worse, scenario, completed)
  expect(verdict).toBe('failed')
  expect(reasons.map(reason => reason.verdict)).toEqual([
    'failed',
    'inconclusive',
    'passed',
    'passed',
    'passed',
    'passed',
    'passed',
    'passed',
  ])
})

describe('how it ended', () => {
  test.for([
    [
      'unhealthy-baseline',
      'inconclusive: The platform was not healthy before the drill, so nothing was broken: ask was slow; health failed.',
    ],
    ['aborted-by-guard', 'failed: A guard stopped the drill: ask was slow; health failed.'],
    ['interrupted', 'inconclusive: The drill was interrupted: ask was slow; health failed.'],
    ['broken-off', 'inconclusive: The drill broke off: ask was slow; health failed.'],
  ] as const)('%s', ([outcome, sentence]) => {
    const ending = { outcome, why: ['ask was slow', 'health failed'], seq: 42 }
    const { reasons } = judge({ ...fine, outcome }, scenario, ending)
    expect(reasons.filter(reason => reason.seq === 42).map(reason => `${reason.verdict}: ${reason.text}`)).toEqual([
      sentence,
    ])
  })
  test('a journal that just stops has nothing to say about why', () => {
    const ending = { outcome: 'broken-off', why: [], seq: null } as const
    expect(changed({ outcome: 'broken-off' }, { ending })).toContain(
      'inconclusive: The drill broke off: its journal has no last line.',
    )
  })
})

describe('whether anything was broken', () => {
  test('nothing was', () => {
    expect(changed({ t0: null, faults: [], rto: notMeasured })).toContain(
      'inconclusive: Nothing was broken, so nothing can be said about recovery.',
    )
  })
  test('nobody knows: the drill stopped between intent and acknowledgement', () => {
    expect(changed({ t0: null, rto: notMeasured })).toContain(
      'inconclusive: It is not known whether the first fault took hold, so recovery cannot be measured.',
    )
  })
  test('nothing, because the platform was sick: that is said once', () => {
    const ending = { outcome: 'unhealthy-baseline', why: ['x'], seq: 3 } as const
    expect(changed({ outcome: 'unhealthy-baseline', t0: null, faults: [], rto: notMeasured }, { ending })).toEqual([
      'inconclusive: The platform was not healthy before the drill, so nothing was broken: x.',
    ])
  })
  test.for([
    ['not-bitten', 'inconclusive: Fault f1 (openai refuses) did not bite: a canary was refused.'],
    ['unknown', 'inconclusive: Fault f1 (openai refuses) could not be shown to bite: a canary was refused.'],
  ] as const)('a fault that is %s', ([effect, sentence]) => {
    expect(changed({ faults: [{ ...fault, effect }] })).toEqual([sentence])
  })
})

describe('whether anybody was looking', () => {
  test('no journey', () => {
    expect(changed({ journeys: [] })).toEqual(['inconclusive: No journey was sampled, so nobody knows what users saw.'])
  })
  test('one journey has no sample since the fault', () => {
    expect(changed({ journeys: [journey, { ...journey, name: 'pay', sinceT0: 0 }] })).toEqual([
      'inconclusive: Journey pay has no sample after the fault.',
    ])
  })
  const blurred = [{ ...journey, blurred: 3, maxLateMs: 900 }]
  test('our own machine was late, and the target was not met', () => {
    expect(changed({ journeys: blurred, rto: { ...rto, targetMs: null, met: null } })).toEqual([
      'inconclusive: Journey ask was asked or heard up to 900 ms late by this machine, which may be all that made 3 of its samples bad.',
      'gone: RTO achieved: 1.3 s ± 0.2 s, within the target of 5 s.',
    ])
  })
  test('our own machine was late, but the target was met in spite of it', () => {
    expect(changed({ journeys: blurred })).toEqual([])
  })
})

describe('whether it came back, and in time', () => {
  const target = 'gone: RTO achieved: 1.3 s ± 0.2 s, within the target of 5 s.'
  const back = 'gone: Every journey was good again 1 s ± 0.2 s after the fault.'
  test.for([
    [
      'over the target',
      { ...rto, achievedMs: 5200, met: false },
      ['failed: RTO achieved: 5.2 s ± 0.2 s, over the target of 5 s.', target],
    ],
    [
      'the target inside the error bar',
      { ...rto, achievedMs: 5090, met: null },
      ['inconclusive: RTO achieved: 5.1 s ± 0.2 s; the target of 5 s lies within the error bar.', target],
    ],
    ['no target', { ...rto, targetMs: null, met: null }, [target]],
    [
      'never down',
      { ...rto, state: 'never-down', achievedMs: 0, restoredMs: 0 },
      [
        'passed: No journey was ever down.',
        'passed: RTO achieved: 0 ms ± 110 ms, within the target of 5 s.',
        back,
        target,
      ],
    ],
    [
      'not verified',
      { ...rto, verifiedMs: null, achievedMs: null, met: null },
      ['inconclusive: The recovery was not verified: after the last outage the gates did not all pass.', target],
    ],
    [
      'not verified, without a target',
      { ...rto, targetMs: null, verifiedMs: null, achievedMs: null, met: null },
      ['inconclusive: The recovery was not verified: after the last outage the gates did not all pass.', target],
    ],
    [
      'not verified, though no journey was ever away',
      { ...rto, state: 'never-down', restoredMs: 0, verifiedMs: null, achievedMs: null, met: null },
      [
        'inconclusive: The recovery was not verified: from the fault on the gates did not all pass.',
        'passed: No journey was ever down.',
        back,
        target,
      ],
    ],
    [
      'not verified, and too late already',
      { ...rto, restoredMs: 6000, verifiedMs: null, achievedMs: null, met: false },
      [
        'failed: Journeys were good again only after 6 s ± 0.2 s, over the target of 5 s.',
        'passed: Every journey was good again 6 s ± 0.2 s after the fault.',
        back,
        target,
      ],
    ],
    ['not measured', notMeasured, ['inconclusive: Recovery could not be measured.', back, target]],
  ] as const)('%s', ([_, changedRto, sentences]) => {
    expect(changed({ rto: changedRto })).toEqual(sentences)
  })

  const down: RtoMeasure = {
    ...rto,
    state: 'still-down',
    achievedMs: 9000,
    restoredMs: 9000,
    verifiedMs: null,
    met: false,
  }
  test('still down is a failure, and says how long it was waited for', () => {
    expect(changed({ rto: down })).toContain(
      'failed: The platform had not come back when the drill gave up, 9 s after the fault.',
    )
  })
  test.for([
    [
      'stopped before the target',
      null,
      'inconclusive: The platform was still down when the drill was stopped, 9 s after the fault.',
    ],
    [
      'stopped after the target',
      false,
      'failed: The platform was still down when the drill was stopped, 9 s after the fault; the target was 5 s.',
    ],
  ] as const)('still down when the drill was %s', ([_, met, sentence]) => {
    const ending = { outcome: 'interrupted', why: ['Ctrl-C'], seq: 5 } as const
    expect(changed({ outcome: 'interrupted', rto: { ...down, met } }, { ending })).toContain(sentence)
  })
  test('a drill that was stopped has said why already: no second sentence about measuring', () => {
    const ending = { outcome: 'interrupted', why: ['Ctrl-C'], seq: 5 } as const
    expect(changed({ outcome: 'interrupted', rto: notMeasured }, { ending })).not.toContain(
      'inconclusive: Recovery could not be measured.',
    )
  })
})

test('an RPO that no ledger could measure is inconclusive', () => {
  expect(changed({ rpo: { ...fine.rpo, targetMs: 60_000 } })).toEqual([
    'inconclusive: An RPO of 1 min is asked for, but no ledger ran: nobody knows what was lost.',
  ])
})

describe('gates', () => {
  const recovered = 'gone: Gate health passed after the recovery.'
  const after = 'gone: Gate health passed after everything was put back.'
  const healed: GateMeasure = { ...gate, during: 'healed' }
  test.for([
    [
      'failed after the recovery',
      [{ ...gate, verdict: 'failed', detail: 'status 500' }, healed],
      ['failed: Gate health failed after the recovery: status 500.', recovered],
    ],
    [
      'undecided',
      [{ ...gate, verdict: 'inconclusive', detail: 'no such check' }, healed],
      ['inconclusive: Gate health could not be decided after the recovery: no such check.', recovered],
    ],
    [
      'failed after everything was put back',
      [gate, { ...healed, verdict: 'failed', detail: 'slow' }],
      ['failed: Gate health failed after everything was put back: slow.', after],
    ],
    [
      'never asked after the recovery',
      [healed],
      ['inconclusive: Gate health was not asked after the recovery.', recovered],
    ],
    ['the last answer counts', [{ ...gate, verdict: 'failed' }, gate, healed], []],
    [
      'a failure in the baseline has been judged already',
      [{ ...gate, during: 'baseline', verdict: 'failed' }, gate, healed],
      [],
    ],
  ] as const)('%s', ([_, gates, sentences]) => {
    expect(changed({ gates })).toEqual(sentences)
  })
  test('of a platform that is still down none is missed after the recovery', () => {
    const sentences = changed({ gates: [healed], rto: { ...rto, state: 'still-down', met: false } })
    expect(sentences).not.toContain('inconclusive: Gate health was not asked after the recovery.')
  })
  test('nor of a drill that was stopped', () => {
    const ending = { outcome: 'interrupted', why: [], seq: 1 } as const
    const sentences = changed({ gates: [], outcome: 'interrupted' }, { ending })
    expect(sentences.filter(sentence => sentence.includes('was not asked'))).toEqual([])
  })
})

describe('what was expected', () => {
  test('a degraded mode that never showed', () => {
    expect(changed({ split: { ...fine.split, modes: ['cached'] } })).toEqual([
      'failed: The degraded mode fallback was expected, but no answer was marked with it.',
      'gone: Answers were marked fallback for 3 s.',
    ])
  })
  test('a signal that never came', () => {
    expect(changed({ signals: [{ ...breaker, firstOnMs: null, lastOffMs: null }] })).toEqual([
      'failed: The signal breaker was expected, but never came on.',
      'gone: The signal breaker came on 500 ms after the fault.',
    ])
  })
  test.for([
    [
      'nothing was ever posted',
      { mail: { posts: 0, refused: 0 } },
      'failed: The signal breaker was expected, but nothing was ever posted.',
    ],
    [
      'what came was no document for it',
      { mail: { posts: 0, refused: 3 } },
      'failed: The signal breaker was expected, but nothing was ever posted (3 that were no JSON documents for it were turned away).',
    ],
    [
      'what came said something else',
      { mail: { posts: 4, refused: 0 } },
      'failed: The signal breaker was expected, but none of the 4 posts that came said so after the fault.',
    ],
    [
      'what it is received with broke off',
      { mail: { posts: 4, refused: 0 }, deafSinceMs: 5100 },
      'inconclusive: The signal breaker was expected, but what it is received with broke off, so nobody knows whether it came.',
    ],
  ] as const)('a signal that is received, where %s', ([_, change, sentence]) => {
    expect(changed({ signals: [{ ...breaker, came: 'received', firstOnMs: null, ...change }] })).toEqual([
      sentence,
      'gone: The signal breaker came on 500 ms after the fault.',
    ])
  })
  test('a signal that was received told of itself', () => {
    expect(changed({ signals: [{ ...breaker, came: 'received', precisionMs: 0 }] })).toEqual([
      'passed: The signal breaker came on 500 ms after the fault, as it told us itself.',
      'gone: The signal breaker came on 500 ms after the fault.',
    ])
  })
  test('a signal nobody expected is no matter', () => {
    expect(
      changed({ signals: [...fine.signals, { ...breaker, name: 'x', expected: false, firstOnMs: null }] }),
    ).toEqual([])
  })
  test('of a drill that was stopped nothing is expected', () => {
    const ending = { outcome: 'interrupted', why: [], seq: 1 } as const
    const sentences = changed({ outcome: 'interrupted', split: { ...fine.split, modes: [] } }, { ending })
    expect(sentences.filter(sentence => sentence.startsWith('failed'))).toEqual([])
  })
})

describe('whether everything was put back', () => {
  const put = 'gone: Nothing was left behind (looked at Toxiproxy, the mock).'
  const left = [
    { where: 'Toxiproxy', what: 'toxic x', command: 'y' },
    { where: 'the mock', what: 'fault y', command: 'z' },
  ]
  test.for([
    [
      'something was found',
      { complete: false, leftBehind: left },
      'inconclusive: Something was left behind: toxic x on Toxiproxy; fault y on the mock.',
    ],
    ['nobody looked', { scanned: false }, 'inconclusive: Nobody has looked whether something was left behind.'],
    ['there was nothing to look at', { looked: [] }, 'passed: Nothing was left behind (nothing had been touched).'],
  ] as const)('%s', ([_, change, sentence]) => {
    expect(changed({ rollback: { ...fine.rollback, ...change } })).toEqual([sentence, put])
  })
  test('nothing was found, but an undo has not been noted', () => {
    const standing = [{ ...fault, undoneMs: null, undo: 'not undone' }]
    expect(changed({ rollback: { ...fine.rollback, complete: false }, faults: standing })).toEqual([
      'inconclusive: The journal does not say that everything was put back: fault f1 (not undone).',
      put,
    ])
  })
})

const notMeasured: RtoMeasure = {
  ...rto,
  state: 'not-measured',
  achievedMs: null,
  restoredMs: null,
  verifiedMs: null,
  precisionMs: null,
  met: null,
}

/** The sentences that a change brings, and those that are gone with it. */
function changed(
  change: Partial<DrillMeasures>,
  { ending = completed, told = scenario }: { ending?: Ending; told?: Scenario } = {},
): readonly string[] {
  const texts = (measures: Unjudged, end: Ending) =>
    judge(measures, told, end).reasons.map(reason => `${reason.verdict}: ${reason.text}`)
  const before = texts(fine, completed)
  const after = texts({ ...fine, ...change }, ending)
  return [
    ...after.filter(sentence => !before.includes(sentence)),
    ...(ending === completed ? before.filter(sentence => !after.includes(sentence)) : []).map(
      sentence => `gone: ${sentence.slice(sentence.indexOf(' ') + 1)}`,
    ),
  ]
}
