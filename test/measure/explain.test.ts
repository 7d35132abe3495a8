import { describe, expect, test } from 'vitest'
import { explain } from '../../src/measure/explain/explain.ts'
import type { ExplainedNumber, Explanation } from '../../src/measure/explain/explanation.ts'
import { witnesses } from '../../src/measure/explain/witnesses.ts'
import { measuring } from '../../src/measure/measuring.ts'
import type { DrillEvent, Happening } from '../../src/model/event.ts'
import type { GateMoment } from '../../src/model/gate-names.ts'
import type { PartTarget } from '../../src/model/scenario.ts'
import { renderExplanation } from '../../src/report/explanation.ts'
import { simulate } from '../../src/testing/simulate.ts'
import { faultWith, journalOf, journeyWith, platformWith, scenarioWith, startedWith } from '../support/drill.ts'
import { shippedScenarios } from '../support/shipped.ts'
import { ledgerDrawn, ledgerWith } from './ledger-story.ts'
import { broken, healed } from './story.ts'
import { samples } from './timeline.ts'

/** Explains a journal by reading it twice, as the command does. */
function explained(events: readonly DrillEvent[]): readonly Explanation[] {
  const numbers = measuring()
  for (const event of events) numbers.see(event)
  const measures = numbers.result()
  const witness = witnesses(measures)
  for (const event of events) witness.see(event)
  return explain(measures, witness.found)
}

/** A drawn timeline, broken at 200 ms, and everything that belongs to a drill. */
function drawn(timeline: string): readonly DrillEvent[] {
  const asked = samples(timeline).map(sample => [sample.dueMs + sample.tookMs, { type: 'sample', ...sample }] as const)
  return journalOf([[0, startedWith()], ...asked, ...broken(200, { ackMs: 203 }), ...healed(2000)])
}

function stepsOf(events: readonly DrillEvent[], name: ExplainedNumber): readonly string[] {
  const found = explained(events).find(each => each.name === name)
  return (found?.steps ?? []).map(({ text, lines }) => `${text} [${lines.join(', ')}]`)
}

