import { describe, expect, test } from 'vitest'
import { preflight } from '../../../src/run/guards/preflight.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { fakeWorld } from '../../../src/testing/fake-world.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { componentWith, platformWith } from '../../support/drill.ts'
import { shippedScenario } from '../../support/shipped.ts'

const drill = { platform: platformWith(), haltFile: '/halt', dir: '/out/d1', approval: undefined }

describe('before anything is touched', () => {
  test('a machine that is fit for a drill is let through', async () => {
    await expect(preflight(fakeWorld(), drill)).resolves.toBeUndefined()
  })

  test.for(['1970-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z', '2150-01-01T00:00:00.000Z'])(
    'a clock that says %s is believed only if it can be true',
    async wall => {
      const asked = preflight(fakeWorld({ clock: fakeClock(wall) }), drill)
      if (wall.startsWith('2031')) await expect(asked).resolves.toBeUndefined()
      else await expect(asked).rejects.toMatchObject({ code: 'CLOCK_UNSOUND', message: expect.stringContaining(wall) })
    },
  )

  test('a disk that is nearly full is refused, with how much there is', async () => {
    const world = fakeWorld()
    const files = { ...world.files, freeBytes: async () => 3_000_000 }
    await expect(preflight({ ...world, files }, drill)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: 'There are only 3 MB left in /out.',
    })
  })

  test('a port that is taken is refused where a Toxiproxy of ours must listen, and only there', async () => {
    const world = fakeWorld()
    const busy = { ...world, sockets: { ...world.sockets, isFree: async () => false } }
    await expect(preflight(busy, drill)).rejects.toMatchObject({ code: 'PORT_BUSY' })
    const theirs = platformWith({ toxiproxy: { kind: 'url', url: 'http://127.0.0.1:8474' } })
    await expect(preflight(busy, { ...drill, platform: theirs })).resolves.toBeUndefined()
    const without = platformWith({ components: [componentWith({ route: undefined })] })
    await expect(preflight(busy, { ...drill, platform: without })).resolves.toBeUndefined()
  })

  test('production is refused unless somebody agreed and said why', async () => {
    const platform = platformWith({ environment: 'production' })
    await expect(preflight(fakeWorld(), { ...drill, platform })).rejects.toMatchObject({
      code: 'ENVIRONMENT_REFUSED',
      hint: expect.stringContaining('--reason'),
    })
    const approval = { by: 'Ops lead', why: 'quarterly failover' }
    await expect(preflight(fakeWorld(), { ...drill, platform, approval })).resolves.toBeUndefined()
  })
})

test('who agreed, and why, is in the first line of the journal', async () => {
  const outage = shippedScenario('provider-outage')
  const approval = { by: 'Ops lead', why: 'quarterly failover' }
  const platform = { ...outage.platform, environment: 'production' as const }
  const { events } = await simulate({ ...outage, platform, approval })
  expect(events[0]).toMatchObject({ type: 'drill.started', approval, host: 'here' })
  const { events: without } = await simulate(outage)
  expect(without[0]).not.toHaveProperty('approval')
})
