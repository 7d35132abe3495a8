import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Target } from '../../../src/faults/driver.ts'
import { driverFor } from '../../../src/faults/drivers.ts'
import { performUndo } from '../../../src/faults/undo.ts'
import type { Fault } from '../../../src/model/fault.ts'
import type { CustomFault } from '../../../src/model/machine-fault.ts'
import type { Undo } from '../../../src/model/undo.ts'
import { fakeNetwork } from '../../../src/testing/fake-network.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { componentWith } from '../../support/drill.ts'
import { requiredPart } from '../../support/required.ts'
import { eventually } from '../../support/wait.ts'
import { where } from '../../support/where.ts'
import { machineFault, stage } from './stage.ts'

const signal = new AbortController().signal
const { processes } = nodeWorld()
const mounts = requiredPart('mount', canMount(), 'this machine does not let us mount a small disk')

async function injected(fault: Fault, target: Target): Promise<Undo> {
  const undo = await driverFor(fault).prepare(fault, target)
  await driverFor(fault).inject(fault, target, signal, undo)
  return undo
}

describe('squeezing the CPU', () => {
  const squeeze = machineFault({ kind: 'cpu.squeeze', workers: 2, forMs: 60_000 })
  const burner = async (dir: string) => JSON.parse(await readFile(join(dir, 'squeeze-f1.json'), 'utf8'))

  test('computes, proves it, and ends when put back; twice is once', async () => {
    await using on = await stage()
    const undo = await injected(squeeze, on.target)
    const identity = await burner(on.dir)
    expect(await driverFor(squeeze).effect(squeeze, on.target, signal, undo)).toMatchObject({ state: 'bitten' })
    expect(await performUndo(undo, on.means, 'recover')).toEqual({ state: 'undone', detail: 'our programs have ended' })
    expect(await processes.alive(identity)).toBe(false)
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
  })

  test('ends by its own clock', async () => {
    await using on = await stage()
    await injected({ ...squeeze, forMs: 300 } as Fault, on.target)
    const identity = await burner(on.dir)
    await eventually('its end', async () => !(await processes.alive(identity)))
  })

  test('what was not injected does not bite, and putting it back harms nothing', async () => {
    await using on = await stage()
    const undo = await driverFor(squeeze).prepare(squeeze, on.target)
    expect(await driverFor(squeeze).effect(squeeze, on.target, signal, undo)).toMatchObject({ state: 'not-bitten' })
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
  })
})

describe('filling a disk', () => {
  const fill = machineFault({ kind: 'disk.fill', leaveBytes: 0, mostBytes: 50_000_000, forMs: 60_000 })

  where(mounts, 'no disk can be mounted')('takes all the room there is, proves it, and gives it back', async () => {
    await using on = await stage()
    await using disk = await smallDisk(on.file('disk'))
    const target = { ...on.target, component: { ...on.target.component, folder: disk.path } }
    const undo = await injected(fill, target)
    await expect(writeFile(join(disk.path, 'data'), 'x'.repeat(2_000_000))).rejects.toThrow('ENOSPC')
    expect(await driverFor(fill).effect(fill, target, signal, undo)).toMatchObject({ state: 'bitten' })
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    await writeFile(join(disk.path, 'data'), 'x'.repeat(2_000_000))
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
  })

  test('never fills the disk of its own journal to the brim: a drill needs room to the end', async () => {
    await using on = await stage()
    const target = { ...on.target, component: { ...on.target.component, folder: on.dir } }
    await expect(driverFor(fill).prepare(fill, target)).rejects.toMatchObject({
      code: 'CANNOT_BREAK',
      message: "The folder of agent is on the same disk as the drill's journal.",
      hint: expect.stringContaining('write "leave: 50 MB" or more'),
    })
    const leaving = { ...fill, leaveBytes: 50_000_000 } as typeof fill
    expect(await driverFor(leaving).prepare(leaving, target)).toMatchObject({ kind: 'file.remove' })
  })

  test('never takes more than it may: a disk with more room than that is not full', async () => {
    await using on = await stage()
    const target = { ...on.target, component: { ...on.target.component, folder: on.dir } }
    const little = { ...fill, leaveBytes: 50_000_000, mostBytes: 1000 } as typeof fill
    const undo = await injected(little, target)
    expect(undo).toEqual({ kind: 'file.remove', file: join(on.dir, 'blackstart-d1-f1.fill') })
    expect(await driverFor(little).effect(little, target, signal, undo)).toEqual({
      state: 'not-bitten',
      seen: expect.stringMatching(/^\d.* are left on its disk; "most" allows no more$/),
    })
    await performUndo(undo, on.means, 'recover')
    expect(existsSync(join(on.dir, 'blackstart-d1-f1.fill'))).toBe(false)
  })

  test('a folder that is not there is said before anything is touched', async () => {
    await using on = await stage()
    const target = { ...on.target, component: { ...on.target.component, folder: '/no/such/folder' } }
    await expect(driverFor(fill).prepare(fill, target)).rejects.toMatchObject({ code: 'CANNOT_BREAK' })
  })

  test('an undo that names a file which is not ours removes nothing', async () => {
    await using on = await stage()
    await writeFile(on.file('precious'), 'data')
    const undo: Undo = { kind: 'file.remove', file: on.file('precious') }
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({
      state: 'failed',
      detail: `${on.file('precious')} is no file of ours`,
    })
    expect(await readFile(on.file('precious'), 'utf8')).toBe('data')
  })
})

