import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import type { ProxyState } from '../../src/model/undo.ts'
import { type Recovered, recoverDrill } from '../../src/run/afterwards/recover.ts'
import { runDrill } from '../../src/run/conductor.ts'
import { type CrashPoint, crashingWorld } from '../../src/testing/crash.ts'
import { type SimulatedGround, simulatedGround } from '../../src/testing/simulated-ground.ts'
import { smallOutage } from '../support/small-outage.ts'

// A Toxiproxy that outlives the conductor, with somebody else's proxy and toxic on it.
const outage = smallOutage()
const platform = { ...outage.platform, toxiproxy: { kind: 'url', url: 'http://127.0.0.1:30001' } } as const
const foreign: ProxyState = {
  name: 'foreign',
  listen: '127.0.0.1:1',
  upstream: '127.0.0.1:2',
  enabled: false,
  toxics: [{ name: 'theirs', type: 'latency', stream: 'downstream', toxicity: 1, attributes: { latency: 5 } }],
}
// Routes that were there before must stay; the others are ours to remove.
const before: readonly ProxyState[] = [
  foreign,
  { name: 'gateway', listen: listenOf('gateway'), upstream: upstreamOf('gateway'), enabled: true, toxics: [] },
]
const at = { atMs: 0, forMs: 600 } as const
const faults: readonly Fault[] = [
  { id: 'f1', component: 'openai', kind: 'refuse', ...at },
  {
    id: 'f2',
    component: 'anthropic',
    kind: 'provider.status',
    status: 503,
    shareRatio: 1,
    retryAfterMs: undefined,
    ...at,
  },
  { id: 'f3', component: 'gateway', kind: 'hang', direction: 'both', shareRatio: 1, ...at, forMs: undefined },
  {
    id: 'f4',
    component: 'agent',
    kind: 'latency',
    direction: 'downstream',
    shareRatio: 1,
    delay: { kind: 'fixed', delayMs: 900 },
    jitterMs: 0,
    ...at,
  },
] as readonly Fault[]
const scenario = { ...outage.scenario, faults, expect: { degraded: undefined, signals: [] }, baselineMs: 300 }

describe('a conductor that dies at any of its deeds', () => {
  test('leaves nothing that "recover" does not put back, whatever the deed and on whichever side of it', async () => {
    const alive = await crashedAt({ deed: Number.POSITIVE_INFINITY, moment: 'before' })
    const points = Array.from({ length: alive.deeds }, (_, i) => i + 1).flatMap(deed =>
      (['before', 'after'] as const).map(moment => ({ deed, moment })),
    )
    const broken = new Set<string>()
    for (const point of points) {
      const { ground, brokenAtDeath } = await crashedAt(point)
      for (const name of brokenAtDeath) broken.add(name)
      const first = await recovered(ground)
      const told = `${point.moment} deed ${point.deed}`
      expect([told, ground.broken()]).toEqual([told, []])
      expect([told, [...ground.network.state.values()]]).toEqual([told, before])
      expect([told, [...ground.world.processes.living]]).toEqual([told, []])
      expect([told, first?.left ?? []]).toEqual([told, []])
      expect([told, first === undefined || !ground.world.files.contents.has(ground.drill.lockFile)]).toEqual([
        told,
        true,
      ])
      const again = await recovered(ground)
      expect([told, again?.state]).toEqual([told, again === undefined ? undefined : 'ended-clean'])
    }
    // The sweep is worth something only if it met the damage it is about.
    expect(points.length).toBeGreaterThan(100)
    expect([...broken].length).toBeGreaterThanOrEqual(faults.length)
    console.info(`${points.length} deaths, all put back`)
  }, 120_000)
})

async function crashedAt(point: CrashPoint) {
  const ground = simulatedGround({ scenario, platform, before, reaction: { detectMs: 100 } })
  const mortal = crashingWorld(ground.world, ground.means, point)
  const audience = { listeners: [], interrupt: new AbortController().signal }
  await ground.clock.drive(Promise.race([runDrill(mortal.world, mortal.means, ground.drill, audience), mortal.dead]))
  return { ground, deeds: mortal.deeds(), brokenAtDeath: ground.broken() }
}

/** What another shell does later: the conductor is gone, and with it every child that held its lifeline. */
async function recovered(ground: SimulatedGround): Promise<Recovered | undefined> {
  for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
  ground.mock.state.clear()
  const { processes } = ground.world
  const world = { ...ground.world, processes: { ...processes, self: { pid: 2, born: 'later' } } }
  const unreachable = () => Promise.reject(new Error('connection refused'))
  const means = {
    network: ground.means.network,
    mock: () => ({ put: unreachable, clear: unreachable, faults: unreachable }),
    load: () => ({ start: unreachable, report: unreachable, stop: unreachable }),
    stores: ground.means.stores,
  }
  const journal = `${ground.drill.dir}/journal.jsonl`
  if ((ground.world.files.contents.get(journal) ?? '') === '') return undefined
  return ground.clock.drive(recoverDrill(world, means, ground.drill.dir))
}

function listenOf(component: string): string {
  return outage.platform.components.find(known => known.id === component)?.route?.listen ?? ''
}

function upstreamOf(component: string): string {
  const upstream = outage.platform.components.find(known => known.id === component)?.route?.upstream
  return upstream?.kind === 'address' ? upstream.address : ''
}