describe('the recovery time', () => {
  test('from t0 to the answer that ended the last outage, line by line', () => {
    expect(stepsOf(drawn('..xx.......'), 'rto')).toMatchInlineSnapshot(`
      [
        "t0 = 0.200 s after the drill’s start: just before the act of fault f1 (openai refuses), which was acknowledged 0.003 s later. [5]",
        "ask: bad from 0.200 s, when its first bad sample was due (2 refused). [7]",
        "ask: last bad sample due at 0.300 s; the first of the good ones in a row due at 0.400 s and answered 0.010 s later, at 0.410 s: the end. [8, 9, 11]",
        "The last outage ended at 0.410 s: restored = 0.410 s − 0.200 s = 0.210 s. []",
        "No gates are asked for: verified = restored. []",
        "Precision: 0.113 s = 0.110 s between the last moment that proves the platform away and the answer that proved it back + 0.003 s until the act was acknowledged. []",
        "Target 1 s: met, 0.210 s <= 1.000 s. []",
      ]
    `)
  })
  test('never down', () => {
    expect(stepsOf(drawn('...........'), 'rto')).toMatchInlineSnapshot(`
      [
        "t0 = 0.200 s after the drill’s start: just before the act of fault f1 (openai refuses), which was acknowledged 0.003 s later. [5]",
        "No sample of any journey was bad after t0: restored = 0 s. []",
        "No gates are asked for: verified = restored. []",
        "Precision: 0.103 s = one interval of 0.100 s + 0.003 s until the act was acknowledged + 0.000 s that we asked late at most. []",
        "Target 1 s: met, 0.000 s <= 1.000 s. []",
      ]
    `)
  })
  test('never down, but a gate passed only when it was asked again: what it said at first, and when it passed', () => {
    const gate = (startedMs: number, verdict: 'failed' | 'passed') =>
      [
        startedMs + 50,
        { type: 'gate.finished', gate: 'health', during: 'recovered', verdict, detail: '', startedMs },
      ] as const
    const asked = samples('...........').map(sample => [sample.dueMs + 10, { type: 'sample', ...sample }] as const)
    const scenario = scenarioWith({ gates: { smoke: ['health'], integrity: [], golden: undefined } })
    const drill = [
      ...[[0, startedWith({ scenario })], ...asked, ...broken(200, { ackMs: 203 })],
      ...[gate(400, 'failed'), gate(700, 'passed'), ...healed(2000)],
    ] as Parameters<typeof journalOf>[0]
    expect(stepsOf(journalOf(drill), 'rto').slice(1, 5)).toMatchInlineSnapshot(`
      [
        "No sample of any journey was bad after t0: restored = 0 s. []",
        "Gate health, asked at 0.400 s, failed at 0.450 s. [10]",
        "Gate health, asked at 0.700 s, passed at 0.750 s. [14]",
        "With that every gate had passed: verified = 0.750 s − 0.200 s = 0.550 s. []",
      ]
    `)
  })
  test('a gate that was asked until the deadline is one step, with its first and its last line', () => {
    const gates = [400, 650, 900].map(
      startedMs =>
        [
          startedMs + 50,
          {
            type: 'gate.finished',
            gate: 'health',
            during: 'recovered',
            verdict: 'failed',
            detail: `${startedMs}`,
            startedMs,
          },
        ] as const,
    )
    const scenario = scenarioWith({ gates: { smoke: ['health'], integrity: [], golden: undefined } })
    const drill = [[0, startedWith({ scenario })], ...broken(200, { ackMs: 203 }), ...gates, ...healed(2000)]
    expect(stepsOf(journalOf(drill as Parameters<typeof journalOf>[0]), 'gates')).toEqual([
      'health (recovered): asked 3 times from 0.400 s to 0.900 s, failed each time; at last 900. [5, 7]',
    ])
  })
  test('still down: a lower bound', () => {
    expect(stepsOf(drawn('..xxxxxxxxx'), 'rto')).toMatchInlineSnapshot(`
      [
        "t0 = 0.200 s after the drill’s start: just before the act of fault f1 (openai refuses), which was acknowledged 0.003 s later. [5]",
        "ask: bad from 0.200 s, when its first bad sample was due (9 refused). [7]",
        "ask: still bad in its last bad sample, due at 1.000 s. [15]",
        "Nobody waited longer than 1.000 s: 1.000 s − 0.200 s = 0.800 s, a lower bound. []",
        "Precision: 0.103 s = one interval of 0.100 s + 0.003 s until the act was acknowledged. []",
        "Target 1 s: missed; it was still down when nobody waited any longer. []",
      ]
    `)
  })
  test('of several outages the last is shown with those before it, a lucky retry is none', () => {
    expect(stepsOf(drawn('..x.x....x...'), 'rto').filter(step => step.startsWith('ask'))).toMatchInlineSnapshot(`
      [
        "ask: bad from 0.200 s, when its first bad sample was due (2 refused). [7]",
        "ask: last bad sample due at 0.400 s; the first of the good ones in a row due at 0.500 s and answered 0.010 s later, at 0.510 s: the end. [9, 10, 12]",
        "ask: bad from 0.900 s, when its first bad sample was due (1 refused). [14]",
        "ask: last bad sample due at 0.900 s; the first of the good ones in a row due at 1.000 s and answered 0.010 s later, at 1.010 s: the end. [14, 15, 17]",
      ]
    `)
  })
  test('many outages: the last six, and how many are not shown', () => {
    const steps = stepsOf(drawn(`..${'x....'.repeat(9)}`), 'rto')
    expect(steps.filter(step => step.startsWith('ask: bad'))).toHaveLength(6)
    expect(steps).toContain('3 earlier outages are not shown; only the one that ended last counts. []')
  })
  test('without a fault there is no t0', () => {
    expect(stepsOf(journalOf([[0, startedWith()]]), 'rto')[0]).toBe('No fault was acknowledged, so there is no t0. []')
  })
})

