import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/model/fault.ts'
import type { StorePlace } from '../../src/model/store.ts'
import { runDrill } from '../../src/run/conductor.ts'
import { recoverDrill } from '../../src/run/recover.ts'
import { type CrashPoint, crashingWorld } from '../../src/testing/crash.ts'
import { simulate } from '../../src/testing/simulate.ts'
import { type SimulatedGround, simulatedGround } from '../../src/testing/simulated-ground.ts'
import { componentWith, platformWith, scenarioWith } from '../support/drill.ts'

const store: StorePlace = {
  driver: 'pgvector',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'articles',
  fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
}
const platform = platformWith({
  // It outlives the conductor, so that what is left in the store is the only question.
  toxiproxy: { kind: 'url', url: 'http://127.0.0.1:30001' },
  components: [componentWith({ id: 'knowledge', kind: 'vector-store', dialect: undefined, route: undefined, store })],
})
const frame = { id: 'f1', component: 'knowledge', atMs: 0, forMs: undefined }
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['is deleted', { ...frame, kind: 'store.delete', what: { of: 'collection' } }],
  ['loses a tenant', { ...frame, kind: 'store.delete', what: { of: 'tenant', tenant: 'acme' } }],
  [
    'loses half its rows',
    { ...frame, kind: 'store.delete', what: { of: 'rows', shareRatio: 0.5, olderThanMs: undefined } },
  ],
  ['loses what is called row-1', { ...frame, kind: 'store.delete', what: { of: 'prefix', prefix: 'row-1' } }],
  ['has shuffled vectors', { ...frame, kind: 'store.corrupt', how: 'shuffle', shareRatio: 0.6, text: '' }],
  ['has swapped payloads', { ...frame, kind: 'store.corrupt', how: 'swap', shareRatio: 1, text: '' }],
  ['has overwritten texts', { ...frame, kind: 'store.corrupt', how: 'overwrite', shareRatio: 1, text: 'x' }],
  ['goes back', { ...frame, kind: 'store.rollback', backMs: 40 * 86_400_000 }],
]

describe('a store that', () => {
  test.for(FAULTS)('%s and does not come back by itself comes back by its parachute', async ([, fault]) => {
    const scenario = scenarioWith({ faults: [fault], deadlineMs: 3000 })
    const { events, measures, left } = await simulate({ scenario, platform, reaction: { fallback: false } })
    const packed = events.find(event => event.type === 'parachute.packed')
    const intended = events.find(event => event.type === 'fault.intended')
    expect(packed?.rows).toBe(20)
    expect(packed?.seq).toBeLessThan(intended?.seq ?? 0)
    expect(measures.faults[0]).toMatchObject({ effect: 'bitten' })
    expect(measures.verdict).toBe('failed')
    expect(measures.faults[0]?.undo).toMatch(/^undone: articles /)
    expect(left).toEqual([])
  })

  test('has nothing left to damage is not touched', async () => {
    const fault: Fault = { ...frame, kind: 'store.delete', what: { of: 'tenant', tenant: 'nobody' } }
    const { measures, left } = await simulate({ scenario: scenarioWith({ faults: [fault] }), platform })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.faults[0]).toMatchObject({ effect: 'not-bitten', seen: 'all 20 rows are still there' })
    expect(left).toEqual([])
  })
})

test('a place beside the store is made and removed, and the store is not touched', async () => {
  const scenario = scenarioWith({ faults: [{ ...frame, kind: 'store.scratch' }] })
  const { measures, left, events } = await simulate({ scenario, platform, reaction: { fallback: true, detectMs: 0 } })
  expect(measures.faults[0]).toMatchObject({ effect: 'bitten', seen: 'articles.blackstart_isolated is there' })
  expect(events.filter(event => event.type === 'parachute.skipped').length).toBe(1)
  expect(left).toEqual([])
})

describe('a conductor that dies at any of its deeds', () => {
  test.for(FAULTS.slice(0, 2))(
    'leaves nothing that "recover" does not put back where a store %s',
    { timeout: 120_000 },
    async ([, fault]) => {
      const alive = await crashedAt(fault, { deed: Number.POSITIVE_INFINITY, moment: 'before' })
      let broken = 0
      for (let deed = 1; deed <= alive.deeds; deed++) {
        for (const moment of ['before', 'after'] as const) {
          const { ground, brokenAtDeath } = await crashedAt(fault, { deed, moment })
          broken += brokenAtDeath.length
          await recovered(ground)
          expect([deed, moment, ground.broken()]).toEqual([deed, moment, []])
          expect([deed, moment, (await recovered(ground))?.state ?? 'ended-clean']).toEqual([
            deed,
            moment,
            'ended-clean',
          ])
        }
      }
      expect(broken).toBeGreaterThan(10)
    },
  )
})

async function crashedAt(fault: Fault, point: CrashPoint) {
  const scenario = scenarioWith({ faults: [fault], deadlineMs: 1500 })
  const ground = simulatedGround({ scenario, platform, reaction: { fallback: false } })
  const mortal = crashingWorld(ground.world, ground.means, point)
  const audience = { listeners: [], interrupt: new AbortController().signal }
  await ground.clock.drive(Promise.race([runDrill(mortal.world, mortal.means, ground.drill, audience), mortal.dead]))
  return { ground, deeds: mortal.deeds(), brokenAtDeath: ground.broken() }
}

async function recovered(ground: SimulatedGround) {
  for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
  const { processes, files } = ground.world
  const world = { ...ground.world, processes: { ...processes, self: { pid: 2, born: 'later' } } }
  if ((files.contents.get(`${ground.drill.dir}/journal.jsonl`) ?? '') === '') return undefined
  return ground.clock.drive(recoverDrill(world, ground.means, ground.drill.dir))
}
