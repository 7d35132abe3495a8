import { describe, expect, test } from 'vitest'
import { driverFor } from '../../../src/faults/drivers.ts'
import { veil } from '../../../src/journal/redact.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { Undo } from '../../../src/model/undo.ts'
import { joined, scanProcesses, scanServers, scanUndone } from '../../../src/run/afterwards/residue.ts'
import type { Touched } from '../../../src/run/afterwards/touched.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { type Ground, ground, OUR_TOXIC, poisoned } from '../../faults/ground.ts'
import { UNDO } from '../../support/drill.ts'
import { tempDir } from '../../support/temp-dir.ts'

const frame = { id: 'f1', component: 'openai', atMs: 0, forMs: undefined }
const refuse: Fault = { ...frame, kind: 'refuse' }
const status: Fault = { ...frame, kind: 'provider.status', status: 500, shareRatio: 1, retryAfterMs: undefined }
const signal = new AbortController().signal

describe('a look at the servers', () => {
  test('finds nothing where nothing was broken', async () => {
    await using on = await ground()
    expect(await look(on, [])).toEqual({ looked: [`Toxiproxy at ${on.proxy.url}`], left: [] })
  })

  test.for([
    ['a toxic of ours', poisoned, [`toxic ${OUR_TOXIC}`]],
    ['a proxy that we switched off', (on: Ground) => broken(on, refuse), ['proxy openai is not switched as before']],
    ['a fault of the mock', (on: Ground) => broken(on, status), ['fault blackstart-d1-f1']],
  ] as const)('finds %s, and says what removes it', async ([_, breaking, what]) => {
    await using on = await ground()
    const undo = await breaking(on)
    const { left } = await look(on, [undo])
    expect(left.map(each => each.what)).toEqual(what)
    expect(new Set(left.map(each => each.command))).toEqual(new Set(['blackstart recover d1']))
  })

  test('finds a toxic of ours that no undo knows of, from whatever drill', async () => {
    await using on = await ground()
    await poisoned(on)
    expect((await look(on, [])).left).toHaveLength(1)
  })

  test('finds a proxy that we opened', async () => {
    await using on = await ground()
    const undo: Undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: on.proxy.url, proxy: 'openai' }
    expect((await look(on, [undo])).left.map(each => each.what)).toEqual(['proxy openai, which we opened'])
  })

  test('says each thing once, however many faults touched it', async () => {
    await using on = await ground()
    const undo = await broken(on, refuse)
    expect((await look(on, [undo, undo])).left).toHaveLength(1)
  })

  test('does not mind what is not ours', async () => {
    await using on = await ground()
    await on.network.addToxic('openai', {
      name: 'theirs',
      type: 'noop',
      stream: 'upstream',
      toxicity: 1,
      attributes: {},
    })
    await on.control.put('theirs', { match: {}, shareRatio: 1, effect: { kind: 'empty' } })
    const undo: Undo = { kind: 'mock.clear', control: on.mock.controlUrl, tokenFile: 'token', fault: 'x' }
    expect((await look(on, [undo])).left).toEqual([])
  })

  test('does not mind a proxy that somebody removed, or that was off before', async () => {
    await using on = await ground()
    await on.network.setEnabled('openai', false)
    const undo = await broken(on, refuse)
    expect((await look(on, [undo])).left).toEqual([])
    await on.network.removeProxy('openai')
    expect((await look(on, [undo])).left).toEqual([])
  })

  test('a server that cannot be asked may hold anything', async () => {
    await using on = await ground()
    await on.proxy[Symbol.asyncDispose]()
    const { looked, left } = await look(on, [])
    expect(looked).toEqual([`Toxiproxy at ${on.proxy.url}`])
    expect(left).toEqual([
      {
        where: `Toxiproxy at ${on.proxy.url}`,
        what: expect.stringMatching(/^perhaps something: it could not be asked \(Could not reach Toxiproxy/),
        command: 'blackstart recover d1',
      },
    ])
  })

  test('unless it was ours and is gone, with all it held', async () => {
    await using on = await ground()
    const undo = await broken(on, status)
    await on.proxy[Symbol.asyncDispose]()
    await on.mock.close()
    on.vanished.add(on.proxy.url).add(on.mock.controlUrl)
    expect(await look(on, [undo])).toEqual({
      looked: [`Toxiproxy at ${on.proxy.url} (gone)`, `mock provider at ${on.mock.controlUrl} (gone)`],
      left: [],
    })
  })

  test('looks behind the names that stand for values of this machine', async () => {
    await using on = await ground()
    const undo = await broken(on, refuse)
    const hidden = JSON.parse(JSON.stringify(undo).replaceAll(on.proxy.url, '‹env.URL›')) as Undo
    const touched: Touched = { undos: [hidden], toxiproxies: ['‹env.URL›'], ...NOTHING_OWN }
    const scan = await scanServers(touched, { ...on.means, ...veil({ URL: on.proxy.url }) }, 'x')
    expect(scan.left.map(each => each.what)).toEqual(['proxy openai is not switched as before'])
    expect(JSON.stringify(scan)).not.toContain(on.proxy.url)
    await on.proxy[Symbol.asyncDispose]()
    const blind = await scanServers(touched, { ...on.means, ...veil({ URL: on.proxy.url }) }, 'x')
    expect(blind.left.map(each => each.what)).toEqual([
      expect.stringContaining('Could not reach Toxiproxy at ‹env.URL›'),
    ])
  })
})

