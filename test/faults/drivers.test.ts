import { describe, expect, test } from 'vitest'
import { driverFor } from '../../src/faults/drivers.ts'
import { withFixedDelay } from '../../src/faults/latency.ts'
import { performUndo } from '../../src/faults/undo.ts'
import { FAULT_KINDS, type Fault } from '../../src/model/fault.ts'
import type { HttpOutcome } from '../../src/model/http.ts'
import type { Clock } from '../../src/model/world.ts'
import { componentWith } from '../support/drill.ts'
import { eventually } from '../support/wait.ts'
import { type Ground, ground } from './ground.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
type Kind = readonly [fault: Fault, felt: string, seen: RegExp]
const KINDS: readonly [Kind, ...Kind[]] = [
  [{ ...frame, kind: 'refuse' }, 'refused', /^a canary was refused after \d+ ms \(ECONNREFUSED\)$/],
  [{ ...frame, kind: 'hang' }, 'timeout', /^a canary was connected but heard nothing for 700 ms$/],
  [{ ...frame, kind: 'reset' }, 'reset', /^a canary was reset after \d+ ms \(ECONNRESET\)$/],
  [
    { ...frame, kind: 'latency', delay: { kind: 'fixed', delayMs: 800 }, jitterMs: 0 },
    'answered, but late',
    /^a canary was answered after \d{3,} ms$/,
  ],
  [
    { ...frame, kind: 'provider.status', status: 429, shareRatio: 1, retryAfterMs: 7000 },
    'status 429, retry after 7',
    /^\d+ requests of the platform were answered 429$/,
  ],
]

test('every kind of fault is tried here', () => {
  expect(KINDS.map(([{ kind }]) => kind).toSorted()).toEqual([...FAULT_KINDS].toSorted())
})

describe.for(KINDS)('$0.kind', ([fault, felt, seen]) => {
  const driver = driverFor(fault)
  const signal = new AbortController().signal

  test('preparing harms nothing', async () => {
    await using on = await ground()
    const before = await standing(on)
    await driver.prepare(fault, on.target)
    expect(await standing(on)).toEqual(before)
    expect(feltAs(await on.ask())).toBe('answered')
  })

  test('what was not injected does not bite', async () => {
    await using on = await ground()
    const impatient = { ...on.target, world: { ...on.target.world, clock: hurried(on.target.world.clock) } }
    expect(await driver.effect(fault, impatient, signal)).toMatchObject({ state: 'not-bitten' })
  })

  test('it bites, the platform feels it, and the proof says what was seen', async () => {
    await using on = await ground()
    await driver.inject(fault, on.target, signal)
    expect(feltAs(await on.ask(fault.kind === 'hang' ? 500 : 5000))).toBe(felt)
    const asking = fault.kind === 'provider.status' ? on.ask() : undefined
    const effect = await driver.effect(fault, on.target, signal)
    await asking
    expect(effect).toEqual({ state: 'bitten', seen: expect.stringMatching(seen) })
  })

  test('the undo puts back exactly what was there', async () => {
    await using on = await ground()
    const before = await standing(on)
    const undo = await driver.prepare(fault, on.target)
    await driver.inject(fault, on.target, signal)
    expect(await standing(on)).not.toEqual(before)
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    expect(await standing(on)).toEqual(before)
    expect(feltAs(await on.ask())).toBe('answered')
  })

  test('the undo survives the disk: it is data', async () => {
    await using on = await ground()
    const before = await standing(on)
    const undo = JSON.parse(JSON.stringify(await driver.prepare(fault, on.target)))
    await driver.inject(fault, on.target, signal)
    await performUndo(undo, on.means, 'recover')
    expect(await standing(on)).toEqual(before)
  })

  test('undoing twice is undoing once', async () => {
    await using on = await ground()
    const before = await standing(on)
    const undo = await driver.prepare(fault, on.target)
    await driver.inject(fault, on.target, signal)
    await performUndo(undo, on.means, 'recover')
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    expect(await standing(on)).toEqual(before)
  })

  test('undoing without the fault harms nothing', async () => {
    await using on = await ground()
    const before = await standing(on)
    const undo = await driver.prepare(fault, on.target)
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    expect(await standing(on)).toEqual(before)
  })

  test('on our own servers it ends by itself if nobody undoes it', async () => {
    await using on = await ground({ leaseMs: 600 })
    const before = await standing(on)
    await driver.inject(fault, on.target, signal)
    expect(await standing(on)).not.toEqual(before)
    await eventually('the end of the lease', async () => (await standing(on)) === before)
  })
})

