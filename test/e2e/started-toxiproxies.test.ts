import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { findBinary } from '../contract/toxiproxies.ts'
import { requiredPart } from '../support/required.ts'
import { blackstart, drillsIn, drillWith, eventsOf, startBlackstart } from './blackstart.ts'
import { tinyPlatform } from './tiny/platform.ts'

const path = findBinary() ?? ''
const found = requiredPart(
  'toxiproxy',
  path !== '',
  'there is no toxiproxy-server on the PATH nor at BLACKSTART_TOXIPROXY_BIN',
)

describe.skipIf(!found)('the original, started for a drill', { timeout: 60_000 }, () => {
  for (const fault of ['kind: refuse', 'kind: reset']) {
    test(`{ ${fault} } bites, is measured and put back, and the program ends with the drill`, async () => {
      await using tiny = await tinyPlatform({ toxiproxy: { binary: path }, fault })
      const { code, out } = await blackstart(['run', tiny.scenario, '--out', tiny.out, '--json'], { cwd: tiny.dir })
      expect(JSON.parse(out)).toMatchObject({ verdict: 'passed', faults: [{ effect: 'bitten' }] })
      expect(code).toBe(0)
      const [dir = ''] = await drillsIn(tiny.out)
      const events = await eventsOf(dir)
      expect(events.find(event => event.type === 'network.found')).toMatchObject({ ours: true })
      expect(await proxyIsAlive(events)).toBe(false)
    })
  }

  test('kill -9: nobody tells the original, and "recover" ends it', async () => {
    await using tiny = await tinyPlatform({ toxiproxy: { binary: path } })
    // It dies of the first line it cannot log. One that has nothing to say stays for ever.
    const env = { LOG_LEVEL: 'fatal' }
    const drill = startBlackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir, env })
    const dir = await drillWith(tiny.out, 'fault.injected')
    drill.child.kill('SIGKILL')
    await drill.ended
    expect(await proxyIsAlive(await eventsOf(dir))).toBe(true)
    const recovered = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(recovered.err).toBe('')
    expect(recovered.code).toBe(0)
    expect(await proxyIsAlive(await eventsOf(dir))).toBe(false)
    const twice = await blackstart(['recover', '--out', tiny.out], { cwd: tiny.dir })
    expect(twice.out).toContain('Nothing left')
    expect(twice.code).toBe(0)
  })
})

test('a program that is not there is said before anything is broken', { timeout: 60_000 }, async () => {
  await using tiny = await tinyPlatform({ toxiproxy: { binary: './no-such-toxiproxy' } })
  const { code, out, err } = await blackstart(['run', tiny.scenario, '--out', tiny.out], { cwd: tiny.dir })
  expect(`${out}${err}`).toContain('Could not start ./no-such-toxiproxy, which is to carry the faults.')
  expect(`${out}${err}`).toContain('put toxiproxy-server on the PATH')
  expect(code).toBe(3)
})

/** Whether the Toxiproxy that a drill has started still runs. */
async function proxyIsAlive(events: readonly DrillEvent[]): Promise<boolean> {
  const identity = events.flatMap(event =>
    event.type === 'process.started' && event.role === 'proxy' ? [event.identity] : [],
  )[0]
  if (identity === undefined) throw new Error('the drill has started no Toxiproxy')
  return nodeWorld().processes.alive(identity)
}