describe('the parts', () => {
  const target = (of: PartTarget['of'], name: string, rtoMs: number): PartTarget => ({
    of,
    name,
    rtoMs,
    rpoMs: undefined,
  })
  const tenants = ['acme', 'globex']
  const journeys = tenants.map(tenant => journeyWith({ id: `ask@${tenant}`, tenant, component: 'store' }))
  /** Two tenants' lanes below each other, the fault at 200 ms, and the store broken itself at 400 ms where that is told. */
  const steps = (lanes: readonly [string, string], partTargets: readonly PartTarget[], { own = false } = {}) => {
    const asked = lanes.flatMap((lane, n) =>
      samples(lane, { journey: journeys[n]?.id ?? '' }).map(
        sample => [sample.dueMs + sample.tookMs, { type: 'sample', ...sample }] as const,
      ),
    )
    const second = own ? broken(400, { fault: faultWith({ id: 'f2', component: 'store' }) }) : []
    const head = startedWith({ platform: platformWith({ journeys }), scenario: scenarioWith({ partTargets }) })
    return stepsOf(
      journalOf([[0, head], ...asked, ...broken(200, { ackMs: 203 }), ...second, ...healed(2000)]),
      'parts',
    )
  }

  test('one tenant down only: each is told for itself, both together by whose outage ended last', () => {
    const targets = [target('journey', 'ask', 500), target('tenant', 'acme', 500), target('tenant', 'globex', 100)]
    expect(steps(['...........', '...xxx.....'], targets)).toMatchInlineSnapshot(`
      [
        "journey ask@acme: no sample was bad after 0.200 s (t0): 0 s, ± 0.103 s: one interval, the act, and what we asked late at most. []",
        "journey ask@globex: its last outage ended at 0.610 s: 0.610 s − 0.200 s (t0) = 0.410 s ± 0.113 s. [16, 18, 22]",
        "journey ask, shown by ask@acme and ask@globex: the last outage, of ask@globex, ended at 0.610 s: 0.610 s − 0.200 s (t0) = 0.410 s ± 0.113 s. [16, 18, 22]",
        "journey ask: target 500 ms: met, 0.410 s <= 0.500 s. []",
        "tenant acme, shown by ask@acme: no sample was bad after 0.200 s (t0): 0 s, ± 0.103 s: one interval, the act, and what we asked late at most. []",
        "tenant acme: target 500 ms: met, 0.000 s <= 0.500 s. []",
        "tenant globex, shown by ask@globex: its last outage ended at 0.610 s: 0.610 s − 0.200 s (t0) = 0.410 s ± 0.113 s. [16, 18, 22]",
        "tenant globex: target 100 ms: missed, 0.410 s − 0.113 s = 0.297 s > 0.100 s. []",
      ]
    `)
  })
  test('of a component since it was broken itself, of which there may be no journey', () => {
    const targets = [target('component', 'store', 500), target('component', 'cache', 500)]
    expect(steps(['...........', '.....xx....'], targets, { own: true }).slice(-4)).toMatchInlineSnapshot(`
      [
        "component store, shown by ask@acme and ask@globex: the last outage, of ask@globex, ended at 0.710 s: 0.710 s − 0.400 s (when it was broken itself) = 0.310 s ± 0.113 s. [21, 23, 27]",
        "component store: target 500 ms: met, 0.310 s <= 0.500 s. []",
        "component cache: no journey shows it, so nobody knows. []",
        "component cache: target 500 ms: cannot be judged. []",
      ]
    `)
  })
  test('still down: a lower bound', () => {
    expect(steps(['...........', '...xxxxxxxx'], [target('tenant', 'globex', 500)]).slice(-2)).toMatchInlineSnapshot(`
      [
        "tenant globex, shown by ask@globex: its last outage had not ended when nobody waited any longer, 0.800 s after 0.200 s (t0): a lower bound. [12, 26]",
        "tenant globex: target 500 ms: missed; it was still down when nobody waited any longer. []",
      ]
    `)
  })
})

