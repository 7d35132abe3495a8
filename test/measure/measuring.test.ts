import { describe, expect, test } from 'vitest'
import { measuring } from '../../src/measure/measuring.ts'
import type { WrittenReason } from '../../src/model/baseline.ts'
import type { Happening } from '../../src/model/event.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import type { Platform } from '../../src/model/platform.ts'
import { componentWith, faultWith, journalOf, journeyWith, startedWith } from '../support/drill.ts'
import { broken, ended, healed, measured, sentences } from './story.ts'
import { samples } from './timeline.ts'

const passedGate = (atMs: number, gate = 'health', during: 'recovered' | 'healed' = 'recovered') =>
  [atMs + 20, { type: 'gate.finished', gate, during, verdict: 'passed', detail: 'ok', startedMs: atMs }] as const

describe('a drill that goes well', () => {
  const drill = measured(
    samples('.....xxxxdddddddd.......'),
    [
      ...broken(500, { ackMs: 504 }),
      [700, { type: 'signal.changed', signal: 'breaker', on: true, detail: 'open' }],
      passedGate(1300),
      passedGate(1800, 'health', 'healed'),
      ...healed(1400),
    ],
    {
      scenario: {
        gates: { smoke: ['health'], integrity: [], golden: undefined },
        expect: { degraded: 'fallback', signals: ['breaker'] },
      },
    },
  )
  test('its numbers', () => {
    const { rto, split, t0, endedMs } = drill
    expect({ t0, endedMs, rto, split }).toMatchInlineSnapshot(`
      {
        "endedMs": 2310,
        "rto": {
          "achievedMs": 820,
          "met": true,
          "parts": [
            {
              "achievedMs": 410,
              "fromMs": 500,
              "journeys": [
                "ask",
              ],
              "met": null,
              "name": "ask",
              "of": "journey",
              "precisionMs": 114,
              "state": "restored",
              "targetMs": null,
            },
          ],
          "precisionMs": 114,
          "restoredMs": 410,
          "state": "restored",
          "targetMs": 1000,
          "until": "verified",
          "verifiedMs": 820,
        },
        "split": {
          "actMs": null,
          "communicatedBy": null,
          "communicatedMs": null,
          "degradedMs": 800,
          "detectMs": 200,
          "detectPrecisionMs": null,
          "detectedBy": "breaker",
          "downtimeMs": 410,
          "failbackMs": 210,
          "failedOverBy": null,
          "failedOverMs": null,
          "modes": [
            "fallback",
          ],
          "restoreMs": 410,
          "validateMs": 410,
        },
        "t0": 500,
      }
    `)
  })
  test('its sentences', () => {
    expect(sentences(drill)).toMatchInlineSnapshot(`
      [
        "passed",
        "passed: Every journey was good again 410 ms ± 114 ms after the fault.",
        "passed: RTO achieved: 820 ms ± 114 ms, within the target of 1 s.",
        "passed: Gate health passed after the recovery.",
        "passed: Gate health passed after everything was put back.",
        "passed: Answers were marked fallback for 800 ms.",
        "passed: The signal breaker came on 200 ms after the fault.",
        "passed: Nothing was left behind (looked at Toxiproxy at http://127.0.0.1:1).",
      ]
    `)
  })
  test('nothing is left to do', () => {
    expect(drill.followUps).toEqual([])
  })
})

describe('the first line', () => {
  test('says what the drill was', () => {
    const { schema, drill, scenario, title, class: kind, platform, environment, seed, startedAt } = measured([], [])
    expect({ schema, drill, scenario, title, kind, platform, environment, seed, startedAt }).toMatchInlineSnapshot(`
      {
        "drill": "d1",
        "environment": "local",
        "kind": "provider-outage",
        "platform": "toy",
        "scenario": "outage",
        "schema": 1,
        "seed": 7,
        "startedAt": "2026-01-01T00:00:00.000Z",
        "title": "The provider refuses",
      }
    `)
  })
  test('is needed: without it there is nothing to measure', () => {
    const measure = measuring()
    for (const event of journalOf([[0, { type: 'drill.finished' }]])) measure.see(event)
    expect(() => measure.result()).toThrow(expect.objectContaining({ code: 'JOURNAL_DAMAGED' }))
  })
  test('alone is half a journal: it still gives a measure', () => {
    expect(sentences(measured([], []))).toEqual([
      'inconclusive',
      'inconclusive: The drill broke off: its journal has no last line.',
      'inconclusive: Nothing was broken, so nothing can be said about recovery.',
      'inconclusive: Nobody has looked whether something was left behind.',
    ])
  })
})

