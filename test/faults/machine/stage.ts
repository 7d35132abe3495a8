import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Target } from '../../../src/faults/driver.ts'
import type { UndoMeans } from '../../../src/faults/undo.ts'
import { veil } from '../../../src/journal/redact.ts'
import type { Component } from '../../../src/model/component.ts'
import type { ProcessIdentity } from '../../../src/model/event.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { Platform } from '../../../src/model/platform.ts'
import { stores } from '../../../src/stores/open-store.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { fakeLoad } from '../../../src/testing/fake-load.ts'
import { fakeMock } from '../../../src/testing/fake-mock.ts'
import { fakeNetwork } from '../../../src/testing/fake-network.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { componentWith, platformWith } from '../../support/drill.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { eventually } from '../../support/wait.ts'

/** A real small platform: a stage whose one part writes down its number, and is started again by its supervisor if there is one. */
export interface Stage extends AsyncDisposable {
  readonly dir: string
  readonly pidFile: string
  /** What stands at a place of the test's own. */
  file(name: string): string
  /** The part that is running just now. */
  part(): Promise<ProcessIdentity>
  /** Where faults are done, and how they are undone. */
  readonly target: Target
  readonly means: UndoMeans
  readonly leader: ChildProcess
  end(): Promise<void>
}

export interface StageChoices {
  readonly supervised?: boolean
  readonly component?: Partial<Component>
  readonly platform?: Partial<Platform>
}

const world = nodeWorld()

export async function stage({ supervised = true, component = {}, platform = {} }: StageChoices = {}): Promise<Stage> {
  const dir = await tempDir()
  const pidFile = dir.file('pid')
  const part = `sh -c 'echo $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec sleep 600'`
  const script = supervised
    ? `while :; do ${part}; rm -f ${pidFile}; sleep 0.2; done`
    : `${part} & wait; exec sleep 600`
  const leader = spawn('/bin/sh', ['-c', script], { detached: true, stdio: 'ignore' })
  const identity = await eventually('the leader', () => world.processes.identify(leader.pid ?? 0))
  const numberIn = async () => Number(await readFile(pidFile, 'utf8').catch(() => ''))
  const running = () =>
    eventually('the part', async () => {
      const found = await world.processes.identify(await numberIn())
      return found !== undefined && (await world.processes.state(found)) !== 'gone' ? found : undefined
    })
  await running()
  const until = new AbortController()
  const whole = componentWith({
    id: 'agent',
    kind: 'service',
    route: undefined,
    process: { place: { kind: 'pid-file', file: pidFile, key: undefined }, restart: undefined, backWithinMs: 5000 },
    ...component,
  })
  const restarted: number[] = []
  const stageGone = async () => !(await world.processes.groupAlive(identity))
  const means: UndoMeans = {
    ...{ world, dir: dir.path, platformDir: () => dir.path, stageGone, origin: () => undefined },
    network: () => fakeNetwork('http://127.0.0.1:1'),
    stores: stores(world.clock),
    mock: async () => fakeMock(),
    load: async () => fakeLoad(fakeClock()),
    vanished: async () => false,
    async restart(command) {
      // In the stage's own group, so that it ends with it.
      const child = spawn('/bin/sh', ['-c', command], { cwd: dir.path, stdio: 'ignore', detached: true })
      if (child.pid !== undefined) restarted.push(child.pid)
    },
    ...veil({}),
  }
  const end = async () => {
    until.abort()
    for (const pid of restarted) await endGroup(pid)
    await world.processes.end(identity, { group: true, graceMs: 0 })
  }
  return {
    dir: dir.path,
    pidFile,
    file: dir.file,
    part: running,
    target: {
      ...{ world, drill: 'd1', dir: dir.path, stages: [identity], until: until.signal, component: whole, seed: 1 },
      platform: platformWith({ dir: dir.path, components: [whole], ...platform }),
      network: fakeNetwork('http://127.0.0.1:1'),
      ...{ mock: undefined, load: undefined, leaseMs: 60_000, stores: stores(world.clock), parachutes: new Map() },
    },
    means,
    leader,
    end,
    async [Symbol.asyncDispose]() {
      await end()
      await dir[Symbol.asyncDispose]()
    },
  }
}

async function endGroup(pid: number): Promise<void> {
  const identity = await world.processes.identify(pid)
  if (identity !== undefined) await world.processes.end(identity, { group: true, graceMs: 0 })
}

/** A fault on the part. */
export function machineFault<F extends Partial<Fault>>(fault: F) {
  return { id: 'f1', component: 'agent', atMs: 0, forMs: undefined, ...fault } as Fault & F
}
