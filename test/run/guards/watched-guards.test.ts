import { describe, expect, test } from 'vitest'
import type { GuardState } from '../../../src/model/event.ts'
import type { Platform } from '../../../src/model/platform.ts'
import type { WatchedGuard } from '../../../src/model/scenario.ts'
import { lookAtGuard } from '../../../src/run/guards/look-at-guard.ts'
import { patienceOf } from '../../../src/run/guards/watched-guards.ts'
import { makeSignalWatch } from '../../../src/run/signal-watch.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { checkWith, platformWith, receivedSignal } from '../../support/drill.ts'
import { shippedScenario } from '../../support/shipped.ts'
import { smallServer } from '../../support/small-server.ts'
import { tempDir } from '../../support/temp-dir.ts'

const watched = { id: 'g1', forMs: 0, everyMs: 100, graceMs: 3000 } as const
const LETTERS: Readonly<Record<string, GuardState>> = { '.': 'good', x: 'bad', '?': 'blind' }

/** One look every 100 ms; the time of the look after which it tripped. */
function trips(looks: string, change: Partial<WatchedGuard> = {}): readonly [number, string] | undefined {
  const patience = patienceOf({ ...watched, ...change }, 0)
  for (const [index, letter] of [...looks].entries()) {
    const look = { state: LETTERS[letter] ?? 'blind', detail: 'seen' } as const
    const tripped = patience.after(look, index * 100, index * 100 + 1)
    if (tripped !== undefined) return [index * 100, tripped.detail]
  }
  return undefined
}

describe('a guard has patience', () => {
  test.for([
    ['good for ever never trips', '..........', {}, undefined],
    ['bad once trips at once, if it need not last', '..x', {}, [200, 'seen']],
    ['bad for less than it takes does not trip', '..xx..xx..', { forMs: 300 }, undefined],
    ['bad for as long as it takes trips', '..xxxx', { forMs: 300 }, [500, 'seen, for 300 ms']],
    ['one good look begins anew', 'xx.xxx.xxxx', { forMs: 300 }, [1000, 'seen, for 300 ms']],
    ['what nobody knows does not end being bad', 'x??x', { forMs: 300 }, [300, 'seen, for 300 ms']],
    ['blind for less than its grace does not trip', '.??.??.??', { graceMs: 300 }, undefined],
    [
      'blind for its grace trips',
      '.????',
      { graceMs: 300 },
      [300, 'nobody has known for 300 ms whether all is well: seen'],
    ],
    [
      'blind from the start counts from the start',
      '????????',
      { graceMs: 300 },
      [300, 'nobody has known for 300 ms whether all is well: seen'],
    ],
  ] as const)('%s: %s', ([_, looks, change, expected]) => {
    expect(trips(looks, change)).toEqual(expected)
  })
})

