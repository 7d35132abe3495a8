import { describe, expect, test } from 'vitest'
import type { World } from '../../../src/model/world.ts'
import { recoverDrill } from '../../../src/run/afterwards/recover.ts'
import { runDrill } from '../../../src/run/conductor.ts'
import { measureDrill } from '../../../src/run/paper/reports.ts'
import { type CrashPoint, crashingWorld } from '../../../src/testing/crash.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { type SimulatedGround, simulatedGround } from '../../../src/testing/simulated-ground.ts'
import { watchOver } from '../../../src/watchdog/watch-over.ts'
import { HIDERS, hidingPlaces } from '../../support/hiding-places.ts'
import { smallOutage } from '../../support/small-outage.ts'

const outage = smallOutage()
const platform = {
  ...outage.platform,
  // It is simply there, and outlives whoever drills it.
  ...{ stage: undefined, ...hidingPlaces() },
  toxiproxy: { kind: 'url', url: 'http://127.0.0.1:30001' } as const,
}
const scenario = { ...outage.scenario, baselineMs: 300 }
const drill = { scenario, platform, reaction: { detectMs: 100 } }

describe('what tenants have hidden', () => {
  test('is on the disk before it is hidden, and taken away at the end; a history keeps it', async () => {
    const { events, left, measures } = await simulate(drill)
    expect(measures.verdict).toBe('passed')
    expect(left).toEqual([])
    const removed = events.flatMap(event => (event.type === 'canary.removed' ? [event] : []))
    expect(removed.map(({ place, outcome, by }) => [place, outcome.detail, by])).toEqual([
      ['notes', '2 of 2 texts in notes are removed again', 'conductor'],
      ['prompts', '2 of 2 texts in prompts are removed again', 'conductor'],
    ])
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
    expect(measures.rollback.looked).toEqual(expect.arrayContaining(['hiding place prompts', 'hiding place notes']))
    const places = measures.isolation?.canaries.places ?? []
    expect(new Map(places.map(({ place, stays }) => [place, stays]))).toEqual(
      new Map([
        ['prompts', undefined],
        ['notes', undefined],
        ['history', true],
      ]),
    )
  })

  test('is said to be left, with what removes it, where its tenant cannot be asked any more', async () => {
    const { ground, world } = mute('DELETE')
    await ground.clock.drive(runDrill(world, ground.means, ground.drill, audience()))
    const { measures } = await measureDrill(ground.world.files, ground.drill.dir)
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.rollback.leftBehind).toEqual(LEFT)
    expect(ground.broken()).toHaveLength(4)
    // The first to come finds the platform as mute as before; the second finds it well.
    const still = await ground.clock.drive(recoverDrill(laterIn(ground, world), ground.means, ground.drill.dir))
    expect([still.state, still.left]).toEqual(['left-behind', LEFT])
    expect(await recovered(ground)).toMatchObject({ state: 'recovered', undone: 2, left: [] })
    expect(ground.broken()).toEqual([])
    expect(await recovered(ground)).toMatchObject({ state: 'ended-clean' })
  })

  test('is taken away by the watchdog of a conductor that died', async () => {
    const { ground } = await diedPlanting()
    for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
    const over = watchOver(later(ground), ground.means, ground.drill.dir, 'gone')
    expect(await ground.clock.drive(over)).toMatchObject({ state: 'recovered', left: [] })
    expect(ground.broken()).toEqual([])
    expect(journalOf(ground)).toMatch(/"canary.removed","place":"prompts".*"by":"watchdog"/)
  })

  test('is no secret: the keys with which it is taken away stay out of the journal, and come from the environment', async () => {
    const secrets = Object.entries(HIDERS).map(([name, value]) => ({ name: name.toUpperCase(), value }))
    const { ground } = await diedPlanting({ secrets })
    expect(journalOf(ground)).toContain('canary.intended')
    for (const key of Object.values(HIDERS)) expect(journalOf(ground)).not.toContain(key)
    const poor = await recovered(ground, { GLOBEX: HIDERS.globex })
    expect(poor?.left[0]?.what).toContain('acme (the environment variable ACME is needed for this, and is not set)')
    // One whose key is there was asked all the same.
    expect(ground.broken()).toEqual(['prompts.acme', 'notes.acme'])
    expect(await recovered(ground, { ACME: HIDERS.acme, GLOBEX: HIDERS.globex })).toMatchObject({ state: 'recovered' })
    expect(ground.broken()).toEqual([])
    for (const key of Object.values(HIDERS)) expect(journalOf(ground)).not.toContain(key)
  })

  test('went with the platform that the drill had started, where that has ended', async () => {
    const stage = { up: 'sh up.sh', ready: 'http://127.0.0.1:20201/health', readyWithinMs: 5000 }
    const { ground } = await diedPlanting({ platform: { ...platform, stage } })
    const world = { ...later(ground), http: { send: async () => REFUSED } }
    const result = await ground.clock.drive(recoverDrill(world, ground.means, ground.drill.dir))
    expect(result).toMatchObject({ state: 'recovered', left: [] })
    expect(journalOf(ground)).toContain('the platform has ended, and what was hidden in prompts with it')
  })

  test('is of no concern to journals from before anybody noted it', async () => {
    const { ground } = await diedPlanting()
    const { contents } = ground.world.files
    const path = `${ground.drill.dir}/journal.jsonl`
    const old = journalOf(ground)
      .split('\n')
      .filter(line => !/canary\.(intended|named)/.test(line))
    contents.set(path, old.join('\n'))
    expect(await recovered(ground)).toMatchObject({ state: 'recovered', left: [] })
  })
})

