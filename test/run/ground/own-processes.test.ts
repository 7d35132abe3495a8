import { describe, expect, test } from 'vitest'
import { openJournal } from '../../../src/journal/journal.ts'
import type { Secret } from '../../../src/journal/redact.ts'
import type { DrillEvent } from '../../../src/model/event.ts'
import type { ProcessSpec } from '../../../src/model/world/processes.ts'
import { makeAbort } from '../../../src/run/abort.ts'
import { ownProcesses } from '../../../src/run/ground/own-processes.ts'
import { fakeWorld } from '../../../src/testing/fake-world.ts'
import { platformWith } from '../../support/drill.ts'

describe('a program of ours', () => {
  test('is started in the drill’s folder, noted before it is relied upon, and says where it listens', async () => {
    const { own, events, specs } = await drill({
      says: '{"listening":"http://127.0.0.1:1","control":"http://127.0.0.1:2"}',
    })
    expect(await own.startProgram('mock', ['--port', '0'])).toEqual({
      listening: 'http://127.0.0.1:1',
      control: 'http://127.0.0.1:2',
    })
    expect(events()).toEqual(['process.started mock'])
    expect(specs).toEqual([
      { run: { program: 'mock', args: ['--port', '0'] }, cwd: '/out/d1', env: {}, logFile: '/out/d1/mock.log' },
    ])
  })

  test('of somebody else is started beside the platform file, with whatever it starts itself', async () => {
    const { own, events, specs } = await drill({ says: undefined })
    await own.startProxy('tools/toxiproxy', ['-port=8474'])
    expect(events()).toEqual(['process.started proxy'])
    expect(specs).toEqual([
      {
        run: { file: 'tools/toxiproxy', args: ['-port=8474'] },
        cwd: '/platform',
        env: {},
        logFile: '/out/d1/proxy.log',
      },
    ])
  })

  test.for([
    ['ends without a word', undefined],
    ['says something else', 'port taken'],
    ['says something else in JSON', '{"error":"port taken"}'],
    ['says null', 'null'],
  ] as const)('that %s did not start, and where to read why is said', async ([_, says]) => {
    const { own } = await drill({ says })
    await expect(own.startProgram('proxy', [])).rejects.toMatchObject({
      code: 'STAGE_FAILED',
      message: 'our Toxiproxy did not start.',
      hint: 'what it said is in /out/d1/proxy.log. Nothing was broken',
    })
  })

  test('that says nothing for too long did not start', async () => {
    const { own, world } = await drill({ says: new Promise(() => {}) })
    const starting = own.startProgram('mock', [])
    await expect(world.clock.drive(starting)).rejects.toMatchObject({ message: 'our mock provider did not start.' })
    expect(world.clock.nowMs()).toBe(15_000)
  })

  test('that has started is waited for no longer', async () => {
    const { own, world } = await drill({ says: '{"listening":"x"}' })
    await own.startProgram('proxy', [])
    let passed = false
    const quiet = world.clock.drive(new Promise(() => {})).catch(() => {
      passed = true
    })
    await quiet
    // Nobody was left waiting for the clock.
    expect([passed, world.clock.nowMs()]).toEqual([true, 0])
  })

  test('is not waited for once the drill is stopped', async () => {
    const { own, abort } = await drill({ says: new Promise(() => {}) })
    const starting = own.startProgram('proxy', [])
    await Promise.resolve()
    abort.now('interrupt', 'Ctrl-C')
    await expect(starting).rejects.toThrow('Ctrl-C')
  })
})

describe('a process that ends', () => {
  test('in the middle of the drill stops it', async () => {
    const { own, abort, world, events } = await drill({ says: '{"listening":"x"}' })
    await own.startProgram('proxy', [])
    world.processes.crash(pidOf(world, 0))
    await settled()
    expect(abort.reason).toMatchObject({
      cause: 'error',
      message: 'our Toxiproxy ended in the middle of the drill (exit code 1); see /out/d1/proxy.log',
    })
    expect(events()).toEqual(['process.started proxy', 'process.ended proxy'])
  })

  test('because we ended it does not', async () => {
    const { own, abort, events } = await drill({ says: '{"listening":"x"}' })
    await own.startProgram('proxy', [])
    await own.end(['proxy'])
    await settled()
    expect(abort.reason).toBeUndefined()
    expect(events()).toEqual(['process.started proxy', 'process.ended proxy'])
  })
})

