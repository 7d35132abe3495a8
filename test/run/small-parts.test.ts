import { describe, expect, test } from 'vitest'
import type { Happening, ProcessIdentity } from '../../src/model/event.ts'
import { makeAbort } from '../../src/run/abort.ts'
import { touchedFold } from '../../src/run/afterwards/touched.ts'
import { undoMeans } from '../../src/run/afterwards/undo-means.ts'
import { drillFolder, drillFolders } from '../../src/run/paper/drills.ts'
import { waitFor } from '../../src/run/waiting.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { fakeFiles } from '../../src/testing/fake-files.ts'
import { fakeLoad } from '../../src/testing/fake-load.ts'
import { fakeMock } from '../../src/testing/fake-mock.ts'
import { fakeNetwork } from '../../src/testing/fake-network.ts'
import { fakeStores } from '../../src/testing/fake-store.ts'
import { fakeWorld } from '../../src/testing/fake-world.ts'
import { faultWith, journalOf, UNDO } from '../support/drill.ts'

describe('an abort', () => {
  test('has not happened until it has', () => {
    const abort = makeAbort()
    expect([abort.signal.aborted, abort.reason]).toEqual([false, undefined])
  })
  test('stops whatever waits, with its cause and in its words', () => {
    const abort = makeAbort()
    abort.now('guard', 'users suffered')
    expect(abort.reason).toMatchObject({ name: 'Aborted', cause: 'guard', message: 'users suffered' })
    expect(() => abort.signal.throwIfAborted()).toThrow('users suffered')
  })
  test('the first cause counts', () => {
    const abort = makeAbort()
    abort.now('interrupt', 'Ctrl-C')
    abort.now('error', 'whatever broke because of that')
    expect(abort.reason).toMatchObject({ cause: 'interrupt', message: 'Ctrl-C' })
  })
})

describe('waiting', () => {
  test('ends at once if there is something to see', async () => {
    expect(await waitFor(fakeClock(), () => 'seen', { limitMs: 0 })).toBe('seen')
  })
  test('ends as soon as there is, give or take a look', async () => {
    const clock = fakeClock()
    const look = () => (clock.nowMs() >= 500 ? clock.nowMs() : undefined)
    expect(await clock.drive(waitFor(clock, look, { limitMs: 10_000 }))).toBe(500)
  })
  test('gives up at its limit, having looked one last time', async () => {
    const clock = fakeClock()
    const looks: number[] = []
    const look = () => void looks.push(clock.nowMs())
    expect(await clock.drive(waitFor(clock, look, { limitMs: 50 }))).toBeUndefined()
    expect(looks).toEqual([0, 20, 40, 50])
  })
  test('is over when it is stopped, and says why', async () => {
    const clock = fakeClock()
    const stop = new AbortController()
    const waiting = waitFor(clock, () => undefined, { limitMs: 10_000, signal: stop.signal })
    stop.abort(new Error('the guard tripped'))
    await expect(waiting).rejects.toThrow('the guard tripped')
  })
})

describe('the drills in a folder', () => {
  const files = fakeFiles({
    '/out/2026-01-02-b/journal.jsonl': '',
    '/out/2026-01-01-a/journal.jsonl': '',
    '/out/2026-01-03-c/report.html': '',
    '/out/game-day.html': '',
  })
  test('are those that have a journal, the oldest first', async () => {
    expect(await drillFolders(files, '/out')).toEqual(['/out/2026-01-01-a', '/out/2026-01-02-b'])
    expect(await drillFolders(files, '/nowhere')).toEqual([])
  })
  test.for(['2026-01-01-a', '/out/2026-01-01-a'])('one is found by its name or its path: %s', async drill => {
    expect(await drillFolder(files, '/out', drill)).toBe('/out/2026-01-01-a')
  })
  test.for([
    ['nearly its name', '/out', '2026-01-01-x', 'did you mean 2026-01-01-a?'],
    ['nothing like it', '/out', 'x', 'the newest one there is 2026-01-02-b'],
    ['no drill at all', '/nowhere', 'x', 'no drill has been run with this --out yet; "blackstart demo" runs some'],
  ] as const)('one that is not there: %s', async ([_, out, drill, hint]) => {
    await expect(drillFolder(files, out, drill)).rejects.toMatchObject({
      code: 'DRILL_NOT_FOUND',
      message: `There is no drill "${drill}" in ${out}.`,
      hint,
    })
  })
})

