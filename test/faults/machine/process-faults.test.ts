import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { driverFor } from '../../../src/faults/drivers.ts'
import { performUndo } from '../../../src/faults/undo.ts'
import type { Undo } from '../../../src/model/undo.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { eventually, quiet } from '../../support/wait.ts'
import { machineFault, type Stage, stage } from './stage.ts'

const signal = new AbortController().signal
const { processes } = nodeWorld()
const kill = machineFault({ kind: 'process.kill', politely: false })
const freeze = machineFault({ kind: 'process.freeze' })
const storm = machineFault({ kind: 'process.restart-storm', everyMs: 100, forMs: 60_000 })

async function injected(on: Stage, fault: typeof kill | typeof freeze | typeof storm): Promise<Undo> {
  const driver = driverFor(fault)
  const undo = await driver.prepare(fault, on.target)
  await driver.inject(fault, on.target, signal, undo)
  return undo
}

describe('killing the process of a component', () => {
  test('ends exactly that one, proves it, and its supervisor brings it back', async () => {
    await using on = await stage()
    const before = await on.part()
    const undo = await injected(on, kill)
    expect(await driverFor(kill).effect(kill, on.target, signal, undo)).toEqual({
      state: 'bitten',
      seen: `process ${before.pid} ended`,
    })
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    const after = await on.part()
    expect(after).not.toEqual(before)
    expect(await performUndo(undo, on.means, 'recover')).toEqual({
      state: 'undone',
      detail: `agent runs as process ${after.pid} (again)`,
    })
  })

  test('is undone by its own command where nobody supervises it', async () => {
    await using on = await stage({ supervised: false })
    const place = { kind: 'pid-file', file: on.pidFile, key: undefined } as const
    const restart = `echo $$ > ${on.pidFile}; exec sleep 600`
    const component = { ...on.target.component, process: { place, restart, backWithinMs: 5000 } }
    const target = { ...on.target, component }
    const undo = await driverFor(kill).prepare(kill, target)
    await driverFor(kill).inject(kill, target, signal, undo)
    await driverFor(kill).effect(kill, target, signal, undo)
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    expect(await processes.state(await on.part())).toBe('running')
  })

  test('is not undone if nobody brings it back, and the failure says who was waited for', async () => {
    await using on = await stage({ supervised: false })
    const undo = await injected(on, kill)
    await driverFor(kill).effect(kill, on.target, signal, undo)
    const impatient = { ...undo, withinMs: 200 } as Undo
    expect(await performUndo(impatient, on.means, 'blackstart recover d1')).toEqual({
      state: 'failed',
      detail: `the process number in ${on.pidFile} is nobody: nobody has started it again within 0.2 s`,
      command: 'blackstart recover d1',
    })
  })

  test('is gone with the whole platform once the stage has ended', async () => {
    await using on = await stage()
    const undo = await injected(on, kill)
    await on.end()
    expect(await performUndo(undo, on.means, 'recover')).toEqual({
      state: 'gone',
      detail: 'the platform has ended, and agent with it',
    })
  })

  test('without the fault the undo harms nothing', async () => {
    await using on = await stage()
    const before = await on.part()
    const undo = await driverFor(kill).prepare(kill, on.target)
    expect(await performUndo(JSON.parse(JSON.stringify(undo)), on.means, 'recover')).toEqual({
      state: 'undone',
      detail: `agent runs as process ${before.pid} (it was never gone)`,
    })
    expect(await on.part()).toEqual(before)
  })

  test('a process that ignores a polite word has not been hit', async () => {
    await using on = await stage()
    const before = await on.part()
    const hurried = { ...on.target.world, clock: { ...on.target.world.clock, sleep: async () => {} } }
    const undo = await driverFor(kill).prepare(kill, on.target)
    expect(await driverFor(kill).effect(kill, { ...on.target, world: hurried }, signal, undo)).toEqual({
      state: 'not-bitten',
      seen: `process ${before.pid} was still there after 10 s`,
    })
  })
})