describe("a platform's own fault", () => {
  const own = machineFault({ kind: 'custom', custom: 'forget-key' })
  const command = (text: string, timeoutMs = 5000) => ({ kind: 'command', command: text, timeoutMs }) as const
  const byCommand: CustomFault = {
    id: 'forget-key',
    words: 'forgets its key',
    act: command('mv key key.gone'),
    undo: command('test -e key || mv key.gone key'),
    look: command('test ! -e key'),
  }
  const at = async (custom: CustomFault) => {
    const on = await stage({ platform: { custom: [custom] } })
    await writeFile(on.file('key'), 'secret')
    return on
  }

  test('is done, proven and put back by its commands, in the folder of the platform', async () => {
    await using on = await at(byCommand)
    const undo = await injected(own, on.target)
    expect(existsSync(on.file('key'))).toBe(false)
    expect(await driverFor(own).effect(own, on.target, signal, undo)).toMatchObject({ state: 'bitten' })
    for (let times = 0; times < 2; times++) {
      expect(await performUndo(JSON.parse(JSON.stringify(undo)), on.means, 'recover')).toEqual({
        state: 'undone',
        detail: 'the undo of forget-key is done',
      })
      expect(await readFile(on.file('key'), 'utf8')).toBe('secret')
    }
  })

  test('what its own look does not find has not bitten', async () => {
    await using on = await at({ ...byCommand, act: command('true') })
    const hurried = { ...on.target.world, clock: { ...on.target.world.clock, sleep: async () => {} } }
    const undo = await injected(own, on.target)
    expect(await driverFor(own).effect(own, { ...on.target, world: hurried }, signal, undo)).toEqual({
      state: 'not-bitten',
      seen: 'its own look says that it is not there: exit code 1',
    })
  })

  test('without a look nobody can tell', async () => {
    await using on = await at({ ...byCommand, look: undefined })
    const undo = await injected(own, on.target)
    expect(await driverFor(own).effect(own, on.target, signal, undo)).toMatchObject({ state: 'unknown' })
  })

  test('a command that fails is told with its last words, and so is an undo', async () => {
    const broken = command('echo no such thing; exit 7')
    await using on = await at({ ...byCommand, act: broken, undo: broken })
    await expect(injected(own, on.target)).rejects.toMatchObject({
      code: 'CANNOT_BREAK',
      message: 'The fault "forget-key" could not be done to agent: exit code 7, its last words: no such thing.',
    })
    const undo = await driverFor(own).prepare(own, on.target)
    expect(await performUndo(undo, on.means, 'blackstart recover d1')).toEqual({
      state: 'failed',
      detail: 'the undo of forget-key did not work: exit code 7, its last words: no such thing',
      command: 'blackstart recover d1',
    })
  })

  test('a command that never ends is ended', async () => {
    await using on = await at({ ...byCommand, act: command('sleep 600', 200) })
    await expect(injected(own, on.target)).rejects.toThrow('not done within 0.2 s')
  })

  test('or by requests', async () => {
    const asked: string[] = []
    const server = createServer((request, reply) => {
      asked.push(`${request.method} ${request.url}`)
      reply.writeHead(request.url === '/broken' ? 500 : 204).end()
    }).listen(0, '127.0.0.1')
    await eventually('the server', () => server.listening)
    const { port } = server.address() as { port: number }
    const request = (method: string, path: string, status?: number) =>
      ({
        kind: 'request',
        request: { method, url: `http://127.0.0.1:${port}${path}`, headers: {}, body: undefined },
        status,
        timeoutMs: 2000,
      }) as const
    await using on = await at({
      ...byCommand,
      act: request('DELETE', '/key'),
      undo: request('PUT', '/key', 204),
      look: request('GET', '/broken', 500),
    })
    const undo = await injected(own, on.target)
    expect(await driverFor(own).effect(own, on.target, signal, undo)).toMatchObject({ state: 'bitten' })
    expect(await performUndo(undo, on.means, 'recover')).toMatchObject({ state: 'undone' })
    expect(asked).toEqual(['DELETE /key', 'GET /broken', 'PUT /key'])
    server.close()
    server.closeAllConnections()
    expect(await performUndo(undo, on.means, 'x')).toMatchObject({ state: 'failed' })
  })
})

