import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Platform } from '../../../src/model/platform.ts'
import type { World } from '../../../src/model/world.ts'
import { freeLock, lockFilesOf, readLock, takeLock } from '../../../src/run/guards/lock.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { platformWith } from '../../support/drill.ts'
import { type TempDir, tempDir } from '../../support/temp-dir.ts'

const ALIVE = 100
const DEAD = 666

describe('a platform nobody drills', () => {
  test('is taken, and the lock says by whom', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1')
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toEqual({
      drill: 'd1',
      platform: 'harbor',
      holder: { pid: ALIVE, born: 'then' },
      dir: dir.file('d1'),
      host: nodeWorld().processes.host,
      since: expect.stringMatching(/^\d{4}-/),
    })
  })

  test('is free again afterwards, with nothing left lying about', async () => {
    await using dir = await tempDir()
    const lock = await take(dir, 'd1')
    await lock.release()
    expect(await readdir(dir.path)).toEqual([])
    await take(dir, 'd2')
  })
})

describe('a platform that is being drilled', () => {
  test('is refused, with who has it and what to do', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1')
    await expect(take(dir, 'd2')).rejects.toMatchObject({
      code: 'PLATFORM_LOCKED',
      message: expect.stringMatching(
        /^The platform harbor is being drilled already by drill d1 \(process 100 on .+, since /,
      ),
      hint: expect.stringContaining(dir.file('lock')),
    })
    expect(await readdir(dir.path)).toEqual(['lock'])
  })

  test('stays the first one’s, whatever the second one tries', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1')
    await take(dir, 'd2').catch(() => {})
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: 'd1' })
  })
})

describe('a lock whose holder is dead', () => {
  test.for(['', '{"seq":0,"atM'])('protects nothing if its drill died with %j in its journal', async text => {
    await using dir = await tempDir()
    await begin(dir, 'd1')
    await nodeWorld().files.write(dir.file('d1/journal.jsonl'), text)
    await take(dir, 'd1', DEAD)
    await take(dir, 'd2')
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: 'd2' })
  })

  test('is taken again in a folder that is not there yet', async () => {
    await using dir = await tempDir()
    const mine = { drill: 'd1', platform: 'harbor', dir: dir.file('d1') }
    await takeLock(worldOf(ALIVE), dir.file('new/folder/lock'), mine)
    expect(await readLock(worldOf(ALIVE), dir.file('new/folder/lock'))).toMatchObject({ drill: 'd1' })
  })

  test('still protects a platform that was not cleaned up', async () => {
    await using dir = await tempDir()
    await begin(dir, 'd1')
    await take(dir, 'd1', DEAD)
    await expect(take(dir, 'd2')).rejects.toMatchObject({
      code: 'PLATFORM_LOCKED',
      message: 'Drill d1 on harbor died without cleaning up.',
      hint: expect.stringContaining('blackstart recover'),
    })
  })

  test('protects nothing once somebody has deleted the drill’s folder', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1', DEAD)
    await take(dir, 'd2')
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: 'd2' })
    expect(await readdir(dir.path)).toEqual(['lock'])
  })

  test('is taken over by exactly one of many who find it at once', async () => {
    await using dir = await tempDir()
    for (let round = 0; round < 10; round++) {
      await take(dir, 'dead', DEAD)
      const contenders = Array.from({ length: 8 }, (_, n) => take(dir, `d${n}`, ALIVE + n))
      const got = await Promise.allSettled(contenders)
      const winners = got.flatMap(({ status }, n) => (status === 'fulfilled' ? [`d${n}`] : []))
      expect(winners).toHaveLength(1)
      expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: winners[0] })
      await worldOf(ALIVE).files.remove(dir.file('lock'))
    }
    expect(await readdir(dir.path)).toEqual([])
  })

  test('is taken over even if somebody died while taking it over', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1', DEAD)
    const dead = { drill: 'd0', dir: dir.file('d0'), holder: { pid: DEAD, born: 'then' } }
    await worldOf(DEAD).files.write(dir.file('lock.turn'), JSON.stringify(dead))
    await take(dir, 'd2')
    expect(await readdir(dir.path)).toEqual(['lock'])
  })

  test('is left alone while somebody else is taking it over', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1', DEAD)
    const other = { drill: 'd9', dir: dir.file('d9'), holder: { pid: ALIVE + 1, born: 'then' }, since: 'now' }
    await worldOf(ALIVE).files.write(dir.file('lock.turn'), JSON.stringify(other))
    await expect(take(dir, 'd2')).rejects.toMatchObject({
      code: 'PLATFORM_LOCKED',
      message: expect.stringContaining('by drill d9'),
    })
  })
})

