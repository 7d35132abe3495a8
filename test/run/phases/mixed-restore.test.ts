import { expect, test } from 'vitest'
import type { Fault } from '../../../src/model/fault.ts'
import type { HttpOutcome } from '../../../src/model/http.ts'
import type { StorePlace } from '../../../src/model/store.ts'
import type { World } from '../../../src/model/world.ts'
import { runDrill } from '../../../src/run/conductor.ts'
import { measureDrill } from '../../../src/run/paper/reports.ts'
import { type SimulatedGround, simulatedGround } from '../../../src/testing/simulated-ground.ts'
import { componentWith, journeyWith, platformWith, scenarioWith } from '../../support/drill.ts'
import { HIDERS, hidingPlaces } from '../../support/hiding-places.ts'

const store: StorePlace = {
  ...{ driver: 'pgvector', connect: 'postgres://127.0.0.1:5432/kb', collection: 'articles' },
  fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
}
const platform = platformWith({
  ...hidingPlaces(),
  toxiproxy: { kind: 'url', url: 'http://127.0.0.1:30001' },
  components: [componentWith({ id: 'knowledge', kind: 'vector-store', dialect: undefined, route: undefined, store })],
  journeys: [journeyWith()],
})
const fault: Fault = {
  ...{ id: 'f1', component: 'knowledge', atMs: 0, forMs: 1500 },
  ...{ kind: 'store.delete', what: { of: 'tenant', tenant: 'acme' } },
}
const gates = scenarioWith().gates
const scenario = scenarioWith({
  ...{ faults: [fault], gates: { ...gates, integrity: ['knowledge'] }, deadlineMs: 20_000 },
  targets: { rtoMs: 10_000, rpoMs: undefined },
})

test('a restore that keeps tenants apart passes', async () => {
  const { verdict } = await restored(world => world.http)
  expect(verdict).toBe('passed')
})

test('a restore that puts what one tenant had under another is caught after it, by the platform and by the gate', async () => {
  const measures = await restored(mixing)
  expect(measures.verdict).toBe('failed')
  expect(measures.isolation?.canaries.seen).toBeGreaterThan(0)
  const [first] = measures.isolation?.canaries.sightings ?? []
  expect(first).toMatchObject({ owner: 'acme', seenBy: 'globex' })
  const undoneMs = measures.faults[0]?.undoneMs ?? Number.POSITIVE_INFINITY
  expect(first?.atMs).toBeGreaterThan(undoneMs)
  const said = measures.reasons.filter(({ verdict }) => verdict === 'failed').map(({ text }) => text)
  expect(said).toEqual([
    expect.stringMatching(
      /^Gate integrity of knowledge failed after the recovery: tenants: globex is shown what acme hid/,
    ),
    expect.stringMatching(
      /^Gate integrity of knowledge failed after everything was put back: tenants: globex is shown/,
    ),
    expect.stringMatching(/^globex was told what belongs to acme, hidden in prompts \(GET \/prompt, /),
  ])
})

/** Whether its store has been put back after the damage. */
type IsRestored = () => boolean

/** A platform that, once it is restored, answers one tenant as if another had asked. */
function mixing({ http }: World, isRestored: IsRestored): World['http'] {
  const swap = (text: string): string => text.replace(HIDERS.globex, HIDERS.acme)
  return {
    async send(request, options): Promise<HttpOutcome> {
      if (request.method !== 'GET' || !isRestored()) return http.send(request, options)
      const headers = Object.entries(request.headers).map(([name, value]) => [name, swap(value)])
      return http.send({ ...request, headers: Object.fromEntries(headers) }, options)
    },
  }
}

async function restored(httpOf: (world: World, isRestored: IsRestored) => World['http']) {
  const ground: SimulatedGround = simulatedGround({ scenario, platform, reaction: { detectMs: 100 } })
  let undone = false
  const world = { ...ground.world, http: httpOf(ground.world, () => undone) }
  const listeners = [
    ({ type }: { readonly type: string }) => {
      undone ||= type === 'fault.undone'
    },
  ]
  const audience = { listeners, interrupt: new AbortController().signal }
  await ground.clock.drive(runDrill(world, ground.means, ground.drill, audience))
  expect(ground.broken()).toEqual([])
  return (await measureDrill(ground.world.files, ground.drill.dir)).measures
}