describe('losing a region', () => {
  const region = componentWith({ id: 'eu', kind: 'region', route: undefined })
  const routed = ['gateway', 'store'].map(id => componentWith({ id, kind: 'gateway', region: 'eu' }))

  test.for(['refuse', 'hang'] as const)(
    '%s: its routes are cut and its processes frozen, all put back together',
    async how => {
      await using on = await stage()
      const network = fakeNetwork('http://127.0.0.1:1')
      for (const { id } of [...routed, { id: 'elsewhere' }]) {
        await network.createProxy({ name: id, listen: `127.0.0.1:${id.length}`, upstream: '127.0.0.1:9' })
      }
      const before = JSON.stringify(await network.proxies())
      const components = [region, ...routed, { ...on.target.component, region: 'eu' }]
      const platform = { ...on.target.platform, components }
      const target = { ...on.target, component: region, platform, network }
      const down = machineFault({ kind: 'region.down', component: 'eu', how })
      const part = await on.part()

      const undo = await injected(down, target)
      expect(undo).toMatchObject({ kind: 'all', undos: [{}, {}, { kind: 'process.thaw' }] })
      await eventually('the freeze', async () => (await processes.state(part)) === 'stopped')
      const hit = [...network.state.values()].filter(({ enabled, toxics }) => !enabled || toxics.length > 0)
      expect(hit.map(({ name }) => name)).toEqual(['gateway', 'store'])
      const outcome = await performUndo(undo, { ...on.means, network: () => network }, 'recover')
      expect(outcome).toMatchObject({ state: 'undone' })
      expect(JSON.stringify(await network.proxies())).toBe(before)
      expect(await processes.state(part)).toBe('running')
    },
  )

  test('one part that cannot be put back keeps no other in place, and the whole has failed', async () => {
    await using on = await stage()
    const part = await on.part()
    await processes.signal(part, 'SIGSTOP')
    const undo: Undo = {
      kind: 'all',
      undos: [
        { kind: 'process.thaw', component: 'agent', process: part },
        { kind: 'file.remove', file: '/etc/hosts' },
      ],
    }
    expect(await performUndo(undo, on.means, 'blackstart recover d1')).toEqual({
      state: 'failed',
      detail: '/etc/hosts is no file of ours',
      command: 'blackstart recover d1',
    })
    expect(await processes.state(part)).toBe('running')
  })
})

/** A disk of a few megabytes, which only root can make. */
async function smallDisk(path: string): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path])
  return { path, [Symbol.asyncDispose]: async () => void execFileSync('umount', [path]) }
}

/** Whether this machine lets us have a small disk of our own to fill. */
function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'blackstart-mount-'))
  try {
    execFileSync('sh', ['-c', `mount -t tmpfs -o size=1m tmpfs ${probe} && umount ${probe}`], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}