describe('ending', () => {
  test('ends those with the roles named, the last one started first, and waits for them', async () => {
    const { own, events, world } = await drill({ says: '{"listening":"x"}' })
    await own.startProgram('proxy', [])
    await own.startProgram('mock', [])
    await own.startStage('./up.sh')
    await own.end(['stage'])
    expect(events().slice(3)).toEqual(['process.ended stage'])
    await own.end(['proxy', 'mock'])
    expect(events().slice(4)).toEqual(['process.ended mock', 'process.ended proxy'])
    expect(world.processes.living.size).toBe(1)
  })

  test('the stage leads a group and ends with it; our own programs lead none', async () => {
    const ended: string[] = []
    const { own, world } = await drill({ says: '{"listening":"x"}' })
    const { end } = world.processes
    world.processes.end = (identity, options) => {
      ended.push(`${options.group ? 'group' : 'process'} with ${options.graceMs} ms`)
      return end(identity, options)
    }
    await own.startProgram('proxy', [])
    await own.startStage('./up.sh')
    await own.end(['stage', 'proxy'])
    expect(ended).toEqual(['group with 3000 ms', 'process with 3000 ms'])
  })

  test('is over only when the process is, not when it has been told', async () => {
    const { own, world } = await drill({ says: '{"listening":"x"}' })
    await own.startProgram('proxy', [])
    const pid = pidOf(world, 0)
    world.processes.end = async () => {}
    let over = false
    const ending = own.end(['proxy']).then(() => {
      over = true
    })
    await settled()
    expect(over).toBe(false)
    world.processes.crash(pid)
    await ending
  })

  test('of nothing is nothing', async () => {
    const { own } = await drill({ says: undefined })
    await own.end(['proxy', 'mock', 'stage'])
  })
})

test('the stage is started by its own command, in the platform’s folder', async () => {
  const { own, specs, events } = await drill({ says: undefined })
  await own.startStage('node up.ts')
  expect(specs).toEqual([{ run: { command: 'node up.ts' }, cwd: '/platform', env: {}, logFile: '/out/d1/stage.log' }])
  expect(events()).toEqual(['process.started stage'])
})

test('what they say is cleaned of the secrets of the drill before it is written down', async () => {
  const { own, specs } = await drill({ says: undefined, secrets: [{ name: 'KEY', value: 'sk-42-live' }] })
  await own.startStage('node up.ts')
  expect(specs[0]?.clean?.('using sk-42-live and c2stNDItbGl2ZQ==')).toBe('using ‹env.KEY› and ‹env.KEY›')
})

/** Own processes of a drill of which nothing else is there. What every process says first is given. */
async function drill({
  says,
  secrets = [],
}: {
  says: string | undefined | Promise<string>
  secrets?: readonly Secret[]
}) {
  const world = fakeWorld()
  const specs: ProcessSpec[] = []
  const { start } = world.processes
  const processes = Object.assign(world.processes, {
    async start(spec: ProcessSpec) {
      specs.push(spec)
      return { ...(await start(spec)), firstLine: Promise.resolve(says) }
    },
  })
  const abort = makeAbort()
  const journal = await openJournal(world, { path: '/out/d1/journal.jsonl' })
  const seen: DrillEvent[] = []
  journal.subscribe(event => seen.push(event))
  const running = {
    ...{ world: { ...world, processes }, journal, abort },
    drill: { dir: '/out/d1', platform: platformWith({ dir: '/platform' }), secrets },
  }
  return {
    own: ownProcesses(running),
    events: () => seen.map(event => ('role' in event ? `${event.type} ${event.role}` : event.type)),
    ...{ abort, specs, world },
  }
}

function pidOf(world: ReturnType<typeof fakeWorld>, index: number): number {
  return [...world.processes.living].filter(pid => pid !== world.processes.self.pid)[index] ?? 0
}

function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
