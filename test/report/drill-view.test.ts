import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { drillView } from '../../src/report/view/drill-view.ts'
import {
  crashedDrill,
  guardedDrill,
  interruptedDrill,
  leftBehindDrill,
  passedDrill,
  stillDownDrill,
  told,
  unhealthyDrill,
} from './drills.ts'

describe('the first sentence and the recovery time', () => {
  test.each<[string, () => readonly DrillEvent[], object]>([
    [
      'back in time',
      passedDrill,
      {
        word: 'Passed',
        headline: 'harbor was back after 2.3 s ± 0.2 s; the target was 6 s.',
        value: '2.3 s ± 0.2 s',
        target: '6 s',
        comparison: 'Within the target.',
        note: 'Journeys good again after 1.8 s ± 0.2 s, verified by the gates after 2.3 s ± 0.2 s.',
      },
    ],
    [
      'never back: a lower bound',
      stillDownDrill,
      {
        word: 'Failed',
        headline: 'harbor did not come back: still down after 9 s; the target was 3 s.',
        value: '> 9 s',
        target: '3 s',
        comparison: 'Later than the target.',
        note: 'A lower bound: still down when the drill gave up.',
      },
    ],
    [
      'sick before the drill: nothing was broken, and that is said first',
      unhealthyDrill,
      {
        word: 'Inconclusive',
        headline:
          'Nothing was broken: harbor was not healthy before the drill began: journey ask: 10 of 30 samples were bad (wrong answer).',
        value: 'not measured',
        target: '6 s',
        comparison: 'Cannot be compared with the target.',
        note: 'Nothing was broken, so there was nothing to recover from.',
      },
    ],
    [
      'stopped by a guard',
      guardedDrill,
      {
        headline:
          'A guard stopped the drill: availability of ask stayed below 20 % for 3 s. harbor was still down after 3.5 s.',
        value: '> 3.5 s',
        comparison: 'Stopped before the target time had passed.',
        note: 'A lower bound: still down when a guard stopped the drill.',
      },
    ],
    [
      'interrupted after it had come back, before the gates were asked',
      interruptedDrill,
      {
        word: 'Inconclusive',
        headline:
          'The drill was interrupted before it was over. harbor answered again, but that was not verified; the target was 6 s.',
        value: 'not verified',
        comparison: 'Cannot be compared with the target.',
        note: 'Journeys good again after 1.7 s ± 0.2 s; not verified, because the drill was interrupted before the gates had passed.',
      },
    ],
    [
      'half a journal',
      crashedDrill,
      {
        headline:
          'The drill broke off: its journal ends after 6.8 s without a last line. harbor was still down after 1.7 s.',
        value: '> 1.7 s',
        note: 'A lower bound: still down when the journal breaks off.',
      },
    ],
  ])('%s', (_, make, expected) => {
    const { verdict, rto } = told(make()).view
    expect({ ...verdict, ...rto }).toMatchObject(expected)
  })

  test('never down says so, and draws no bar', () => {
    const { measures, picture } = told(passedDrill())
    const rto = { ...measures.rto, state: 'never-down', achievedMs: 0, restoredMs: 0, verifiedMs: 2100 } as const
    const view = drillView({ ...measures, rto }, picture)
    expect(view.verdict.headline).toBe('harbor was never down; the target was 6 s.')
    expect(view.rto).toMatchObject({
      value: 'never down',
      note: 'No journey was bad after the first fault; the gates had passed 2.1 s after it. An outage shorter than 175 ms could have gone unseen.',
    })
  })

  test('back in time but failed for another reason says both', () => {
    const { measures, picture } = told(passedDrill())
    const reasons = [{ verdict: 'failed', text: 'The signal breaker-open never came on.', seq: 7 }] as const
    const view = drillView({ ...measures, verdict: 'failed', reasons }, picture)
    expect(view.verdict.headline).toBe(
      'harbor was back after 2.3 s ± 0.2 s; the target was 6 s. Even so: The signal breaker-open never came on.',
    )
    expect(view.reasons[0]?.event).toBe('journal line 8')
  })

  test('what cannot be judged says why before anything else', () => {
    const { measures, picture } = told(passedDrill())
    const reasons = [
      { verdict: 'passed', text: 'Gate health passed.', seq: null },
      { verdict: 'inconclusive', text: 'The fault could not be shown to bite.', seq: null },
    ] as const
    const view = drillView({ ...measures, verdict: 'inconclusive', reasons }, picture)
    expect(view.verdict.headline).toBe('We cannot tell: The fault could not be shown to bite.')
    expect(view.why.reasons.map(reason => reason.text)).toEqual(['The fault could not be shown to bite.'])
    expect(view.reasons.map(reason => reason.word)).toEqual(['Inconclusive', 'Passed'])
  })

  test('no target is no comparison', () => {
    const { measures, picture } = told(passedDrill())
    const view = drillView({ ...measures, rto: { ...measures.rto, targetMs: null, met: null } }, picture)
    expect([view.rto.target, view.rto.comparison]).toEqual(['no target set', 'There is no target to compare with.'])
    expect(view.verdict.headline).toBe('harbor was back after 2.3 s ± 0.2 s; no target was set.')
  })
})

