import { describe, expect, test } from 'vitest'
import type { Journey } from '../../src/model/journey.ts'
import { PHASES } from '../../src/model/plan.ts'
import { simulate } from '../../src/testing/simulate.ts'
import { ledgerWith } from '../measure/ledger-story.ts'
import { shippedScenario, shippedScenarios } from '../support/shipped.ts'
import { where } from '../support/where.ts'

// What a twin may be without.
const FALLBACKS = ['fallback', 'bulkheads', 'health-failover', 'semantic-cache', 'when-a-part-dies']

// Those that come back by a runbook are followed in test/run/runbook/shipped-runbooks.test.ts.
const AUTOMATIC = shippedScenarios().filter(({ runbook }) => runbook === undefined)

describe('every shipped scenario, in virtual time', { timeout: 60_000 }, () => {
  const loads = ['tenant-blast', 'key-leaked']
  const plain = AUTOMATIC.filter(each => !each.name.startsWith('sabotage/') && !loads.includes(each.name))
  for (const { name, scenario, platform, golden } of plain) {
    test(`${name} passes on a platform that fails over, and leaves nothing`, async () => {
      const { measures, left } = await simulate({ scenario, platform, golden })
      expect(measures.reasons.filter(reason => reason.verdict !== 'passed')).toEqual([])
      expect(measures.verdict).toBe('passed')
      expect(measures.rto.state).toBe('restored')
      expect(left).toEqual([])
    })

    // Damage that ends before the platform would be late says nothing about failing over; its golden set does.
    // A process is not failed over from but brought back, or it goes on by itself; so is a machine.
    const failsOver = scenario.faults.some(({ kind }) => !/^(process|cpu|disk)\./.test(kind))
    const outlasts = Math.max(...scenario.faults.map(({ forMs }) => forMs ?? Infinity)) > (scenario.targets.rtoMs ?? 0)
    const whereLate = where(
      failsOver && (outlasts || scenario.gates.golden === undefined),
      'its damage ends before anybody would be late, or somebody brings it back',
    )
    whereLate(`${name} fails on a platform that has nothing to fail over to`, async () => {
      const { measures, left } = await simulate({ scenario, platform, golden, reaction: { fallback: false } })
      expect(measures.verdict).toBe('failed')
      expect(left).toEqual([])
    })

    whereLate(`${name} fails on a platform that comes back too late`, async () => {
      const late = (scenario.targets.rtoMs ?? 0) + 1000
      const { measures } = await simulate({ scenario, platform, golden, reaction: { detectMs: late } })
      expect(measures.verdict).toBe('failed')
      expect(measures.rto.met).toBe(false)
    })

    where(scenario.gates.golden !== undefined, 'nothing is claimed of its answers')(
      `${name} fails where the stand-in answers most questions wrong`,
      async () => {
        const { measures } = await simulate({ scenario, platform, golden, reaction: { wrongRatio: 0.9 } })
        expect(measures.verdict).toBe('failed')
        expect(measures.quality?.during).toMatchObject({ asked: golden[0]?.cases.length, unanswered: 0 })
        expect(measures.reasons.map(({ text }) => text).join('\n')).toMatch(
          /Available but wrong while something was broken: -/,
        )
      },
    )
  }

  for (const { name, scenario, platform, options, golden } of AUTOMATIC.filter(each =>
    each.name.startsWith('sabotage/'),
  )) {
    test(`${name} ends failed: the drill can tell`, async () => {
      const { measures, left } = await simulate({
        scenario,
        platform,
        golden,
        // Without its breaker a platform never notices, and goes on asking the one who does not answer.
        // Without limits and bulkheads one tenant's load is felt by all.
        reaction: {
          isolates: options.bulkheads !== 'off',
          leaks: options.leaks !== undefined,
          fallback: FALLBACKS.every(option => !['off', 'stay-dead'].includes(options[option] ?? 'on')),
          ...(options['when-a-part-dies'] === 'stay-dead' ? { restartMs: 3_600_000 } : {}),
          ...(options.breaker === 'off' ? { detectMs: 60_000 } : {}),
          // Where quality is claimed, the twin's stand-in is no good.
          wrongRatio: scenario.gates.golden === undefined ? 0 : 0.9,
        },
      })
      expect(measures.verdict).toBe('failed')
      expect(left).toEqual([])
    })
  }
})