describe('only what the drill has started may be touched', () => {
  test('a process number of somebody else is refused, whatever the file says', async () => {
    await using on = await stage()
    await writeFile(on.pidFile, String(process.pid))
    await expect(driverFor(kill).prepare(kill, on.target)).rejects.toMatchObject({
      code: 'CANNOT_BREAK',
      message: expect.stringContaining(`is process ${process.pid}, which this drill has not started`),
    })
  })

  test.for(['', 'not a number', '0', '-1', '1', '{}', '99999999999', '[1]'])('%j is nobody', async text => {
    await using on = await stage()
    await writeFile(on.pidFile, text)
    await expect(driverFor(freeze).prepare(freeze, on.target)).rejects.toMatchObject({ code: 'CANNOT_BREAK' })
  })

  test('a number that was given to another since the undo was written is left alone', async () => {
    await using on = await stage()
    const undo = await driverFor(kill).prepare(kill, on.target)
    const other = { ...undo, before: { pid: process.pid, born: 'another time' } } as Undo
    await expect(driverFor(kill).inject(kill, on.target, signal, other)).rejects.toThrow(
      `process ${process.pid} ended before it could be touched`,
    )
  })

  test('a number in JSON is found by its key', async () => {
    await using on = await stage()
    const { pid } = await on.part()
    await writeFile(on.file('pids.json'), JSON.stringify({ agent: pid, other: 1 }))
    const place = { kind: 'pid-file', file: 'pids.json', key: 'agent' } as const
    const process = { place, restart: undefined, backWithinMs: 1000 }
    const target = { ...on.target, component: { ...on.target.component, process } }
    expect(await driverFor(freeze).prepare(freeze, target)).toMatchObject({ process: { pid } })
  })
})

describe('freezing the process of a component', () => {
  test('stops it, proves it, and it goes on when that is undone; twice is once', async () => {
    await using on = await stage()
    const part = await on.part()
    const undo = await injected(on, freeze)
    expect(await driverFor(freeze).effect(freeze, on.target, signal, undo)).toEqual({
      state: 'bitten',
      seen: `process ${part.pid} is stopped`,
    })
    for (let times = 0; times < 2; times++) {
      const early = times === 0 ? {} : { early: `process ${part.pid} of agent was not stopped any more` }
      expect(await performUndo(undo, on.means, 'recover')).toEqual({
        state: 'undone',
        detail: `process ${part.pid} of agent goes on`,
        ...early,
      })
      expect(await processes.state(part)).toBe('running')
    }
  })

  test('what was not injected does not bite', async () => {
    await using on = await stage()
    const undo = await driverFor(freeze).prepare(freeze, on.target)
    expect(await driverFor(freeze).effect(freeze, on.target, signal, undo)).toMatchObject({ state: 'not-bitten' })
  })

  test('a frozen process that was killed meanwhile needs nothing any more', async () => {
    await using on = await stage()
    const part = await on.part()
    const undo = await injected(on, freeze)
    await processes.signal(part, 'SIGKILL')
    await eventually('its end', async () => (await processes.state(part)) === 'gone')
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'gone' })
  })
})

describe('a restart storm', () => {
  test('kills it each time it has come back, until it is put back', async () => {
    await using on = await stage()
    const over = new AbortController()
    const target = { ...on.target, until: over.signal }
    const first = await on.part()
    const undo = await driverFor(storm).prepare(storm, target)
    await driverFor(storm).inject(storm, target, signal, undo)
    expect(await driverFor(storm).effect(storm, target, signal, undo)).toMatchObject({ state: 'bitten' })
    const seen = new Set([first.pid])
    await eventually('three lives', async () => seen.add((await on.part()).pid).size >= 4)
    over.abort()
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    const last = await on.part()
    await quiet(400)
    expect(await on.part()).toEqual(last)
  })
})