test('a conductor that dies at any of its deeds leaves no text that "recover" does not take away', async () => {
  const alive = await crashedAt({ deed: Number.POSITIVE_INFINITY, moment: 'before' })
  let hidden = 0
  for (let deed = 1; deed <= alive.deeds; deed++) {
    for (const moment of ['before', 'after'] as const) {
      const { ground, brokenAtDeath } = await crashedAt({ deed, moment })
      hidden += brokenAtDeath.filter(name => /^(prompts|notes)\./.test(name)).length > 0 ? 1 : 0
      const first = await recovered(ground)
      const told = `${moment} deed ${deed}`
      expect([told, ground.broken(), first?.left ?? []]).toEqual([told, [], []])
      const again = await recovered(ground)
      expect([told, again?.state ?? 'ended-clean']).toEqual([told, 'ended-clean'])
    }
  }
  expect(hidden).toBeGreaterThan(40)
}, 120_000)

const REFUSED = { kind: 'failed', reason: 'refused', detail: 'connection refused' } as const
const LEFT = ['prompts', 'notes'].toReversed().map(place => ({
  where: `hiding place ${place}`,
  what: `perhaps 2 texts that tenants have hidden there (2 of 2 texts in ${place} may still be there: acme (connection refused) and globex (connection refused))`,
  command: 'blackstart recover simulated',
}))

const audience = () => ({ listeners: [], interrupt: new AbortController().signal })

/** A platform that does not hear one method. */
function mute(method: string): { readonly ground: SimulatedGround; readonly world: World } {
  const ground = simulatedGround(drill)
  const { send } = ground.world.http
  const http: World['http'] = {
    send: async (request, options) => (request.method === method ? REFUSED : send(request, options)),
  }
  return { ground, world: { ...ground.world, http } }
}

async function crashedAt(point: CrashPoint, change: Partial<Parameters<typeof simulatedGround>[0]> = {}) {
  const ground = simulatedGround({ ...drill, ...change })
  const mortal = crashingWorld(ground.world, ground.means, point)
  await ground.clock.drive(Promise.race([runDrill(mortal.world, mortal.means, ground.drill, audience()), mortal.dead]))
  for (const pid of [...ground.world.processes.living]) ground.world.processes.crash(pid)
  return { ground, deeds: mortal.deeds(), brokenAtDeath: ground.broken() }
}

/** The first death at which everything is hidden. */
async function diedPlanting(change: Partial<Parameters<typeof simulatedGround>[0]> = {}) {
  for (let deed = 1; ; deed++) {
    const died = await crashedAt({ deed, moment: 'after' }, change)
    if (died.brokenAtDeath.filter(name => /^(prompts|notes)\./.test(name)).length === 4) return died
  }
}

function later(ground: SimulatedGround, env: World['env'] = {}): World {
  return laterIn(ground, { ...ground.world, env })
}

function laterIn(ground: SimulatedGround, world: World): World {
  return { ...world, processes: { ...ground.world.processes, self: { pid: 2, born: 'later' } } }
}

async function recovered(ground: SimulatedGround, env: World['env'] = {}) {
  if (journalOf(ground) === '') return undefined
  return ground.clock.drive(recoverDrill(later(ground, env), ground.means, ground.drill.dir))
}

function journalOf(ground: SimulatedGround): string {
  return ground.world.files.contents.get(`${ground.drill.dir}/journal.jsonl`) ?? ''
}