describe('how it ended', () => {
  const abort = (cause: 'guard' | 'interrupt' | 'error', why: string): Happening => ({
    type: 'drill.aborted',
    cause,
    why,
  })
  const outcomeOf = (...happenings: readonly Happening[]) => {
    const noted = happenings.map((happening, i) => [1000 + i, happening] as const)
    return measured(samples('..xx...'), [...broken(200), ...noted]).outcome
  }
  test.for([
    ['to its end', [{ type: 'drill.finished' }], 'completed'],
    ['by a guard', [abort('guard', 'x'), { type: 'drill.finished' }], 'aborted-by-guard'],
    ['by somebody', [abort('interrupt', 'x'), { type: 'drill.finished' }], 'interrupted'],
    ['by an error', [abort('error', 'x'), { type: 'drill.finished' }], 'broken-off'],
    ['in the middle', [], 'broken-off'],
    [
      'stopped by a guard, then the process died, then it was recovered',
      [abort('guard', 'x'), abort('error', 'died'), { type: 'drill.finished' }],
      'aborted-by-guard',
    ],
    [
      'past its deadline: an end the plan foresees',
      [{ type: 'deadline.passed', deadlineMs: 1 }, { type: 'drill.finished' }],
      'completed',
    ],
    [
      'sick before it began',
      [{ type: 'baseline.judged', healthy: false, reasons: ['x'] }, { type: 'drill.finished' }],
      'unhealthy-baseline',
    ],
    [
      'healthy before it began',
      [{ type: 'baseline.judged', healthy: true, reasons: [] }, { type: 'drill.finished' }],
      'completed',
    ],
  ] as const)('%s', ([_, happenings, outcome]) => {
    expect(outcomeOf(...happenings)).toBe(outcome)
  })
})

describe('what somebody is told to do about a platform that could not be drilled', () => {
  const ROUTE = 'Let a journey ask what crosses that route, or break another component, then drill again.'
  const HEALTH =
    'Bring the platform back to health (or give this busy machine, or the journey, more time), then drill again.'
  const journey = { kind: 'journey', text: 'journey ask: 3 of 9 samples were bad' } as const
  const route = { kind: 'unused-route', text: 'nobody asks openai' } as const
  const saidOf = (...reasons: readonly WrittenReason[]) =>
    measured(
      [],
      [
        [10, { type: 'baseline.judged', healthy: false, reasons }],
        [20, { type: 'drill.finished' }],
      ],
    ).reasons.map(({ text, advice }) => [text, advice])[0]
  test.for([
    ['a journey is bad', [journey], HEALTH, journey.text],
    ['nobody uses the route, whatever words say so', [route], ROUTE, route.text],
    ['both: health comes first', [route, journey], HEALTH, `${route.text}; ${journey.text}`],
    ['a journal from before reasons had kinds', ['no traffic crosses x', 'y'], HEALTH, 'no traffic crosses x; y'],
  ] as const)('%s', ([_, reasons, advice, words]) => {
    const text = `The platform was not healthy before the drill, so nothing was broken: ${words}.`
    expect(saidOf(...reasons)).toEqual([text, advice])
  })
})

describe('a drill that did not go well', () => {
  test('the platform never comes back: failed, with a lower bound, and somebody has to see to it', () => {
    const drill = measured(samples('..xxxxxxxxxx....'), [
      ...broken(200),
      [1000, { type: 'deadline.passed', deadlineMs: 800 }],
      ...healed(1150),
    ])
    expect(drill.rto).toMatchObject({ state: 'still-down', achievedMs: 800, met: false })
    expect(sentences(drill)).toEqual([
      'failed',
      'failed: The platform had not come back when the drill gave up, 800 ms after the fault.',
      'passed: Nothing was left behind (looked at Toxiproxy at http://127.0.0.1:1).',
    ])
    expect(drill.followUps).toEqual([
      {
        severity: 'high',
        text: 'Give the platform something to go on with while openai is away, then drill again.',
        owner: 'model-platform',
      },
    ])
  })

  test('the conductor died, and was recovered hours later: nobody claims to have waited so long', () => {
    const hours = 7_200_000
    const drill = measured(samples('..xxxx'), [
      ...broken(200),
      [hours, { type: 'drill.aborted', cause: 'error', why: 'the process that conducted the drill died' }],
      ...healed(hours + 5),
    ])
    expect(drill.rto).toMatchObject({ state: 'still-down', restoredMs: 400, met: null })
    expect(drill.split.downtimeMs).toBe(300)
    expect(sentences(drill).slice(0, 3)).toEqual([
      'inconclusive',
      'inconclusive: The drill broke off: the process that conducted the drill died.',
      'inconclusive: The platform was still down when the drill was stopped, 400 ms after the fault.',
    ])
  })

  test('it comes back in time, and fails again after its gates had passed: not verified', () => {
    const drill = measured(samples('..xx......xx.....'), [...broken(200), passedGate(700), ...healed(900)], {
      scenario: {
        gates: { smoke: ['health'], integrity: [], golden: undefined },
        targets: { rtoMs: 60_000, rpoMs: undefined },
      },
    })
    expect(drill.rto).toMatchObject({
      state: 'restored',
      restoredMs: 1010,
      verifiedMs: null,
      achievedMs: null,
      met: null,
    })
    expect(drill.verdict).toBe('inconclusive')
  })

  test('no journey at all: nothing is called never down', () => {
    const drill = measured([], [...broken(200), ...healed(900)], { platform: { journeys: [] } })
    expect(drill.rto.state).toBe('not-measured')
    expect(sentences(drill)).toContain('inconclusive: No journey was sampled, so nobody knows what users saw.')
  })

  test('a fault that did not bite makes everything inconclusive, and moves no t0', () => {
    const effect = { state: 'not-bitten', seen: 'a canary was answered after 2 ms' } as const
    const drill = measured(samples('..........'), [
      ...broken(200).slice(0, 2),
      [250, { type: 'fault.effect', fault: 'f1', effect }],
      ...healed(900),
    ])
    expect(drill.t0).toBe(200)
    expect(drill.verdict).toBe('inconclusive')
    expect(drill.followUps).toMatchObject([
      { severity: 'medium', text: 'Check that the platform really reaches openai through its route.' },
    ])
  })
})

