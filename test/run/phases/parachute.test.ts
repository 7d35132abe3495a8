import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../src/model/fault.ts'
import type { Corruption, Removal, StorePlace } from '../../../src/model/store.ts'
import { recoverDrill } from '../../../src/run/afterwards/recover.ts'
import { runDrill } from '../../../src/run/conductor.ts'
import { type CrashPoint, crashingWorld } from '../../../src/testing/crash.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { type SimulatedGround, simulatedGround } from '../../../src/testing/simulated-ground.ts'
import { componentWith, platformWith, scenarioWith } from '../../support/drill.ts'

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
const DAY_MS = 86_400_000
const frame = { id: 'f1', component: 'knowledge', atMs: 0, forMs: undefined }
const corrupt = (how: Corruption, more: Partial<Extract<Fault, { kind: 'store.corrupt' }>> = {}): Fault => ({
  ...{ ...frame, kind: 'store.corrupt', how, shareRatio: 1, text: 'x', only: undefined },
  ...more,
})
const remove = (what: Removal): Fault => ({ ...frame, kind: 'store.delete', what })
// Every way in which data is lost or spoilt, and what is seen of it.
const FAULTS: readonly (readonly [string, Fault, RegExp])[] = [
  ['is deleted', remove({ of: 'collection' }), /^it is gone$/],
  ['loses a tenant', remove({ of: 'tenant', tenant: 'acme' }), /^10 of 10 rows looked for are gone$/],
  ['is emptied', remove({ of: 'rows', shareRatio: 1, olderThanMs: undefined }), /^20 of 20 rows looked for are gone$/],
  [
    'is only half restored',
    remove({ of: 'rows', shareRatio: 0.5, olderThanMs: undefined }),
    /^\d+ of \d+ rows looked for are gone$/,
  ],
  [
    'is thinned by a retention job',
    remove({ of: 'rows', shareRatio: 1, olderThanMs: 5 * DAY_MS }),
    /^\d+ of \d+ rows looked for are gone$/,
  ],
  ['lacks a model artefact', remove({ of: 'prefix', prefix: 'row-1' }), /^10 of 10 rows looked for are gone$/],
  ['silently loses rows', corrupt('drop', { shareRatio: 0.5 }), /^\d+ of \d+ rows looked for are gone$/],
  ['has shuffled vectors', corrupt('shuffle', { shareRatio: 0.6 }), /rows looked at are not what they were$/],
  ['has vectors of nothing', corrupt('zero'), /^20 of 20 rows looked at are not what they were$/],
  ['has vectors of another model', corrupt('model'), /^20 of 20 rows looked at are not what they were$/],
  ['has vectors of half the length', corrupt('dimension'), /^20 of 20 rows looked at are not what they were$/],
  ['has swapped payloads', corrupt('swap'), /^20 of 20 rows looked at are not what they were$/],
  [
    'has a truncated log',
    corrupt('truncate', { only: { by: 'prefix', prefix: 'row-0' } }),
    /^10 of 10 rows looked at are not what they were$/,
  ],
  ['has overwritten prompts', corrupt('overwrite'), /^20 of 20 rows looked at are not what they were$/],
  ['has a rotten snapshot', corrupt('bit-rot'), /^20 of 20 rows looked at are not what they were$/],
  ['is spoilt for one tenant', corrupt('zero', { only: { by: 'tenant', tenant: 'acme' } }), /^10 of 10 rows looked at/],
  [
    'goes back to an old snapshot',
    { ...frame, kind: 'store.rollback', backMs: 40 * DAY_MS },
    /rows looked for are gone$/,
  ],
  ['loses its alias', { ...frame, kind: 'store.detach', what: 'alias' }, /^lost: alias$/],
  ['loses its tenant filter', { ...frame, kind: 'store.detach', what: 'tenant-filter' }, /^lost: tenant-filter$/],
]

describe('a store that', () => {
  test.for(FAULTS)('%s and does not come back by itself comes back by its parachute', async ([, fault, seen]) => {
    const scenario = scenarioWith({ faults: [fault], deadlineMs: 3000 })
    const { events, measures, left } = await simulate({ scenario, platform, reaction: { fallback: false } })
    const packed = events.find(event => event.type === 'parachute.packed')
    const intended = events.find(event => event.type === 'fault.intended')
    expect(packed?.rows).toBe(20)
    expect(packed?.seq).toBeLessThan(intended?.seq ?? 0)
    expect(measures.faults[0]).toMatchObject({ effect: 'bitten', seen: expect.stringMatching(seen) })
    expect(measures.verdict).toBe('failed')
    expect(measures.faults[0]?.undo).toMatch(/^undone: articles /)
    expect(left).toEqual([])
  })

  test('holds everybody up needs no parachute, and lets them go', async () => {
    const fault: Fault = { ...frame, kind: 'store.throttle', heldRatio: 0.8 }
    const { events, measures, left } = await simulate({
      scenario: scenarioWith({ faults: [fault] }),
      platform,
      reaction: { fallback: true, detectMs: 0 },
    })
    expect(events.filter(({ type }) => type === 'parachute.packed')).toEqual([])
    expect(measures.faults[0]).toMatchObject({
      effect: 'bitten',
      seen: 'a look at it took up to 160 ms, and 0 ms while nobody was held up',
      undo: 'undone: articles holds nobody up any more',
    })
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