const proxy: ProcessIdentity = { pid: 11, born: 'a' }
const mock: ProcessIdentity = { pid: 12, born: 'b' }
const ownGround: readonly Happening[] = [
  { type: 'process.started', role: 'proxy', identity: proxy, group: false },
  { type: 'network.found', toxiproxy: 'http://ours:1', version: '2', ours: true },
  { type: 'process.started', role: 'mock', identity: mock, group: false },
  { type: 'mock.found', control: 'http://mock:1', address: 'http://mock:2' },
]

describe('what a drill has touched', () => {
  const touched = (happenings: readonly Happening[]) => {
    const fold = touchedFold()
    for (const event of journalOf(happenings.map((happening, i) => [i, happening]))) fold.see(event)
    return fold.touched()
  }
  test('nothing at first', () => {
    expect(touched([])).toEqual({
      ...{ undos: [], toxiproxies: [], stages: [], platformDir: '.' },
      ownServers: new Map(),
    })
  })
  test('its own servers, by their addresses', () => {
    expect(touched(ownGround)).toMatchObject({
      toxiproxies: ['http://ours:1'],
      ownServers: new Map([
        ['http://ours:1', proxy],
        ['http://mock:1', mock],
      ]),
    })
  })
  test('a Toxiproxy that was there before is not ours', () => {
    const found: Happening = { type: 'network.found', toxiproxy: 'http://theirs:1', version: '2', ours: false }
    expect(touched([ownGround[0] ?? found, found])).toMatchObject({
      toxiproxies: ['http://theirs:1'],
      ownServers: new Map(),
    })
  })
  test('every undo there ever was, done or not: the place has been touched', () => {
    const intended: Happening = { type: 'fault.intended', fault: faultWith(), undo: UNDO, words: '' }
    const route: Happening = { type: 'route.intended', component: 'x', listen: '', upstream: '', undo: UNDO }
    const undone: Happening = {
      type: 'fault.undone',
      fault: 'f1',
      outcome: { state: 'undone', detail: '' },
      by: 'conductor',
    }
    expect(touched([intended, route, undone]).undos).toEqual([UNDO, UNDO])
  })
})

describe('how undos reach what they put back', () => {
  const world = fakeWorld({ env: { HOST: 'toxiproxy.test' } })
  const asked: string[] = []
  const tools = {
    network: (url: string) => fakeNetwork(url),
    mock: (url: string, token: string) => {
      asked.push(`${url} with ${token}`)
      return fakeMock()
    },
    load: () => fakeLoad(fakeClock()),
    stores: fakeStores(),
  }
  const touched = {
    ...{ undos: [], toxiproxies: [], stages: [], platformDir: '.' },
    ownServers: new Map([['http://ours:1', { pid: 999, born: 'fake' }]]),
  }
  const means = undoMeans(world, tools, { dir: '/out/d1', touched: () => touched })

  test('the mock with the token beside the journal', async () => {
    await world.files.write('/out/d1/mock.token', ' the-token\n')
    await means.mock('http://mock:1', 'mock.token')
    expect(asked).toEqual(['http://mock:1 with the-token'])
  })
  test('without the token not at all', async () => {
    await expect(means.mock('http://mock:1', 'missing.token')).rejects.toThrow()
  })
  test('values of this machine behind the names in the journal', () => {
    expect(means.reveal({ url: 'http://‹env.HOST›:1' })).toEqual({ url: 'http://toxiproxy.test:1' })
  })
  test('our own server has vanished once its process has', async () => {
    expect(await means.vanished('http://ours:1')).toBe(true)
    const { identity } = await world.processes.start({ run: { command: '' }, cwd: '', env: {}, logFile: '' })
    touched.ownServers.set('http://ours:1', identity)
    expect(await means.vanished('http://ours:1')).toBe(false)
  })
  test('what is not ours never vanishes: nobody knows what it still holds', async () => {
    expect(await means.vanished('http://theirs:1')).toBe(false)
  })
})