describe('a look at the processes', () => {
  test('finds one that is still running, and says what ends it', async () => {
    await using dir = await tempDir()
    const world = nodeWorld()
    const { identity, exited, go } = await world.processes.start({
      run: { command: 'sleep 1000' },
      cwd: dir.path,
      env: {},
      logFile: dir.file('log'),
    })
    go()
    const { pid } = identity
    expect(await scanProcesses(world, [{ role: 'stage', identity, group: true }])).toEqual({
      looked: [`process ${pid}`],
      left: [{ where: `process ${pid}`, what: 'our stage is still running', command: `kill -- -${pid}` }],
    })
    expect((await scanProcesses(world, [{ role: 'proxy', identity, group: false }])).left[0]?.command).toBe(
      `kill ${pid}`,
    )
    await world.processes.end(identity, { group: true, graceMs: 2000 })
    await exited
    expect(await scanProcesses(world, [{ role: 'stage', identity, group: true }])).toMatchObject({ left: [] })
  })

  test('does not take a stranger with the same number for ours', async () => {
    const world = nodeWorld()
    const identity = { ...world.processes.self, born: 'another time' }
    expect(await scanProcesses(world, [{ role: 'mock', identity, group: false }])).toMatchObject({ left: [] })
  })
})

test('damage that no server shows is left behind until its undo has worked', () => {
  const broken = { kind: 'custom', custom: 'bad-page', deed: { kind: 'command', command: 'cp whole shown' } } as Undo
  const both = { kind: 'all', undos: [UNDO, broken] } as Undo
  const undos = [broken, both, UNDO].map((undo, n) => ({ of: 'fault' as const, id: `f${n}`, undo }))
  expect(scanUndone({ undos }, 'blackstart recover d1').left).toEqual(
    ['fault f0', 'fault f1'].map(where => ({
      where,
      what: 'damage of ours that could not be put back',
      command: 'blackstart recover d1',
    })),
  )
  expect(scanUndone({ undos: [] }, 'blackstart recover d1')).toEqual({ looked: [], left: [] })
})

test('looks are put together', () => {
  const left = [{ where: 'a', what: 'b', command: 'c' }]
  expect(
    joined([
      { looked: ['a'], left },
      { looked: ['d'], left: [] },
    ]),
  ).toEqual({ looked: ['a', 'd'], left })
  expect(joined([])).toEqual({ looked: [], left: [] })
})

const NOTHING_OWN = { ownServers: new Map(), stages: [], platformDir: '.', origins: new Map(), hidingPlaces: [] }

async function broken(on: Ground, fault: Fault): Promise<Undo> {
  const undo = await driverFor(fault).prepare(fault, on.target)
  await driverFor(fault).inject(fault, on.target, signal, UNDO)
  return undo
}

function look(on: Ground, undos: readonly Undo[]) {
  return scanServers({ undos, toxiproxies: [on.proxy.url], ...NOTHING_OWN }, on.means, 'blackstart recover d1')
}
