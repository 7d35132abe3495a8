import { describe, expect, test } from 'vitest'
import { driverFor } from '../../src/faults/drivers.ts'
import { withFixedDelay } from '../../src/faults/latency.ts'
import { FAULT_KINDS, type Fault, type FaultKind } from '../../src/model/fault.ts'
import { LOAD_FAULT_KINDS } from '../../src/model/load-fault.ts'
import { MACHINE_FAULT_KINDS } from '../../src/model/machine-fault.ts'
import { PROVIDER_FAULT_KINDS } from '../../src/model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../../src/model/store-fault.ts'
import { WIRE_FAULT_KINDS } from '../../src/model/wire-fault.ts'
import { inProcess } from '../contract/toxiproxies.ts'
import { componentWith, UNDO } from '../support/drill.ts'
import { driversSuite } from './drivers.suite.ts'
import { ground } from './ground.ts'
import { feltAs, KINDS } from './kinds.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
const both = { ...frame, direction: 'both', shareRatio: 1 } as const

// Requests of a tenant go through no proxy and no mock: they are tried in test/load; what stores hold is tried in test/stores.
// What is done to processes, containers and machines has a test file of its own.
const ELSEWHERE: readonly FaultKind[] = [...LOAD_FAULT_KINDS, ...STORE_FAULT_KINDS, ...MACHINE_FAULT_KINDS]

test('every kind of fault is tried here or elsewhere', () => {
  const here = KINDS.map(([{ kind }]) => kind)
  expect([...here, ...ELSEWHERE, ...PROVIDER_FAULT_KINDS.slice(1)].toSorted()).toEqual([...FAULT_KINDS].toSorted())
})

describe('on our own Toxiproxy', () => {
  driversSuite(inProcess, { leases: true })
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
      message: 'openai has no mock provider that could be told what to answer.',
    })
  })

  test('an error status hits one provider and spares the other', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
    const anthropic = { ...on.target, component: componentWith({ id: 'anthropic', dialect: 'anthropic' }) }
    await driverFor(fault).inject(fault, anthropic, signal, UNDO)
    expect(feltAs(await on.ask())).toBe('answered')
  })

  test('a proof that is interrupted does not go on waiting', async () => {
    await using on = await ground()
    const fault: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
    const stop = new AbortController()
    const proving = driverFor(fault).effect(fault, on.target, stop.signal, UNDO)
    stop.abort(new Error('interrupted'))
    await expect(proving).rejects.toThrow('interrupted')
  })

  test('silence proves a hang only where canaries are usually answered, or where somebody met it', async () => {
    await using on = await ground()
    const fault: Fault = { ...both, kind: 'hang' }
    await driverFor(fault).inject(fault, on.target, signal, UNDO)
    const store = {
      ...on.target,
      component: componentWith({ ...on.target.component, kind: 'vector-store', dialect: undefined }),
    }
    const deaf = { ...store, network: { ...on.network, traffic: async () => undefined } }
    expect(await driverFor(fault).effect(fault, deaf, signal, UNDO)).toMatchObject({ state: 'unknown' })
    expect(await driverFor(fault).effect(fault, store, signal, UNDO)).toMatchObject({ state: 'bitten' })
  })

  test('a rate that no canary can feel is proven by who met it, where the Toxiproxy says so', async () => {
    await using on = await ground()
    const fault: Fault = { ...both, direction: 'downstream', kind: 'bandwidth', bytesPerSecond: 1_000_000_000 }
    const deaf = { ...on.target, network: { ...on.network, traffic: async () => undefined } }
    await driverFor(fault).inject(fault, on.target, signal, UNDO)
    expect(await driverFor(fault).effect(fault, deaf, signal, UNDO)).toMatchObject({ state: 'unknown' })
    expect(await driverFor(fault).effect(fault, on.target, signal, UNDO)).toEqual({
      state: 'bitten',
      seen: expect.stringMatching(/; \d+ connections? met it$/),
    })
  })

  test('a cut further on than any canary says is not proven by having been met', async () => {
    await using on = await ground()
    const fault: Fault = { ...both, direction: 'upstream', kind: 'cut', afterBytes: 10_000_000 }
    await driverFor(fault).inject(fault, on.target, signal, UNDO)
    expect(await driverFor(fault).effect(fault, on.target, signal, UNDO)).toMatchObject({ state: 'unknown' })
  })
})

describe('the proof of one kind is no proof of another', () => {
  const signal = new AbortController().signal
  const kind = (name: Fault['kind']) => KINDS.flatMap(([fault]) => (fault.kind === name ? [fault] : []))
  const wire = WIRE_FAULT_KINDS.flatMap(claimed =>
    (['refuse', 'reset', 'hang'] as const).filter(done => done !== claimed).map(done => ({ claimed, done })),
  )

  test.for(wire)('$claimed is not proven by $done', async ({ claimed, done }) => {
    await using on = await ground()
    const deaf = { ...on.target, network: { ...on.network, traffic: async () => undefined } }
    for (const fault of kind(done)) await driverFor(fault).inject(fault, on.target, signal, UNDO)
    for (const fault of kind(claimed)) {
      const other: Fault = { ...fault, id: 'f2' }
      expect(await driverFor(other).effect(other, on.target, signal, UNDO)).toMatchObject({ state: 'not-bitten' })
      expect(await driverFor(other).effect(other, deaf, signal, UNDO)).not.toMatchObject({ state: 'bitten' })
    }
  })
})

describe('a delay in multiples of what is usual', () => {
  const fixed = (delayMs: number) => ({ kind: 'fixed', delayMs }) as const
  const times = (times: number) =>
    ({ ...both, kind: 'latency', delay: { kind: 'times-baseline', times, journey: 'ask' }, jitterMs: 5 }) as const
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
    const given = { ...both, kind: 'latency', delay: fixed(20), jitterMs: 0 } as const
    expect(withFixedDelay(given, () => 50)).toBe(given)
    expect(withFixedDelay({ ...both, kind: 'hang' }, () => undefined)).toEqual({ ...both, kind: 'hang' })
  })
})