describe('the data loss', () => {
  const told = (drawing: string, trouble?: string) => {
    const asked = samples('.'.repeat(20)).map(
      sample => [sample.dueMs + sample.tookMs, { type: 'sample', ...sample }] as const,
    )
    const scenario = scenarioWith({ targets: { rtoMs: undefined, rpoMs: 500 } })
    const started = startedWith({ scenario, platform: platformWith({ ledgers: [ledgerWith()] }) })
    const drawn = ledgerDrawn(drawing, trouble === undefined ? {} : { trouble })
    return stepsOf(journalOf([[0, started], ...asked, ...drawn, ...broken(1000), ...healed(3000)]), 'rpo')
  }
  test('nothing lost', () => {
    expect(told('..........?.........')).toMatchInlineSnapshot(`
      [
        "runs: one write every 0.100 s, 19 acknowledged, 1 not; the first and the last of them. [3, 44]",
        "runs: read back: 19 kept = 19 acknowledged. [46]",
        "runs: target 500 ms: met; 0.000 s, and up to one interval of writing more: + 0.000 s. []",
      ]
    `)
  })
  test('of what was never acknowledged, how much was never sent', () => {
    expect(told('..........?##.......')[0]).toBe(
      'runs: one write every 0.100 s, 17 acknowledged, 3 not (2 of them never sent, because too many acknowledgements were awaited already); the first and the last of them. [3, 44]',
    )
  })
  test('from the oldest lost promise to t0, and what was lost after it apart', () => {
    expect(told('......x..x..x.......')).toMatchInlineSnapshot(`
      [
        "runs: one write every 0.100 s, 20 acknowledged, 0 not; the first and the last of them. [3, 44]",
        "runs: read back: 17 kept + 3 lost = 20 acknowledged. [47]",
        "runs: the oldest lost is entry 6, acknowledged at 0.610 s, 1.000 s − 0.610 s = 0.390 s before t0. [46]",
        "runs: the newest lost is entry 12, acknowledged at 1.210 s, after t0. [46]",
        "runs: RPO achieved = 0.390 s. []",
        "runs: 1 of the lost were acknowledged after t0; no age of a backup excuses them. []",
        "runs: target 500 ms: missed; 0.390 s, and up to one interval of writing more: + 0.100 s. []",
      ]
    `)
  })
  test('what could not be read back', () => {
    expect(told('....................', 'status 503')).toMatchInlineSnapshot(`
      [
        "runs: one write every 0.100 s, 20 acknowledged, 0 not; the first and the last of them. [3, 44]",
        "runs: not read back; status 503. [46]",
        "runs: target 500 ms: cannot be judged. []",
      ]
    `)
  })
})

describe('a shipped scenario, explained', () => {
  test.for(shippedScenarios())(
    '$name: every line that a step names is there, and says what the step says',
    async shipped => {
      const { events } = await simulate(shipped)
      const steps = explained(events).flatMap(each => each.steps)
      expect(steps.filter(({ text }) => text.includes('no line of the journal'))).toEqual([])
      for (const { text, lines } of steps) {
        const cited = lines.map(line => events[line - 1])
        expect(
          cited.filter(event => event === undefined),
          text,
        ).toEqual([])
        const dueMs = /first bad sample was due/.test(text)
          ? Number(/from ([\d.]+) s/.exec(text)?.[1]) * 1000
          : undefined
        if (dueMs !== undefined) expect(cited[0], text).toMatchObject({ type: 'sample', dueMs })
      }
    },
  )
})