describe('a lock that says nothing', () => {
  test.for(['', '{"drill":', 'null', '{}', '[]'])('protects nothing: %j', async text => {
    await using dir = await tempDir()
    await worldOf(ALIVE).files.write(dir.file('lock'), text)
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toBeUndefined()
    await take(dir, 'd1')
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: 'd1' })
  })

  test('nor does one that is not there', async () => {
    expect(await readLock(worldOf(ALIVE), '/nowhere/lock')).toBeUndefined()
  })
})

describe('freeing', () => {
  test('frees what this drill holds', async () => {
    await using dir = await tempDir()
    await take(dir, 'd1')
    await freeLock(worldOf(ALIVE), dir.file('lock'), 'd1')
    expect(await readdir(dir.path)).toEqual([])
  })

  test('leaves what another drill holds by now', async () => {
    await using dir = await tempDir()
    const first = await take(dir, 'd1')
    await worldOf(ALIVE).files.remove(dir.file('lock'))
    await take(dir, 'd2')
    await first.release()
    expect(await readLock(worldOf(ALIVE), dir.file('lock'))).toMatchObject({ drill: 'd2' })
  })

  test('what nobody holds is free already', async () => {
    await using dir = await tempDir()
    await freeLock(worldOf(ALIVE), dir.file('lock'), 'd1')
  })
})

describe('a platform that several machines reach', () => {
  const mine = { drill: 'd2', platform: 'harbor' }

  test('has a second lock beside the journals; one that a drill starts itself has none', () => {
    const url = { kind: 'url', url: 'http://toxiproxy.staging:8474' } as const
    const stage = { up: 'true', ready: 'http://127.0.0.1:1', readyWithinMs: 1000 }
    const files = (change: Partial<Platform>) =>
      lockFilesOf({ lockFile: '/locks/toy.lock', platform: platformWith(change), dir: '/out/d1' })
    expect(files({ stage })).toEqual(['/locks/toy.lock'])
    expect(files({ stage, toxiproxy: url })).toEqual(['/locks/toy.lock', '/out/toy.lock'])
    expect(files({})).toEqual(['/locks/toy.lock', '/out/toy.lock'])
  })

  test('is held by a drill on another machine as long as its journal grows, whatever lives here', async () => {
    await using dir = await tempDir()
    await takenElsewhere(dir)
    await expect(takeLock(writtenAgo(1000), dir.file('lock'), { ...mine, dir: dir.file('d2') })).rejects.toMatchObject({
      code: 'PLATFORM_LOCKED',
      message: expect.stringContaining(`by drill d1 (process ${DEAD} on far-away, since `),
    })
  })

  test('is abandoned once its journal has been silent for long: then recover says what is left', async () => {
    await using dir = await tempDir()
    await takenElsewhere(dir)
    await expect(
      takeLock(writtenAgo(61_000), dir.file('lock'), { ...mine, dir: dir.file('d2') }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^Drill d1 on harbor died without cleaning up, on far-away, where it began at /),
      hint: expect.stringContaining(`blackstart recover ${dir.file('d1')}`),
    })
  })

  async function takenElsewhere(dir: TempDir): Promise<void> {
    const world = worldOf(DEAD)
    const there = { ...world, processes: { ...world.processes, host: 'far-away' } }
    await begin(dir, 'd1')
    await takeLock(there, dir.file('lock'), { drill: 'd1', platform: 'harbor', dir: dir.file('d1') })
  }

  function writtenAgo(ms: number): World {
    const world = worldOf(ALIVE)
    return { ...world, files: { ...world.files, writtenMsAgo: async () => ms } }
  }
})

/** The first line of a drill's journal. */
async function begin(dir: TempDir, drill: string): Promise<void> {
  const { files } = nodeWorld()
  await files.makeDir(dir.file(drill))
  await files.write(dir.file(`${drill}/journal.jsonl`), '{"seq":0,"atMs":0,"type":"drill.started"}\n')
}

function take(dir: TempDir, drill: string, pid = ALIVE) {
  return takeLock(worldOf(pid), dir.file('lock'), { drill, platform: 'harbor', dir: dir.file(drill) })
}

/** The real disk, and processes of which only one is dead. */
function worldOf(pid: number): World {
  const world = nodeWorld()
  const alive = async (identity: { pid: number }) => identity.pid !== DEAD
  return { ...world, processes: { ...world.processes, self: { pid, born: 'then' }, alive } }
}
