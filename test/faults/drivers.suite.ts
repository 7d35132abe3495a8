import { describe, expect, test } from 'vitest'
import { driverFor } from '../../src/faults/drivers.ts'
import { performUndo } from '../../src/faults/undo.ts'
import type { Clock } from '../../src/model/world.ts'
import type { Running } from '../contract/toxiproxies.ts'
import { UNDO } from '../support/drill.ts'
import { eventually } from '../support/wait.ts'
import { where } from '../support/where.ts'
import { type Ground, ground } from './ground.ts'
import { feltAs, KINDS, WAYS } from './kinds.ts'

const signal = new AbortController().signal

/** What every fault must do, on whichever Toxiproxy. */
export function driversSuite(start: () => Promise<Running>, { leases }: { readonly leases: boolean }): void {
  describe.for(KINDS.map(([fault, felt, seen]) => ({ kind: fault.kind, fault, felt, seen })))(
    '$kind',
    ({ fault, felt, seen }) => {
      const driver = driverFor(fault)

      test('preparing harms nothing', async () => {
        await using on = await ground({ start })
        const before = await standing(on)
        await driver.prepare(fault, on.target)
        expect(await standing(on)).toEqual(before)
        expect(feltAs(await on.ask())).toBe('answered')
      })

      test('what was not injected does not bite', async () => {
        await using on = await ground({ start })
        const impatient = { ...on.target, world: { ...on.target.world, clock: hurried(on.target.world.clock) } }
        expect(await driver.effect(fault, impatient, signal, UNDO)).toMatchObject({ state: 'not-bitten' })
      })

      test('it bites, the platform feels it, and the proof says what was seen', async () => {
        await using on = await ground({ start })
        await driver.inject(fault, on.target, signal, UNDO)
        // At the slowest rate there is, an answer as short as this one takes half a second.
        const lateMs = fault.kind === 'bandwidth' ? 500 : undefined
        expect(feltAs(await on.ask(fault.kind === 'hang' ? 500 : 5000), lateMs)).toBe(felt)
        const asking = fault.kind === 'provider.status' ? on.ask() : undefined
        const effect = await driver.effect(fault, on.target, signal, UNDO)
        await asking
        expect(effect).toEqual({ state: 'bitten', seen: expect.stringMatching(seen) })
      })

      test('the undo puts back exactly what was there', async () => {
        await using on = await ground({ start })
        const before = await standing(on)
        const undo = await driver.prepare(fault, on.target)
        await driver.inject(fault, on.target, signal, UNDO)
        expect(await standing(on)).not.toEqual(before)
        expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
        expect(await standing(on)).toEqual(before)
        expect(feltAs(await on.ask())).toBe('answered')
      })

      test('the undo survives the disk: it is data', async () => {
        await using on = await ground({ start })
        const before = await standing(on)
        const undo = JSON.parse(JSON.stringify(await driver.prepare(fault, on.target)))
        await driver.inject(fault, on.target, signal, UNDO)
        await performUndo(undo, on.means, 'recover')
        expect(await standing(on)).toEqual(before)
      })

      test('undoing twice is undoing once', async () => {
        await using on = await ground({ start })
        const before = await standing(on)
        const undo = await driver.prepare(fault, on.target)
        await driver.inject(fault, on.target, signal, UNDO)
        await performUndo(undo, on.means, 'recover')
        expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
        expect(await standing(on)).toEqual(before)
      })

      test('undoing without the fault harms nothing', async () => {
        await using on = await ground({ start })
        const before = await standing(on)
        const undo = await driver.prepare(fault, on.target)
        expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
        expect(await standing(on)).toEqual(before)
      })

      where(leases, 'the original knows no leases')('it ends by itself if nobody undoes it', async () => {
        await using on = await ground({ start, leaseMs: 600 })
        const before = await standing(on)
        await driver.inject(fault, on.target, signal, UNDO)
        expect(await standing(on)).not.toEqual(before)
        await eventually('the end of the lease', async () => (await standing(on)) === before)
      })
    },
  )

  describe.for(WAYS)('$kind $direction', fault => {
    const driver = driverFor(fault)

    test('canaries alone can tell whether it bites', async () => {
      await using on = await ground({ start })
      const silent = { ...on.target, network: { ...on.network, traffic: async () => undefined } }
      expect(await driver.effect(fault, silent, signal, UNDO)).toMatchObject({ state: 'not-bitten' })
      await driver.inject(fault, on.target, signal, UNDO)
      expect(await driver.effect(fault, silent, signal, UNDO)).toMatchObject({ state: 'bitten' })
    })

    test('the undo takes away what was added, and nothing else', async () => {
      await using on = await ground({ start })
      const before = await standing(on)
      const undo = await driver.prepare(fault, on.target)
      await driver.inject(fault, on.target, signal, UNDO)
      expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
      expect(await standing(on)).toEqual(before)
      expect(feltAs(await on.ask())).toBe('answered')
    })
  })

  describe('a share of connections', () => {
    const half = { ...WAYS[2], shareRatio: 0.5 } as Extract<(typeof WAYS)[number], { kind: 'reset' }>

    test('is hit, the others are spared, and one canary that is hit proves it', async () => {
      await using on = await ground({ start })
      await driverFor(half).inject(half, on.target, signal, UNDO)
      const felt = await Promise.all(Array.from({ length: 40 }, async () => feltAs(await on.ask())))
      expect([...new Set(felt)].sort()).toEqual(['answered', 'reset'])
      expect(await driverFor(half).effect(half, on.target, signal, UNDO)).toMatchObject({ state: 'bitten' })
    })

    test('that is not hit at all does not bite: so many canaries are not spared by luck', async () => {
      await using on = await ground({ start })
      expect(await driverFor(half).effect(half, on.target, signal, UNDO)).toMatchObject({ state: 'not-bitten' })
    })

    test('too small for the canaries that may be sent stays unknown', async () => {
      await using on = await ground({ start })
      const rare = { ...half, shareRatio: 0.000_001 }
      await driverFor(rare).inject(rare, on.target, signal, UNDO)
      expect(await driverFor(rare).effect(rare, on.target, signal, UNDO)).toEqual({
        state: 'unknown',
        seen: expect.stringMatching(/^100 canaries were all spared; the last: a canary was answered after \d+ ms$/),
      })
    })
  })
}

/** Everything that stands on the proxy and the mock, as text. */
async function standing(on: Ground): Promise<string> {
  const faults = (await on.control.faults()).map(fault => fault.id)
  return JSON.stringify({ proxies: await on.network.proxies(), faults })
}

/** The same clock, impatient. */
function hurried(clock: Clock): Clock {
  return { ...clock, sleep: (ms, signal) => clock.sleep(ms / 50, signal) }
}