test('on a terminal it reads as a proof', () => {
  const asked = samples('..xxdd.....').map(
    sample => [sample.dueMs + sample.tookMs, { type: 'sample', ...sample }] as const,
  )
  const scenario = scenarioWith({ gates: { ...scenarioWith().gates, smoke: ['health'] } })
  const events = journalOf([
    [0, startedWith({ scenario })],
    ...asked,
    ...broken(200, { ackMs: 203 }),
    [310, { type: 'signal.changed', signal: 'breaker-open', on: true, detail: 'open' }],
    [820, gate('recovered', 800)],
    ...healed(1100),
    [1130, gate('healed', 1120)],
  ])
  const text = renderExplanation(explained(events), { color: false, width: 100 })
  expect(text).toMatchInlineSnapshot(`
    "Verdict  passed
      Every rule says its sentence; the worst sentence wins. When in doubt it is inconclusive.
      - passed: Every journey was good again 210 ms ± 113 ms after the fault. [line 10]
      - passed: RTO achieved: 620 ms ± 113 ms, within the target of 1 s. [line 15]
      - passed: Gate health passed after the recovery. [line 15]
      - passed: Gate health passed after everything was put back. [line 21]
      - passed: Nothing was left behind (looked at Toxiproxy at http://127.0.0.1:1). [line 19]

    RTO achieved  620 ms ± 113 ms
      From t0, the instant before the first fault’s act, until every journey was good again and every
      gate had passed.
      - t0 = 0.200 s after the drill’s start: just before the act of fault f1 (openai refuses), which
        was acknowledged 0.003 s later. [line 5]
      - ask: bad from 0.200 s, when its first bad sample was due (2 refused). [line 7]
      - ask: last bad sample due at 0.300 s; the first of the good ones in a row due at 0.400 s and
        answered 0.010 s later, at 0.410 s: the end. [lines 8, 10, 12]
      - The last outage ended at 0.410 s: restored = 0.410 s − 0.200 s = 0.210 s.
      - Gate health, asked at 0.800 s, passed at 0.820 s. [line 15]
      - With that every gate had passed: verified = 0.820 s − 0.200 s = 0.620 s.
      - Precision: 0.113 s = 0.110 s between the last moment that proves the platform away and the
        answer that proved it back + 0.003 s until the act was acknowledged.
      - Target 1 s: met, 0.620 s <= 1.000 s.

    Each part  1 part
      From t0, or from when a component was broken itself, until the journeys that show the part were
      good again; gates are asked of the whole.
      - journey ask: its last outage ended at 0.410 s: 0.410 s − 0.200 s (t0) = 0.210 s ± 0.113 s.
        [lines 8, 10, 12]

    RPO achieved  not measured
      From the acknowledgement of the oldest lost write to t0, of all ledgers the worst; 0 if nothing
      was lost. A write that was never acknowledged counts for nothing.
      - No ledger ran, so nobody knows what was lost.

    Where the time went  0.210 s of downtime
      Durations from t0: noticed, good again, verified; and how long answers were degraded.
      - Detected = 0.310 s − 0.200 s = 0.110 s: signal breaker-open came on, the first of all. [line
        9]
      - Restored = 0.210 s, as explained under RTO.
      - Validated = verified − restored = 0.620 s − 0.210 s = 0.410 s.
      - Degraded (fallback) for 0.200 s: each such answer stands for one sampling interval, overlaps
        counted once; the first and the last of them. [lines 10, 11]
      - Downtime = 0.210 s: all outages of all journeys together, overlaps counted once.
      - Failed back 0.000 s after the first fault was undone (at 1.100 s): nothing bad, nothing
        degraded any more. [line 18]

    Journeys  1 journey
      Each journey is asked on a fixed schedule that never waits for an answer; a sample’s time is
      when it was due.
      - ask: asked every 0.100 s; availability = 1 − 2 / 11 = 81.81 %.
      - ask: of its good answers p50 0.010 s, p99 0.010 s; before the fault p50 0.010 s.
      - ask: bad from 0.200 s, when its first bad sample was due (2 refused). [line 7]
      - ask: last bad sample due at 0.300 s; the first of the good ones in a row due at 0.400 s and
        answered 0.010 s later, at 0.410 s: the end. [lines 8, 10, 12]

    Served after it, over before  nothing claimed
      Capacity: good answers a second since the journey was first good again, over those before t0.
      Latencies: of good answers since its last outage. In brackets where the truth lies with 95 %
      confidence: shares by Wilson’s interval, percentiles by the ranks of single answers; what we
      were late ourselves makes the lower end lower.
      - The scenario claims nothing of it; "targets: { after: … }" would.

    Faults  1 fault
      Intent and undo are on the disk before the act; a fault counts only if it is shown to have
      bitten.
      - f1: openai refuses; intended at 0.195 s, with its undo. [line 4]
      - f1: begun at 0.200 s, acknowledged at 0.203 s. [line 5]
      - f1: bitten; a canary was refused. [line 6]
      - f1: put back at 1.100 s (undone: as it was). [line 18]

    Gates  2 of 2 passed
      Asked before the damage, once the platform seemed back, and after everything was put back.
      - health (recovered): passed in 0.020 s; right answer. [line 15]
      - health (healed): passed in 0.010 s; right answer. [line 21]
    "
  `)
  expect(text.split('\n').filter(line => line.length > 100)).toEqual([])
})

function gate(during: GateMoment, startedMs: number): Happening {
  return { type: 'gate.finished', gate: 'health', during, verdict: 'passed', detail: 'right answer', startedMs }
}
