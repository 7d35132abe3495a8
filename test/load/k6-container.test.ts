import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { hasK6Image, K6_IMAGE } from '../support/k6-image.ts'
import { allHeard, eventually, quiet } from '../support/wait.ts'
import { ALL, engine } from './engine-rig.ts'
import { lastAfterStop } from './last-after-stop.ts'
import { orderWith, serve } from './sender-rig.ts'

test.skipIf(!hasK6Image)('a load that k6 sends from a container ends with it', { timeout: 60_000 }, async () => {
  await using server = await serve((_, response) => response.end('ok'))
  await using on = await engine(1, '--k6-image', K6_IMAGE)
  const name = `blackstart-test-${crypto.randomUUID().slice(0, 8)}`
  const order = orderWith(server.url, {
    ...{ engine: 'k6', secrets: ['globex-key'], caps: { inFlight: 5 } },
    ...{ forMs: 50_000, arrivals: { kind: 'constant', perSecond: 100 } },
  })
  await on.control.start(name, order)
  await eventually(
    'two seconds of it',
    async () => ((await on.control.report(name, ALL))?.seconds.length ?? 0) >= 2,
    20_000,
  )
  const report = await on.control.report(name, ALL)
  expect(report?.seconds[0]).toMatchObject({ due: 100, sent: 100 })
  expect(spawnSync('docker', ['inspect', name], { encoding: 'utf8' }).stdout).toContain('BLACKSTART_SECRET_1')
  await on.control.stop(name)
  await allHeard()
  const after = server.requests()
  await quiet(300)
  expect(server.requests()).toBe(after)
  expect(spawnSync('docker', ['inspect', name]).status).not.toBe(0)
})

test.skipIf(!hasK6Image)(
  'from a container too nothing arrives 200 ms after it was told to stop',
  { timeout: 60_000 },
  async () => {
    expect(await lastAfterStop(['--k6-image', K6_IMAGE])).toBeLessThan(200)
  },
)
