import { randomUUID } from 'node:crypto'
import { GenericContainer } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverFor } from '../../../src/faults/drivers.ts'
import { performUndo } from '../../../src/faults/undo.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { IMAGE, noContainers } from '../../contract/container.ts'
import { requiredPart } from '../../support/required.ts'
import { machineFault, type Stage, stage } from './stage.ts'

const missing = await noContainers()
const found = requiredPart('docker', missing === undefined, missing ?? '')
const signal = new AbortController().signal
const { containers } = nodeWorld()

describe.skipIf(!found)('the container of a component', { timeout: 60_000 }, () => {
  const name = `blackstart-test-${randomUUID()}`
  // One that somebody else has started, on a network of the engine's own.
  beforeAll(async () => {
    await new GenericContainer(IMAGE).withName(name).start()
  }, 60_000)
  afterAll(() => containers.remove(name))

  test.for([
    ['container.kill', 'the container is not running'],
    ['container.pause', 'the container is paused'],
    ['container.disconnect', 'the container is on no network'],
  ] as const)('%s: it bites, is proven, and is put back as it was; twice is once', async ([kind, seen]) => {
    await using on = await stage()
    const target = targetOf(on, name)
    const fault = machineFault({ kind })
    const before = await containers.state(name)
    const undo = JSON.parse(JSON.stringify(await driverFor(fault).prepare(fault, target)))
    await driverFor(fault).inject(fault, target, signal, undo)
    expect(await driverFor(fault).effect(fault, target, signal, undo)).toEqual({ state: 'bitten', seen })
    for (let times = 0; times < 2; times++) {
      expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
      expect(await containers.state(name)).toEqual(before)
    }
  })

  test('that is not there is said before anything is touched', async () => {
    await using on = await stage()
    const fault = machineFault({ kind: 'container.kill' })
    await expect(driverFor(fault).prepare(fault, targetOf(on, 'no-such-container'))).rejects.toMatchObject({
      code: 'CANNOT_BREAK',
      message: 'The container of agent cannot be broken: there is no container no-such-container.',
    })
  })
})

function targetOf(on: Stage, container: string) {
  return { ...on.target, component: { ...on.target.component, container } }
}