describe('the proof of one kind is no proof of another', () => {
  const signal = new AbortController().signal
  const kind = (name: Fault['kind']) => KINDS.map(([fault]) => fault).find(fault => fault.kind === name) ?? KINDS[0][0]
  test.for([
    ['refuse', 'reset', 'not-bitten'],
    ['refuse', 'hang', 'not-bitten'],
    ['reset', 'refuse', 'not-bitten'],
    ['reset', 'hang', 'not-bitten'],
    ['hang', 'refuse', 'not-bitten'],
    ['hang', 'reset', 'not-bitten'],
    ['latency', 'refuse', 'unknown'],
    ['latency', 'reset', 'unknown'],
  ] as const)('%s is not proven by %s: %s', async ([claimed, done, state]) => {
    await using on = await ground()
    await driverFor(kind(done)).inject(kind(done), on.target, signal)
    expect(await driverFor(kind(claimed)).effect(kind(claimed), on.target, signal)).toMatchObject({ state })
  })
})

describe('what can be known before anything is touched', () => {
  const signal = new AbortController().signal

  test.for(KINDS.filter(([{ kind }]) => kind !== 'provider.status'))(
    '$0.kind: a route that somebody removed is said at once',
    async ([fault]) => {
      await using on = await ground()
      await on.network.removeProxy('openai')
      await expect(driverFor(fault).prepare(fault, on.target)).rejects.toMatchObject({ code: 'ROUTE_CONFLICT' })
    },
  )

  test('an error status needs a mock provider', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
    const without = { ...on.target, mock: undefined }
    await expect(driverFor(fault).prepare(fault, without)).rejects.toMatchObject({
      code: 'NOT_AVAILABLE',
      message: 'openai has no mock provider that could be made to answer errors.',
    })
  })

  test('an error status hits one provider and spares the other', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
    const anthropic = { ...on.target, component: componentWith({ id: 'anthropic', dialect: 'anthropic' }) }
    await driverFor(fault).inject(fault, anthropic, signal)
    expect(feltAs(await on.ask())).toBe('answered')
  })

  test('a proof that is interrupted does not go on waiting', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
    const stop = new AbortController()
    const proving = driverFor(fault).effect(fault, on.target, stop.signal)
    stop.abort(new Error('interrupted'))
    await expect(proving).rejects.toThrow('interrupted')
  })

  test('silence proves a hang only where canaries are usually answered', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'hang' }
    await driverFor(fault).inject(fault, on.target, signal)
    const store = componentWith({ ...on.target.component, kind: 'vector-store', dialect: undefined })
    expect(await driverFor(fault).effect(fault, { ...on.target, component: store }, signal)).toMatchObject({
      state: 'unknown',
    })
  })
})

describe('a delay in multiples of what is usual', () => {
  const fixed = (delayMs: number) => ({ kind: 'fixed', delayMs }) as const
  const times = (times: number) =>
    ({ ...frame, kind: 'latency', delay: { kind: 'times-baseline', times, journey: 'ask' }, jitterMs: 5 }) as const
  test.for([
    ['ten times slower takes nine times as long in addition', times(10), 40, fixed(360)],
    ['to the whole millisecond', times(1.5), 33, fixed(17)],
    ['never less than one', times(1.01), 10, fixed(1)],
  ] as const)('%s', ([_, fault, usualMs, delay]) => {
    expect(withFixedDelay(fault, () => usualMs)).toEqual({ ...fault, delay })
  })
  test('of the journey that is meant', () => {
    expect(withFixedDelay(times(2), journey => (journey === 'ask' ? 50 : undefined))).toMatchObject({
      delay: fixed(50),
    })
  })
  test('is unknown where nobody measured that', () => {
    expect(withFixedDelay(times(2), () => undefined)).toBeUndefined()
  })
  test('a fixed delay stays, and so does every other fault', () => {
    const given = { ...frame, kind: 'latency', delay: fixed(20), jitterMs: 0 } as const
    expect(withFixedDelay(given, () => 50)).toBe(given)
    expect(withFixedDelay({ ...frame, kind: 'hang' }, () => undefined)).toEqual({ ...frame, kind: 'hang' })
  })
})

/** Everything that stands on the proxy and the mock, as text. */
async function standing(on: Ground): Promise<string> {
  const faults = (await on.control.faults()).map(fault => fault.id)
  return JSON.stringify({ proxies: await on.network.proxies(), faults })
}

function feltAs(outcome: HttpOutcome & { readonly tookMs: number }): string {
  if (outcome.kind === 'failed') return outcome.reason
  if (outcome.status !== 200) return `status ${outcome.status}, retry after ${outcome.headers['retry-after']}`
  return outcome.tookMs >= 790 ? 'answered, but late' : 'answered'
}

/** The same clock, impatient. */
function hurried(clock: Clock): Clock {
  return { ...clock, sleep: (ms, signal) => clock.sleep(ms / 50, signal) }
}
