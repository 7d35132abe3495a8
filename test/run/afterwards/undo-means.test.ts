import { describe, expect, test } from 'vitest'
import { undoMeans } from '../../../src/run/afterwards/undo-means.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'
import { fakeLoad } from '../../../src/testing/fake-load.ts'
import { fakeMock } from '../../../src/testing/fake-mock.ts'
import { fakeNetwork } from '../../../src/testing/fake-network.ts'
import { fakeStores } from '../../../src/testing/fake-store.ts'
import { fakeWorld } from '../../../src/testing/fake-world.ts'

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
    ...{ undos: [], toxiproxies: [], stages: [], platformDir: '.', origins: new Map(), hidingPlaces: [] },
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
  test('a platform that is simply there does not end with the drill, one that it had started does', async () => {
    expect(await means.stageGone()).toBe(false)
    const started = { ...touched, stages: [{ pid: 998, born: 'fake' }] }
    expect(await undoMeans(world, tools, { dir: '/out/d1', touched: () => started }).stageGone()).toBe(true)
  })
  test('a part behind a proxy of ours by its own address', () => {
    const behind = { ...touched, origins: new Map([['127.0.0.1:20', '127.0.0.1:30']]) }
    const { origin } = undoMeans(world, tools, { dir: '/out/d1', touched: () => behind })
    expect(origin('http://127.0.0.1:20/a?b=//127.0.0.1:20')).toBe('http://127.0.0.1:30/a?b=//127.0.0.1:20')
    expect(origin('http://127.0.0.1:21/a')).toBeUndefined()
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
