import { spawnSync } from 'node:child_process'
import { describe, expect } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { hasK6Image } from '../support/k6-image.ts'
import { where } from '../support/where.ts'
import { blackstart, drillWith, eventsOf, eventually, type Started, startBlackstart } from './blackstart.ts'
import type { DrillFolder } from './drill-folder.ts'
import { killBoth } from './kill-both.ts'
import { sharedPlatform } from './shared/platform.ts'

const withImage = where(hasK6Image, 'no container of k6 can be started')
// No program: a container is what is left.
const env = { BLACKSTART_K6: '/nowhere/k6' }
const faults =
  '{ break: shop, kind: load.tenant, tenant: globex, arrivals: { constant: 50/s }, asks: [{ journey: ask }], caps: { concurrency: 5 }, for: 60s, engine: k6 }'

// They wait for an engine more than they compute.
describe.concurrent('a drill whose load k6 sends from a container', () => {
  withImage(
    'killed with kill -9, its watchdog takes the container away',
    async () => {
      await using shared = await sharedPlatform({ faults, baseline: '1s' })
      const { dir, drill, container } = await flooding(shared)
      drill.child.kill('SIGKILL')
      await drill.ended
      await drillWith(shared.out, 'drill.finished')
      expect(isThere(container)).toBe(false)
      const events = await eventsOf(dir)
      expect(events.find(event => event.type === 'container.removed')).toMatchObject({ container, by: 'watchdog' })
      expect(events.findLast(event => event.type === 'residue.scanned')).toMatchObject({ left: [] })
    },
    { timeout: 60_000 },
  )

  withImage(
    'killed with its watchdog and its engine, "recover" takes it away',
    async () => {
      await using shared = await sharedPlatform({ faults, baseline: '1s' })
      const { dir, drill, container } = await flooding(shared)
      await killBoth(drill, dir)
      killEngine(await eventsOf(dir))
      // Whoever started it is gone; it would go on for a minute.
      expect(isThere(container)).toBe(true)
      const recovered = await blackstart(['recover', '--out', shared.out], { cwd: shared.dir, env })
      expect(recovered).toMatchObject({ code: 0, out: expect.stringContaining('put back') })
      expect(isThere(container)).toBe(false)
      expect((await eventsOf(dir)).find(event => event.type === 'container.removed')).toMatchObject({
        container,
        by: 'recover',
      })
      const again = await blackstart(['recover', '--out', shared.out], { cwd: shared.dir, env })
      expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing left') })
    },
    { timeout: 60_000 },
  )
})

/** A drill in the middle of its load, and the name of the container that sends it. */
async function flooding(shared: DrillFolder): Promise<{ dir: string; drill: Started; container: string }> {
  const drill = startBlackstart(['run', shared.scenario, '--out', shared.out], { cwd: shared.dir, env })
  const dir = await drillWith(shared.out, 'load.started')
  const intended = (await eventsOf(dir)).find(event => event.type === 'container.intended' && event.role === 'load')
  if (intended?.type !== 'container.intended') throw new Error('no container was intended')
  const { container } = intended
  await eventually('the container', () => (isThere(container) ? true : undefined))
  return { dir, drill, container }
}

function isThere(container: string): boolean {
  return spawnSync('docker', ['container', 'inspect', container]).status === 0
}

/** Its group: docker's own client, which would tell the container, goes with it. */
function killEngine(events: readonly DrillEvent[]): void {
  const engine = events.find(event => event.type === 'process.started' && event.role === 'load')
  if (engine?.type !== 'process.started') throw new Error('no engine was started')
  process.kill(-engine.identity.pid, 'SIGKILL')
}