test('cpu-starved fails where its users wait for longer than was claimed', async () => {
  const { scenario, ...shipped } = shippedScenario('cpu-starved')
  const stricter = { ...scenario, targets: { ...scenario.targets, rtoMs: 3000 } }
  const { measures, left } = await simulate({ ...shipped, scenario: stricter, reaction: { fallback: false } })
  expect(measures.rto).toMatchObject({ state: 'restored', met: false })
  expect(measures.verdict).toBe('failed')
  expect(left).toEqual([])
})

test('disk-full is stopped by its guard where a store of backups takes the users down with it', async () => {
  const { measures, left } = await simulate({ ...shippedScenario('disk-full'), reaction: { fallback: false } })
  expect(measures).toMatchObject({ outcome: 'aborted-by-guard', verdict: 'failed' })
  expect(left).toEqual([])
})

test('an agent that nobody restarts could not be put back, which is no word about how it was held', async () => {
  const { measures, events } = await simulate({
    ...shippedScenario('sabotage/agent-nobody-restarts'),
    reaction: { restartMs: 3_600_000, fallback: false },
  })
  const undone = events.flatMap(event => (event.type === 'fault.undone' ? [event.outcome.state] : []))
  expect(undone).toEqual(['failed', 'gone'])
  expect(measures.faults[0]?.early).toBeUndefined()
  expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
  expect(measures.reasons.map(({ text }) => text).join()).not.toContain('ended before it was put back')
})

test('agent-killed fails where its supervisor takes longer than was claimed', async () => {
  const killed = shippedScenario('agent-killed')
  const restartMs = (killed.scenario.targets.rtoMs ?? 0) + 2000
  const { measures, left } = await simulate({ ...killed, reaction: { restartMs, fallback: false } })
  expect(measures.verdict).toBe('failed')
  expect(left).toEqual([])
})

describe('a tenant that asks for everything, in virtual time', { timeout: 60_000 }, () => {
  const blast = shippedScenario('tenant-blast')

  test('passes where its neighbours do not notice, and leaves nothing', async () => {
    const { measures, left } = await simulate(blast)
    expect(measures.reasons.filter(reason => reason.verdict !== 'passed')).toEqual([])
    expect(measures.isolation).toMatchObject({ p50Ratio: 1, errorsDelta: 0, isolateMs: 0, recoverMs: 0 })
    expect(measures.isolation?.loads[0]).toMatchObject({ due: 1440, served: 240, turnedAway: 1200 })
    expect(measures.isolation?.canaries).toMatchObject({ planted: 20, notPlanted: [], seen: 0 })
    expect(left).toEqual([])
  })
  test('fails where it takes the others down with it', async () => {
    const { measures, left } = await simulate({ ...blast, reaction: { isolates: false, fallback: false } })
    expect(measures.verdict).toBe('failed')
    expect(measures.reasons.map(reason => reason.text).join('\n')).toMatch(/ask of acme was not answered as ever/)
    expect(left).toEqual([])
  })
  test('is not among those who must be well for the platform to be back', async () => {
    const { events } = await simulate(blast)
    const asked = new Set(events.flatMap(event => (event.type === 'sample' ? [event.journey] : [])))
    expect([...asked]).toEqual(['ask'])
  })
})

