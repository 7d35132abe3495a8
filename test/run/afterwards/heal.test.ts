import { describe, expect, test } from 'vitest'
import type { UndoMeans } from '../../../src/faults/undo.ts'
import { veil } from '../../../src/journal/redact.ts'
import type { PendingUndo } from '../../../src/measure/folds/pending-fold.ts'
import type { Happening } from '../../../src/model/event.ts'
import type { Undo } from '../../../src/model/undo.ts'
import { heal } from '../../../src/run/afterwards/heal.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { fakeLoad } from '../../../src/testing/fake-load.ts'
import { fakeMock } from '../../../src/testing/fake-mock.ts'
import { fakeNetwork } from '../../../src/testing/fake-network.ts'
import { fakeStores } from '../../../src/testing/fake-store.ts'
import { fakeWorld } from '../../../src/testing/fake-world.ts'

const URL = 'http://127.0.0.1:1'
const by = { actor: 'conductor', command: 'blackstart recover d1' } as const
const fullDisk = new Error('ENOSPC')

describe('healing', () => {
  test('puts everything back in the order given, and notes each outcome', async () => {
    const { network, journal, means } = await brokenPlatform()
    await heal(journal, pending('c', 'b', 'a'), means, by)
    expect(journal.noted).toEqual(['fault.undone c undone', 'fault.undone b undone', 'fault.undone a undone'])
    expect(enabled(network)).toEqual(['a', 'b', 'c'])
  })

  test('notes a route as a route', async () => {
    const { network, journal, means } = await brokenPlatform()
    const undo: Undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: URL, proxy: 'a' }
    await heal(journal, [{ of: 'route', id: 'a', undo }], means, by)
    expect(journal.noted).toEqual(['route.closed a undone'])
    expect(network.state.has('a')).toBe(false)
  })

  test('notes what was hidden in a place as that, and that the platform cannot be asked', async () => {
    const { journal, means } = await brokenPlatform()
    const request = { method: 'DELETE', url: 'http://127.0.0.1:9/prompt', headers: {}, body: undefined }
    const text = { tenant: 'acme', canary: 'canary-1', remove: { kind: 'request', request } } as const
    const undo: Undo = { kind: 'canary.remove', place: 'prompts', texts: [text] }
    const { clock } = means.world as ReturnType<typeof fakeWorld>
    await clock.drive(heal(journal, [{ of: 'canary', id: 'prompts', undo }], means, by))
    expect(journal.noted).toEqual(['canary.removed prompts failed'])
  })

  test('goes on after an undo that failed', async () => {
    const { network, journal, means } = await brokenPlatform()
    const stuck = {
      ...network,
      setEnabled: (name: string, on: boolean) =>
        name === 'b' ? Promise.reject(new Error('stuck')) : network.setEnabled(name, on),
    }
    await heal(journal, pending('c', 'b', 'a'), { ...means, network: () => stuck }, by)
    expect(journal.noted).toEqual(['fault.undone c undone', 'fault.undone b failed', 'fault.undone a undone'])
    expect(enabled(network)).toEqual(['a', 'c'])
  })

  test('goes on although nothing can be noted any more, and says so in the end', async () => {
    const { network, means } = await brokenPlatform()
    const full = { commit: () => Promise.reject(fullDisk) }
    await expect(heal(full, pending('c', 'b', 'a'), means, by)).rejects.toBe(fullDisk)
    expect(enabled(network)).toEqual(['a', 'b', 'c'])
  })

  test('with nothing to put back does nothing', async () => {
    const { journal, means } = await brokenPlatform()
    await heal(journal, [], means, by)
    expect(journal.noted).toEqual([])
  })
})

/** Three proxies, all switched off. */
async function brokenPlatform() {
  const network = fakeNetwork(URL)
  for (const name of ['a', 'b', 'c']) {
    await network.createProxy({ name, listen: '', upstream: '' })
    await network.setEnabled(name, false)
  }
  const noted: string[] = []
  const journal = {
    noted,
    async commit(happening: Happening) {
      if (happening.type === 'fault.undone')
        noted.push(`${happening.type} ${happening.fault} ${happening.outcome.state}`)
      if (happening.type === 'canary.removed')
        noted.push(`${happening.type} ${happening.place} ${happening.outcome.state}`)
      if (happening.type === 'route.closed')
        noted.push(`${happening.type} ${happening.component} ${happening.outcome.state}`)
      return { seq: 0, atMs: 0, wall: '', ...happening }
    },
  }
  const means: UndoMeans = {
    ...{
      world: fakeWorld(),
      dir: '.',
      platformDir: () => '.',
      stageGone: async () => false,

      origin: () => undefined,
      restart: undefined,
    },
    network: () => network,
    mock: async () => fakeMock(),
    load: async () => fakeLoad(fakeClock()),
    stores: fakeStores(),
    vanished: async () => false,
    ...veil({}),
  }
  return { network, journal, means }
}

function pending(...names: readonly string[]): readonly PendingUndo[] {
  return names.map(name => {
    const before = { name, listen: '', upstream: '', enabled: true, toxics: [] }
    return {
      of: 'fault',
      id: name,
      undo: { kind: 'toxiproxy.restore-proxy', toxiproxy: URL, before, toxics: [], switches: true },
    }
  })
}

function enabled(network: ReturnType<typeof fakeNetwork>): readonly string[] {
  return [...network.state.values()].filter(proxy => proxy.enabled).map(proxy => proxy.name)
}