describe('where the time went', () => {
  test('downtime counts overlaps of journeys once, and outages before the fault too', () => {
    const journeys = [journeyWith(), journeyWith({ id: 'pay' })]
    const both = [...samples('x...xxxx....'), ...samples('......xxxx...', { journey: 'pay' })]
    expect(measured(both, [...broken(400), ...ended(2000)], { platform: { journeys } }).split.downtimeMs).toBe(
      110 + 610,
    )
  })

  test('failing back takes until nothing is degraded any more', () => {
    expect(split('..xxddddddd....', 700).failbackMs).toBe(310)
  })
  test('and until nothing is bad any more', () => {
    expect(split('..xxdddd.x......', 700).failbackMs).toBe(310)
  })
  test('it is zero if all was well when the undo came', () => {
    expect(split('..xxdd........', 700).failbackMs).toBe(0)
  })
  test('it is not known if answers were still degraded at the end', () => {
    expect(split('..xxddddddddddd', 700).failbackMs).toBeNull()
  })
  test('it is not known if a journey was still down at the end', () => {
    expect(split('..xxdddd....xxx', 700).failbackMs).toBeNull()
  })
  test('what was bad before the fault was nothing to come back from', () => {
    const drill = measured(samples('x..............'), [...broken(500), ...healed(700)])
    expect(drill.split.failbackMs).toBeNull()
  })
  test('where nothing was ever bad or degraded there was nothing to come back from', () => {
    expect(split('...............', 700).failbackMs).toBeNull()
  })
  test('validating is what the gates took after the journeys were good', () => {
    const drill = measured(samples('..xx.......'), [...broken(200), passedGate(800), ...ended(2000)], {
      scenario: { gates: { smoke: ['health'], integrity: [], golden: undefined } },
    })
    expect(drill.split).toMatchObject({ restoreMs: 210, validateMs: 410 })
  })
  test('a signal from before the fault detected nothing', () => {
    const drill = measured(samples('..xx.......'), [
      [50, { type: 'signal.changed', signal: 'breaker', on: true, detail: '' }],
      ...broken(200),
      ...ended(2000),
    ])
    expect(drill.split.detectMs).toBeNull()
  })

  function split(drawing: string, undoneMs: number): DrillMeasures['split'] {
    return measured(samples(drawing), [...broken(200), ...healed(undoneMs)]).split
  }
})

describe('two faults', () => {
  test('t0 is the first, and recovery is from both', () => {
    const second = broken(800, { fault: faultWith({ id: 'f2', component: 'anthropic' }) })
    const drill = measured(samples('..xx....xxx.....'), [
      ...broken(200),
      ...second,
      ...healed(1400),
      ...healed(1400, 'f2'),
    ])
    expect(drill.t0).toBe(200)
    expect(drill.rto.restoredMs).toBe(910)
    expect(drill.faults.map(fault => fault.injectedMs)).toEqual([200, 800])
  })

  test('what is to be done goes to the owner of what was broken first, else to the commander, else to nobody', () => {
    const owners = (platform: Partial<Platform>) => {
      const { followUps } = measured(samples('..xxxxx'), [...broken(200)], { platform })
      return new Set(followUps.map(followUp => followUp.owner))
    }
    const ownerless = [componentWith({ owner: undefined })]
    expect(owners({})).toEqual(new Set(['model-platform']))
    expect(owners({ components: ownerless, people: { commander: 'whoever is on call' } })).toEqual(
      new Set(['whoever is on call']),
    )
    expect(owners({ components: ownerless })).toEqual(new Set([null]))
  })
})

test('samples of a journey the platform does not have are passed over', () => {
  expect(measured(samples('xxxx', { journey: 'ghost' }), []).journeys).toMatchObject([{ name: 'ask', samples: 0 }])
})

test('measuring again gives the same: the numbers depend on the journal alone', () => {
  const measure = measuring()
  const journal = journalOf([[0, startedWith()], ...broken(200), ...healed(900)])
  for (const event of journal) measure.see(event)
  expect(measure.result()).toEqual(measure.result())
})