describe('a drill in virtual time', () => {
  const outage = shippedScenario('provider-outage')

  test('measures the recovery it was given, never below the truth', async () => {
    const { measures } = await simulate({ ...outage, reaction: { detectMs: 1234 } })
    const restoredMs = measures.rto.restoredMs ?? 0
    expect(restoredMs).toBeGreaterThanOrEqual(1234)
    expect(restoredMs - (measures.rto.precisionMs ?? 0)).toBeLessThanOrEqual(1234)
  })

  test('goes through the phases in their firm order', async () => {
    const { events } = await simulate(outage)
    const seen = events.flatMap(event => (event.type === 'phase.started' ? [event.phase] : []))
    const order = seen.map(phase => PHASES.indexOf(phase))
    expect(seen).toEqual([
      'stage',
      'baseline',
      'parachute',
      'inject',
      'observe',
      'recover',
      'validate',
      'heal',
      'scan',
      'measure',
    ])
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  test('repeats to the letter', async () => {
    const [one, two] = [await simulate(outage), await simulate(outage)]
    expect(one.events).toEqual(two.events)
  })

  test('breaks nothing on a platform that is sick already', async () => {
    const { measures, events } = await simulate({
      ...outage,
      platform: {
        ...outage.platform,
        journeys: outage.platform.journeys.map(
          journey => ({ ...journey, good: { ...journey.good, withinMs: 1 } }) as Journey,
        ),
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.outcome).toBe('unhealthy-baseline')
    expect(events.some(event => event.type === 'fault.intended')).toBe(false)
  })

  test('breaks no route that nobody uses: it would prove nothing', async () => {
    const { measures, events } = await simulate({ ...outage, reaction: { unused: ['openai'] } })
    expect(measures.outcome).toBe('unhealthy-baseline')
    expect(measures.reasons).toContainEqual(
      expect.objectContaining({
        text: 'The platform was not healthy before the drill, so nothing was broken: no traffic crosses the route of openai, so breaking it would prove nothing.',
        advice: 'Let a journey ask what crosses that route, or break another component, then drill again.',
      }),
    )
    expect(events.some(event => event.type === 'fault.intended')).toBe(false)
  })

  test('needs no traffic to a stand-in before that is needed: those it answers prove what is wrong with it', async () => {
    const shipped = shippedScenario('fallback-model-answers')
    const { measures } = await simulate({ ...shipped, reaction: { unused: ['anthropic', 'google'] } })
    expect(measures.verdict).toBe('passed')
    expect(measures.faults.map(({ component, effect }) => [component, effect])).toEqual([
      ['openai', 'bitten'],
      ['anthropic', 'bitten'],
    ])
  })

  test('watches once more when the platform was only slow for a moment', async () => {
    let hiccups = 6
    const { measures, events } = await simulate({
      ...outage,
      onEvent(event, { world }) {
        // The first samples are asked of a machine that stands still for a while.
        if (event.type === 'phase.started' && event.phase === 'baseline') {
          const { send } = world.http
          world.http.send = (request, options) =>
            request.method === 'POST' && hiccups-- > 0
              ? world.clock.sleep(600).then(() => send(request, options))
              : send(request, options)
        }
      },
    })
    expect(events.filter(event => event.type === 'baseline.repeated')).toHaveLength(1)
    expect(measures.verdict).toBe('passed')
  })

  test('writes the undo down before it breaks anything', async () => {
    const { events } = await simulate(outage)
    const intended = events.findIndex(event => event.type === 'fault.intended')
    const injected = events.findIndex(event => event.type === 'fault.injected')
    expect(intended).toBeGreaterThan(0)
    expect(intended).toBeLessThan(injected)
  })

  for (const moment of [
    'phase.started',
    'baseline.judged',
    'fault.intended',
    'fault.injected',
    'fault.effect',
    'gate.finished',
  ] as const) {
    test(`interrupted at its first ${moment}, it puts everything back and is inconclusive`, async () => {
      let done = false
      const { measures, left, world } = await simulate({
        ...outage,
        onEvent(event, { interrupt }) {
          if (event.type === moment && !done) interrupt.abort()
          done ||= event.type === moment
        },
      })
      expect(measures.verdict).toBe('inconclusive')
      expect(measures.outcome).toBe('interrupted')
      expect(measures.rollback).toMatchObject({ complete: true, scanned: true })
      expect(left).toEqual([])
      expect([...world.processes.living]).toEqual([1])
    })
  }

  test('is stopped by its guard when users suffer too long, and heals', async () => {
    const guards = [{ id: 'g1', kind: 'journey' as const, journey: 'ask', belowRatio: 0.5, forMs: 2000 }]
    const { measures, left } = await simulate({
      ...outage,
      scenario: { ...outage.scenario, guards },
      reaction: { detectMs: 60_000 },
    })
    expect(measures.outcome).toBe('aborted-by-guard')
    expect(measures.verdict).toBe('failed')
    expect(left).toEqual([])
  })

  test.each([
    [1, 'our watchdog'],
    [2, 'our Toxiproxy'],
    [3, 'our mock provider'],
    [4, 'the platform'],
  ])('notices that process %i, %s, has died, and puts everything back', async (nth, words) => {
    const { measures, left } = await simulate({
      ...outage,
      onEvent(event, { world }) {
        const victim = event.type === 'fault.effect' ? [...world.processes.living][nth] : undefined
        if (victim !== undefined) world.processes.crash(victim)
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.reasons[0]?.text).toContain(`${words} ended in the middle of the drill`)
    expect(left).toEqual([])
  })

  test('is stopped by the safety lever, and heals', async () => {
    const { measures, left } = await simulate({
      ...outage,
      onEvent(event, { world }) {
        if (event.type === 'fault.effect') world.files.contents.set('/locks/halt.json', '{"why":"a real incident"}')
      },
    })
    expect(measures.outcome).toBe('aborted-by-guard')
    expect(measures.reasons[0]?.text).toContain('drills were halted: a real incident')
    expect(left).toEqual([])
  })

  test('frees the platform, whatever happened', async () => {
    const { world } = await simulate({ ...outage, reaction: { fallback: false } })
    expect(await world.files.exists('/locks/simulated.lock')).toBe(false)
  })
})

describe('a drill of a platform that keeps a ledger, in virtual time', () => {
  const outage = shippedScenario('provider-outage')
  const ledgers = [ledgerWith({ write: writeTo('http://127.0.0.1:9/w'), read: readFrom('http://127.0.0.1:9/r') })]
  const platform = { ...outage.platform, ledgers }
  const scenario = { ...outage.scenario, targets: { ...outage.scenario.targets, rpoMs: 500 } }

  test('accounts for every write, to the last', async () => {
    const { measures } = await simulate({ scenario, platform })
    expect(measures.rpo).toMatchObject({ state: 'measured', achievedMs: 0, met: true, lost: 0, unread: 0 })
    expect(measures.rpo.kept).toBe(measures.rpo.acked)
    expect(measures.rpo.acked).toBeGreaterThan(50)
    expect(measures.verdict).toBe('passed')
  })

  test('measures the loss it was given', async () => {
    const { measures } = await simulate({ scenario, platform, reaction: { forgetsMs: 1000 } })
    expect(measures.rpo.lost).toBe(10)
    const { achievedMs, precisionMs } = measures.rpo
    expect(achievedMs).toBeLessThanOrEqual(1000)
    expect((achievedMs ?? 0) + (precisionMs ?? 0)).toBeGreaterThanOrEqual(1000)
    expect(measures.verdict).toBe('failed')
  })
})

function writeTo(url: string) {
  const request = { method: 'POST', url, headers: {}, body: `\${entry.text}` }
  return { request, acked: { status: 201, json: [] }, idAt: undefined }
}

function readFrom(url: string) {
  const request = { method: 'GET', url, headers: {}, body: undefined }
  return {
    ...{ request, status: 200, itemsAt: '$.all', idAt: '$.id', textAt: '$.text', sumAt: undefined },
    paging: { kind: 'offset', param: 'skip' } as const,
  }
}
