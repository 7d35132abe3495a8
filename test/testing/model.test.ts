import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { ProxyState } from '../../src/model/undo.ts'
import { recoverDrill } from '../../src/run/afterwards/recover.ts'
import { runDrill } from '../../src/run/conductor.ts'
import { crashingWorld } from '../../src/testing/crash.ts'
import { type SimulatedGround, simulatedGround } from '../../src/testing/simulated-ground.ts'
import { componentWith } from '../support/drill.ts'
import { hidingPlaces } from '../support/hiding-places.ts'
import { smallOutage } from '../support/small-outage.ts'

// Any faults, for any time, on a platform where tenants hide texts, any failure of the servers they are done to, and death at any deed: in the model of the world
// everything that is not as it was before must be put back, or said to be left.
const outage = smallOutage()
const deed = (command: string) => ({ kind: 'command', command, timeoutMs: 1000 }) as const
const place = { kind: 'listens', address: '127.0.0.1:4242' } as const
const platform: Platform = {
  ...outage.platform,
  ...hidingPlaces(),
  toxiproxy: { kind: 'url', url: 'http://127.0.0.1:30001' },
  custom: [{ id: 'own', words: 'breaks', act: deed('break'), undo: deed('mend'), look: deed('look') }],
  components: [
    ...outage.platform.components,
    componentWith({
      id: 'part',
      kind: 'service',
      route: undefined,
      process: { place, restart: undefined, backWithinMs: 5000 },
    }),
    componentWith({ id: 'box', kind: 'service', route: undefined, container: 'box', folder: '/data' }),
  ],
}
const theirs: ProxyState = {
  name: 'theirs',
  listen: '127.0.0.1:1',
  upstream: '127.0.0.1:2',
  enabled: false,
  toxics: [{ name: 'slow', type: 'latency', stream: 'downstream', toxicity: 1, attributes: { latency: 5 } }],
}

const wire = { direction: 'both', shareRatio: 1 } as const
const KINDS: readonly (Partial<Fault> & { readonly component: string })[] = [
  { component: 'openai', kind: 'refuse' },
  { component: 'openai', kind: 'provider.status', status: 503, shareRatio: 1, retryAfterMs: undefined },
  { component: 'gateway', kind: 'hang', ...wire },
  { component: 'agent', kind: 'latency', ...wire, delay: { kind: 'fixed', delayMs: 900 }, jitterMs: 0 },
  { component: 'anthropic', kind: 'reset', ...wire },
  { component: 'part', kind: 'process.kill', politely: false },
  { component: 'part', kind: 'process.freeze' },
  { component: 'part', kind: 'process.restart-storm', everyMs: 300 },
  { component: 'box', kind: 'container.kill' },
  { component: 'box', kind: 'container.pause' },
  { component: 'box', kind: 'disk.fill', leaveBytes: 0, mostBytes: 10 },
  { component: 'box', kind: 'cpu.squeeze', workers: 1 },
  { component: 'box', kind: 'custom', custom: 'own' },
]

const faults = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      at: fc.integer({ min: 0, max: 8 }),
      long: fc.integer({ min: 0, max: 8 }),
    }),
    // One fault for each component: the scenario's own rules allow no more at once.
    { minLength: 1, maxLength: 5, selector: ({ kind }) => kind.component },
  )
  .map(drawn =>
    drawn.map(({ kind, at, long }, index) => ({
      ...kind,
      id: `f${index + 1}`,
      atMs: index === 0 ? 0 : at * 250,
      forMs: long === 0 ? undefined : long * 250,
    })),
  ) as fc.Arbitrary<readonly Fault[]>

interface Fate {
  readonly faults: readonly Fault[]
  /** At which deed the conductor dies; later than its last one is never. */
  readonly deed: number
  readonly moment: 'before' | 'after'
  /** Which words to servers come to nothing, once each. */
  readonly failing: readonly number[]
}

test('whatever is broken, whatever fails, whenever the conductor dies', { timeout: 120_000 }, async () => {
  let deaths = 0
  let met = 0
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        faults,
        deed: fc.integer({ min: 1, max: 200 }),
        moment: fc.constantFrom('before', 'after'),
        failing: fc.uniqueArray(fc.nat(10), { maxLength: 3 }),
      }),
      async fate => {
        const { ground, died, failures } = await lived(fate)
        deaths += died ? 1 : 0
        met += failures
        // Whoever lived has put everything back, or has said what is left; whoever asks later finishes it, be it the second time.
        if (died || failures > 0) await finished(ground)
        if (failures > 0) await finished(ground)
        expect(ground.broken()).toEqual([])
        expect(ground.network.state.get('theirs')).toEqual(theirs)
        expect([...ground.network.state.keys()]).toEqual(['theirs'])
      },
    ),
    { numRuns: 200, seed: 20_261_121 },
  )
  expect(deaths).toBeGreaterThan(50)
  expect(met).toBeGreaterThan(30)
  console.info(`200 drills, ${deaths} deaths, ${met} failures of servers: every world as before`)
})

async function lived({ faults, deed, moment, failing }: Fate) {
  const scenario = { ...outage.scenario, faults, expect: { degraded: undefined, signals: [] }, baselineMs: 300 }
  const ground = simulatedGround({ scenario, platform, before: [theirs], reaction: { detectMs: 100 } })
  let words = 0
  let failures = 0
  const falter = async (): Promise<void> => {
    if (!failing.includes(words++)) return
    failures++
    throw new Error('the server did not answer')
  }
  const mortal = crashingWorld(ground.world, faltering(ground, falter), { deed, moment })
  const audience = { listeners: [], interrupt: new AbortController().signal }
  const drill = runDrill(mortal.world, mortal.means, ground.drill, audience).then(
    () => false,
    () => false,
  )
  const died = await ground.clock.drive(Promise.race([drill, mortal.dead.then(() => true)]))
  return { ground, died, failures }
}

/** Servers that fail to answer now and then. What they were asked was not done. */
function faltering(ground: SimulatedGround, falter: () => Promise<void>): SimulatedGround['means'] {
  const after =
    <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await falter()
      return act(...args)
    }
  const { network, mock } = ground
  return {
    ...ground.means,
    network: () => ({
      ...network,
      setEnabled: after(network.setEnabled),
      addToxic: after(network.addToxic),
      removeToxic: after(network.removeToxic),
      removeProxy: after(network.removeProxy),
    }),
    mock: () => ({ ...mock, put: after(mock.put), clear: after(mock.clear) }),
  }
}

/** What another shell does later, when every child that held the conductor's lifeline has gone. */
async function finished(ground: SimulatedGround): Promise<void> {
  for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
  ground.mock.state.clear()
  const { processes } = ground.world
  const world = { ...ground.world, processes: { ...processes, self: { pid: 2, born: 'later' } } }
  if ((ground.world.files.contents.get(`${ground.drill.dir}/journal.jsonl`) ?? '') === '') return
  await ground.clock.drive(recoverDrill(world, ground.means, ground.drill.dir))
}