describe('what a guard sees', () => {
  const world = nodeWorld()
  const request = (url: string) => ({ method: 'GET', url, headers: {}, body: undefined })

  function served(answers: Readonly<Record<string, unknown>>) {
    return smallServer((asked, reply) => {
      const path = decodeURIComponent((asked.url ?? '').replace(/^.*query=/, ''))
      // What is not here hangs.
      if (path in answers) reply.end(JSON.stringify(answers[path]))
    })
  }
  const vector = (...values: readonly string[]) => ({
    status: 'success',
    data: { resultType: 'vector', result: values.map(value => ({ metric: {}, value: [0, value] })) },
  })
  const prometheus = (query: string, is: '<' | '<=' | '>' | '>=' = '>') =>
    ({ ...watched, kind: 'prometheus', query, is, limit: 0.5 }) as const

  test.for([
    ['a value beyond its limit', vector('0.7'), '>', 'bad', 'q is 0.7, which is > 0.5'],
    ['the worst of several series', vector('0.1', '0.9'), '>', 'bad', 'q is 0.9, which is > 0.5'],
    ['values within it', vector('0.1', '0.5'), '>', 'good', 'q is 0.1, 0.5'],
    ['exactly at it', vector('0.5'), '>=', 'bad', 'q is 0.5, which is >= 0.5'],
    ['below', vector('0.4'), '<', 'bad', 'q is 0.4, which is < 0.5'],
    ['not below', vector('0.6'), '<=', 'good', 'q is 0.6'],
    ['endless', vector('+Inf'), '>', 'bad', 'q is Infinity, which is > 0.5'],
    ['no series at all', vector(), '>', 'blind', 'q has no value'],
    ['no number', vector('NaN'), '>', 'blind', 'q has no value'],
    [
      'a scalar',
      { status: 'success', data: { resultType: 'scalar', result: [0, '1'] } },
      '>',
      'bad',
      'q is 1, which is > 0.5',
    ],
    ['an error', { status: 'error', error: 'bad query' }, '>', 'blind', /could not be asked for q: status 200/],
    ['something else', 'hello', '>', 'blind', /could not be asked/],
  ] as const)('in Prometheus: %s', async ([_, body, is, state, detail]) => {
    await using server = await served({ q: body })
    const look = await lookAtGuard(
      world,
      watching(platformWith({ prometheus: `${server.url}/` })),
      prometheus('q', is),
      2000,
    )
    expect(look).toEqual({ state, detail: typeof detail === 'string' ? detail : expect.stringMatching(detail) })
  })

  test('a query that hangs is given up in time', async () => {
    await using server = await served({})
    expect(await lookAtGuard(world, watching(platformWith({ prometheus: server.url })), prometheus('q'), 100)).toEqual({
      state: 'blind',
      detail: expect.stringContaining('within 100 ms'),
    })
  })

  test('nobody there is blind', async () => {
    const platform = platformWith({ prometheus: 'http://127.0.0.1:9' })
    expect(await lookAtGuard(world, watching(platform), prometheus('q'), 1000)).toMatchObject({ state: 'blind' })
  })

  test('a signal, on or off', async () => {
    await using server = await served({ '/health': { breaker: 'open' }, '/text': 'no object' })
    const signal = (path: string) => ({
      id: 'breaker-open',
      kind: 'polled' as const,
      request: request(server.url + path),
      when: [{ kind: 'equals', path: '$.breaker', value: 'open' }] as const,
      everyMs: 100,
      role: 'detected' as const,
    })
    const guard = { ...watched, kind: 'signal', signal: 'breaker-open', on: true } as const
    const look = (path: string, change = {}) =>
      lookAtGuard(world, watching(platformWith({ signals: [signal(path)] })), { ...guard, ...change }, 300)
    expect(await look('/health')).toEqual({ state: 'bad', detail: 'the signal breaker-open is on' })
    expect(await look('/health', { on: false })).toEqual({ state: 'good', detail: 'the signal breaker-open is on' })
    expect(await look('/nowhere')).toMatchObject({ state: 'blind' })
  })

  test('a signal that is posted to us, until it cannot be received any more', async () => {
    const heard = makeSignalWatch()
    const guard = { ...watched, kind: 'signal', signal: 'paged', on: true } as const
    const platform = platformWith({ signals: [receivedSignal({ id: 'paged' })] })
    const look = () => lookAtGuard(world, { platform, heard }, guard, 300)
    const stamp = { seq: 0, atMs: 0, wall: '' }
    expect(await look()).toEqual({ state: 'good', detail: 'the signal paged is off' })
    heard.see({ ...stamp, type: 'signal.changed', signal: 'paged', on: true, detail: '' })
    expect(await look()).toEqual({ state: 'bad', detail: 'the signal paged is on' })
    heard.see({ ...stamp, type: 'signal.changed', signal: 'paged', on: false, detail: '' })
    expect(await look()).toEqual({ state: 'good', detail: 'the signal paged is off' })
    const closed = { type: 'mailbox.closed', address: 'x', signals: ['paged'], posts: 2, refused: 0 } as const
    heard.see({ ...stamp, ...closed, lost: null })
    expect(await look()).toMatchObject({ state: 'good' })
    heard.see({ ...stamp, ...closed, lost: 'the port was closed' })
    expect(await look()).toEqual({ state: 'blind', detail: 'the signal paged cannot be received any more' })
  })

  test('a check: whatever is not good is bad, an answer that never comes too', async () => {
    await using server = await served({ '/health': { status: 'ok' } })
    const check = (path: string) =>
      checkWith({ request: request(server.url + path), good: { status: 200, withinMs: 5000, json: [] } })
    const look = (path: string) =>
      lookAtGuard(
        world,
        watching(platformWith({ checks: [check(path)] })),
        { ...watched, kind: 'check', check: 'health' },
        300,
      )
    expect(await look('/health')).toEqual({ state: 'good', detail: 'the check health is good' })
    expect(['bad', 'blind']).toContain((await look('/nowhere')).state)
  })

  test('a stop file, as seen from the platform', async () => {
    await using dir = await tempDir()
    const look = () =>
      lookAtGuard(world, watching(platformWith({ dir: dir.path })), { ...watched, kind: 'file', file: 'STOP' }, 300)
    expect(await look()).toEqual({ state: 'good', detail: 'there is no file STOP' })
    await world.files.write(dir.file('STOP'), '')
    expect(await look()).toEqual({ state: 'bad', detail: 'the file STOP is there' })
  })

  test('a file system that hangs is blind', async () => {
    const hanging = { ...world, files: { ...world.files, exists: () => new Promise<boolean>(() => {}) } }
    expect(
      await lookAtGuard(hanging, watching(platformWith()), { ...watched, kind: 'file', file: 'STOP' }, 50),
    ).toEqual({
      state: 'blind',
      detail: 'no answer within 50 ms',
    })
  })
})

describe('in a drill', () => {
  const outage = shippedScenario('provider-outage')

  test('a stop file stops it, everything is put back, and the guard says why', async () => {
    const guard: WatchedGuard = { ...watched, kind: 'file', file: '/stop' }
    const { measures, left, events } = await simulate({
      ...outage,
      scenario: { ...outage.scenario, guards: [guard] },
      onEvent(event, { world }) {
        if (event.type === 'fault.injected') world.files.contents.set('/stop', '')
      },
    })
    expect(measures.outcome).toBe('aborted-by-guard')
    expect(measures.because).toBe('the file /stop is there')
    expect(left).toEqual([])
    expect(events.filter(event => event.type === 'guard.looked').map(event => event.state)).toEqual(['good', 'bad'])
  })

  test('a guard that cannot be looked at stops it after its grace, before anything is broken if it is soon enough', async () => {
    const guard: WatchedGuard = { ...watched, graceMs: 500, kind: 'prometheus', query: 'up', is: '<', limit: 1 }
    const { measures, left, events } = await simulate({
      ...outage,
      scenario: { ...outage.scenario, guards: [guard] },
    })
    expect(measures.outcome).toBe('aborted-by-guard')
    expect(measures.because).toContain('nobody has known for 500 ms whether all is well')
    expect(events.some(event => event.type === 'fault.intended')).toBe(false)
    expect(left).toEqual([])
  })

  test('a guard that is content lets it be', async () => {
    const guard: WatchedGuard = { ...watched, kind: 'check', check: 'health', forMs: 60_000 }
    const { measures } = await simulate({ ...outage, scenario: { ...outage.scenario, guards: [guard] } })
    expect(measures.verdict).toBe('passed')
  })
})

function watching(platform: Platform) {
  return { platform, heard: makeSignalWatch() }
}
