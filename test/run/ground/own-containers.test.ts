import { describe, expect, test } from 'vitest'
import type { Containers } from '../../../src/model/world/containers.ts'
import { recoverDrill } from '../../../src/run/afterwards/recover.ts'
import { scanContainers } from '../../../src/run/afterwards/residue.ts'
import { runDrill } from '../../../src/run/conductor.ts'
import { type CrashPoint, crashingWorld } from '../../../src/testing/crash.ts'
import { fakeContainers } from '../../../src/testing/fake-containers.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { simulatedGround } from '../../../src/testing/simulated-ground.ts'
import { smallOutage } from '../../support/small-outage.ts'

const outage = smallOutage()
const toxiproxy = { kind: 'container', image: 'toxiproxy:2' } as const
const inContainer = { ...outage, platform: { ...outage.platform, toxiproxy } }
const NAME = 'blackstart-simulated'

describe('a drill whose Toxiproxy is in a container', () => {
  test('notes its name before it exists, and takes it away in the end', async () => {
    const { measures, events, world, left } = await simulate(inContainer)
    expect(measures.verdict).toBe('passed')
    expect(left).toEqual([])
    expect([...world.containers.there]).toEqual([])
    expect(events.filter(event => event.type.startsWith('container.'))).toMatchObject([
      { type: 'container.intended', role: 'proxy', container: NAME, image: 'toxiproxy:2' },
      { type: 'container.removed', container: NAME, by: 'conductor' },
    ])
    expect(measures.rollback.looked).toContain(`container ${NAME}`)
  })

  test('notices that it has ended, and is inconclusive', async () => {
    const { measures, world } = await simulate({
      ...inContainer,
      onEvent: (event, stage) => {
        if (event.type === 'fault.effect') stage.world.containers.crash(NAME)
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.reasons[0]?.text).toContain('the container of our Toxiproxy ended in the middle of the drill')
    expect([...world.containers.there]).toEqual([])
  })

  test('that dies at any deed leaves no container that "recover" does not take away', async () => {
    const { deeds } = await crashedAt({ deed: Number.POSITIVE_INFINITY, moment: 'before' })
    let met = 0
    for (let deed = 1; deed <= deeds; deed++) {
      for (const moment of ['before', 'after'] as const) {
        const ground = await crashedAt({ deed, moment })
        met += ground.world.containers.there.size
        if (ground.journal() !== '')
          await ground.clock.drive(recoverDrill(ground.later, ground.means, ground.drill.dir))
        expect([deed, moment, ...ground.world.containers.there]).toEqual([deed, moment])
      }
    }
    expect(met).toBeGreaterThan(20)
  }, 60_000)
})

test('a container that its engine only makes after we have died is waited for, and taken away', async () => {
  const { deeds } = await crashedAt({ deed: Number.POSITIVE_INFINITY, moment: 'before' })
  let unborn = 0
  for (let deed = 1; deed <= deeds; deed++) {
    const ground = await crashedAt({ deed, moment: 'before' })
    const last = ground.journal().trim().split('\n').at(-1) ?? ''
    if (!last.includes('container.intended') || ground.world.containers.there.size > 0) continue
    unborn++
    const { start } = ground.world.containers
    void ground.clock.sleep(700).then(() => start({ name: NAME, image: 'x', args: [], logFile: 'log' }))
    await ground.clock.drive(recoverDrill(ground.later, ground.means, ground.drill.dir))
    await ground.clock.drive(ground.clock.sleep(1000))
    expect([deed, ...ground.world.containers.there]).toEqual([deed])
  }
  expect(unborn).toBeGreaterThan(0)
}, 60_000)

describe('looking for containers', () => {
  test('finds what is there, and says how to remove it', async () => {
    const containers = fakeContainers()
    await containers.start({ name: 'a', image: 'x', args: [], logFile: 'log' })
    expect(await scanContainers({ containers }, ['a', 'b'])).toEqual({
      looked: ['container a', 'container b'],
      left: [{ where: 'container a', what: 'something we started is still in it', command: 'docker rm -f a' }],
    })
  })

  test('where no engine answers, something may be left', async () => {
    const exists = () => Promise.reject(new Error('no engine'))
    const containers: Containers = { ...fakeContainers(), exists }
    expect((await scanContainers({ containers }, ['a'])).left).toEqual([
      {
        where: 'container a',
        what: 'perhaps something of ours: it could not be asked for (no engine)',
        command: 'docker rm -f a',
      },
    ])
  })
})

async function crashedAt(point: CrashPoint) {
  const ground = simulatedGround(inContainer)
  const mortal = crashingWorld(ground.world, ground.means, point)
  const audience = { listeners: [], interrupt: new AbortController().signal }
  await ground.clock.drive(Promise.race([runDrill(mortal.world, mortal.means, ground.drill, audience), mortal.dead]))
  for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
  return {
    ...ground,
    deeds: mortal.deeds(),
    journal: () => ground.world.files.contents.get(`${ground.drill.dir}/journal.jsonl`) ?? '',
    later: { ...ground.world, processes: { ...ground.world.processes, self: { pid: 2, born: 'later' } } },
  }
}
