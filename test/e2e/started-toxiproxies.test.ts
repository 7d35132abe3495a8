import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { IMAGE, noContainers } from '../contract/container.ts'
import { findBinary } from '../contract/toxiproxies.ts'
import { requiredPart } from '../support/required.ts'
import { blackstart, drillsIn, drillWith, eventsOf, eventually, startBlackstart } from './blackstart.ts'
import { tinyPlatform } from './tiny/platform.ts'

const world = nodeWorld()
const path = findBinary() ?? ''
const foundBinary = requiredPart(
  'toxiproxy',
  path !== '',
  'there is no toxiproxy-server on the PATH nor at BLACKSTART_TOXIPROXY_BIN',
)
const noDocker = await noContainers()
const foundDocker = requiredPart('docker', noDocker === undefined, noDocker ?? '')

describe.skipIf(!foundBinary)('the original, started for a drill', { timeout: 60_000 }, () => {
  drills({ binary: path })
})

describe.skipIf(!foundDocker)('a container, started for a drill', { timeout: 60_000 }, () => {
  drills({ container: IMAGE })

  test('an image that is not there is said before anything is broken', async () => {
    await using tiny = await tinyPlatform({ toxiproxy: { container: 'blackstart.invalid/no-such-image:1' } })
    const { code, out, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
    expect(`${out}${err}`).toContain('Could not start a container from blackstart.invalid/no-such-image:1')
    expect(code).toBe(3)
    const [dir = ''] = await drillsIn(tiny.out)
    expect((await eventsOf(dir)).filter(event => event.type === 'fault.intended')).toEqual([])
  })
})

/** What the drill has started goes with it, however it ends. */
function drills(toxiproxy: Readonly<Record<string, string>>): void {
  for (const fault of ['kind: refuse', 'kind: cut, after: 100B', 'kind: latency, delay: 3s']) {
    test(`{ ${fault} } bites, is measured and put back, and nothing is left`, async () => {
      await using tiny = await tinyPlatform({ toxiproxy, fault })
      const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out, '--json'], { cwd: tiny.dir })
      const measures = JSON.parse(out)
      expect(measures.reasons.filter((reason: { verdict: string }) => reason.verdict !== 'passed')).toEqual([])
      expect(measures).toMatchObject({ verdict: 'passed', rto: { state: 'restored' }, faults: [{ effect: 'bitten' }] })
      expect(measures.rollback).toMatchObject({ complete: true, scanned: true })
      expect(code).toBe(0)
      const [dir = ''] = await drillsIn(tiny.out)
      const events = await eventsOf(dir)
      expect(events.find(event => event.type === 'network.found')).toMatchObject({ ours: true })
      expect(await isThere(events)).toBe(false)
    })
  }

  test('kill -9: the watchdog ends what nobody tells that the drill is over', async () => {
    await using tiny = await tinyPlatform({ toxiproxy })
    const { drill, dir } = await brokenDrill(tiny)
    drill.child.kill('SIGKILL')
    await drill.ended
    await eventually('the Toxiproxy to be gone', async () => ((await isThere(await eventsOf(dir))) ? undefined : true))
  })

  test('kill -9 of drill and watchdog: it stays, until "recover" ends it', async () => {
    await using tiny = await tinyPlatform({ toxiproxy })
    const { drill, dir } = await brokenDrill(tiny)
    const watchdog = processOf(await eventsOf(dir), 'watchdog')
    process.kill(watchdog.pid, 'SIGSTOP')
    drill.child.kill('SIGKILL')
    process.kill(watchdog.pid, 'SIGKILL')
    await drill.ended
    expect(await isThere(await eventsOf(dir))).toBe(true)

    const recovered = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(recovered.err).toBe('')
    expect(recovered.code).toBe(0)
    expect(await isThere(await eventsOf(dir))).toBe(false)
    const twice = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(twice.out).toContain('Nothing left')
    expect(twice.code).toBe(0)
  })
}

test('a program that is not there is said before anything is broken', { timeout: 60_000 }, async () => {
  await using tiny = await tinyPlatform({ toxiproxy: { binary: './no-such-toxiproxy' } })
  const { code, out, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
  expect(`${out}${err}`).toContain('Could not start ./no-such-toxiproxy, which is to carry the faults')
  expect(`${out}${err}`).toContain('put toxiproxy-server on the PATH')
  expect(code).toBe(3)
})

test('without a container engine that is said before anything is broken', { timeout: 60_000 }, async () => {
  await using tiny = await tinyPlatform({ toxiproxy: 'container' })
  const { code, out, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], {
    cwd: tiny.dir,
    env: { DOCKER_HOST: 'tcp://127.0.0.1:9' },
  })
  expect(`${out}${err}`).toContain('No container engine answers here')
  expect(`${out}${err}`).toContain('start Docker or say with DOCKER_HOST where it is')
  expect(code).toBe(3)
})

async function brokenDrill(tiny: Awaited<ReturnType<typeof tinyPlatform>>) {
  // The original dies of the first line that it cannot log. One that has nothing to say stays for ever.
  const env = { LOG_LEVEL: 'fatal' }
  const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir, env })
  return { drill, dir: await drillWith(tiny.out, 'fault.injected') }
}

/** Whether the Toxiproxy that a drill has started is still there, as a process or as a container. */
async function isThere(events: readonly DrillEvent[]): Promise<boolean> {
  const intended = events.find(event => event.type === 'container.intended')
  if (intended !== undefined) return world.containers.exists(intended.container)
  return world.processes.alive(processOf(events, 'proxy'))
}

function processOf(events: readonly DrillEvent[], role: string) {
  const started = events.find(event => event.type === 'process.started' && event.role === role)
  if (started?.type !== 'process.started') throw new Error(`the drill has started no ${role}`)
  return started.identity
}