describe('why', () => {
  test('the first screen has room for four reasons, and says how many more there are', () => {
    const { why } = told(passedDrill()).view
    expect(why.reasons).toHaveLength(4)
    expect(why.more).toBe('5 more below, under “Every judgement”.')
  })

  test('of a failed drill it shows what failed and what could not be judged, not what passed', () => {
    const { why } = told(stillDownDrill()).view
    expect(why).toEqual({
      reasons: [
        {
          verdict: 'failed',
          word: 'Failed',
          text: 'The platform had not come back when the drill gave up, 9 s after the fault.',
          event: 'journal line 136',
        },
      ],
      more: undefined,
    })
  })
})

describe('what was done', () => {
  test('a fault says what, whose, when, with what proof, and how it was undone', () => {
    expect(told(passedDrill()).view.faults[0]?.terms).toEqual([
      { term: 'Component', text: 'openai, a model-provider' },
      { term: 'Owner', text: 'model-platform' },
      { term: 'Planned', text: 'from t0, for 8 s' },
      { term: 'Injected', text: 'at +0:00.000, acknowledged 4 ms later' },
      { term: 'Effect', text: 'Proven to bite. Seen: a canary connection to openai was refused after 1 ms' },
      {
        term: 'Undone',
        text: 'at +0:08.010: undone: proxy openai enabled again, as it was before; read back and compared',
      },
    ])
  })

  test('a fault of a half journal has no undo, and does not pretend to', () => {
    const fault = told(crashedDrill()).view.faults[0]
    expect(fault?.terms.at(-1)).toEqual({ term: 'Undone', text: 'no undo seen. not undone' })
  })

  test('the samples around the turn carry reason, detail and mode', () => {
    const [down, up] = told(passedDrill()).view.journeys[0]?.transitions ?? []
    expect(down?.title).toBe('Going down at +0:00.000')
    expect(down?.samples[4]).toEqual({
      due: '+0:00.000',
      took: '1.2 s',
      result: 'too slow',
      good: false,
      detail: '1200 ms instead of 400 ms',
      turn: true,
    })
    expect(up?.samples[4]).toMatchObject({ due: '+0:01.700', result: 'good, fallback-model', good: true, turn: true })
  })

  test('a drill of which nothing was injected has no fault and no times since t0', () => {
    const { view } = told(unhealthyDrill())
    expect(view.faults).toEqual([])
    expect(view.split).toEqual([])
    expect(view.timeline.zeroWords).toBe('the drill’s start')
  })

  test('what was simulated is said of every component', () => {
    expect(told(passedDrill()).view.simulated).toEqual([
      { term: 'openai', text: 'simulated: a mock provider started for this drill' },
      { term: 'anthropic', text: 'simulated: a mock provider started for this drill' },
      { term: 'gateway', text: 'the platform’s own at 127.0.0.1:40300, behind a proxy of the drill' },
      { term: 'agent', text: 'the platform’s own at 127.0.0.1:40400, behind a proxy of the drill' },
      { term: 'Toxiproxy', text: '2.12.0, started for this drill, at http://127.0.0.1:40001' },
    ])
  })

  test('how to repeat it: command, seed, hash, versions', () => {
    const { repeat } = told(passedDrill()).view
    expect(repeat.map(each => each.term)).toEqual([
      'Command',
      'Seed',
      'Scenario file',
      'Scenario hash',
      'Platform file',
      'Versions',
      'Drill',
    ])
    expect(repeat[0]?.text).toBe('blackstart run scenarios/provider-outage.yaml --seed 42')
  })
})

describe('the clean-up certificate', () => {
  test('nothing left: who looked, when, where', () => {
    expect(told(passedDrill()).view.cleanup).toEqual({
      clean: true,
      word: 'Nothing left behind',
      sentence: 'Scanned by the conductor at 2026-03-02 14:05:26 UTC: nothing of this drill is left.',
      looked: ['every proxy of http://127.0.0.1:40001', 'faults of the mock provider at 127.0.0.1:40200'],
      left: [],
    })
  })

  test('something left: what, where, and the command that removes it', () => {
    const { cleanup } = told(leftBehindDrill()).view
    expect(cleanup).toMatchObject({
      clean: false,
      word: 'Something is left behind',
      left: [
        { where: 'proxy openai', what: 'toxic blackstart-f1', command: 'curl -X DELETE http://127.0.0.1:40001/…' },
      ],
    })
    expect(cleanup.sentence).toContain('found 1 thing of this drill still in place')
  })

  test('nobody looked: it says so, and how to look', () => {
    expect(told(crashedDrill()).view.cleanup).toMatchObject({
      clean: false,
      word: 'Clean-up not checked',
      sentence:
        'Nobody has looked whether anything of this drill is left. A fault was injected; it may still be in place. Run “blackstart recover 2026-03-02T14-05-11-provider-outage”.',
    })
  })
})

test('how each number was computed names this drill’s own intervals and counts', () => {
  const definitions = Object.fromEntries(told(passedDrill()).view.definitions.map(({ term, text }) => [term, text]))
  expect(definitions.Sample).toContain('(ask every 100 ms)')
  expect(definitions.Outage).toContain('here 5')
  expect(definitions.Outage).toContain('ends when that good one was answered')
  expect(definitions['RTO achieved']).toContain(
    'the truth lies between the achieved time minus its precision and the achieved time',
  )
})
