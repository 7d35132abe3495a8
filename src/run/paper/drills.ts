import { basename, join } from 'node:path'
import { DrillError } from '../../model/error.ts'
import { nearest } from '../../model/nearest.ts'
import type { Files } from '../../model/world/files.ts'
import type { World } from '../../model/world.ts'
import { JOURNAL_FILE } from '../drill.ts'
import { isAtWork, type LockHolder, readLock } from '../guards/lock.ts'

/** The folders of all drills below a folder, oldest first. */
export async function drillFolders(files: Pick<Files, 'list' | 'exists'>, out: string): Promise<readonly string[]> {
  const names = await files.list(out)
  const folders: string[] = []
  for (const name of names) {
    if (await files.exists(join(out, name, JOURNAL_FILE))) folders.push(join(out, name))
  }
  return folders
}

/** The folder of one drill, given by its id or its path. */
export async function drillFolder(files: Pick<Files, 'list' | 'exists'>, out: string, drill: string): Promise<string> {
  for (const dir of [drill, join(out, drill)]) {
    if (await files.exists(join(dir, JOURNAL_FILE))) return dir
  }
  const known = (await drillFolders(files, out)).map(dir => basename(dir))
  const like = nearest(drill, known)
  throw new DrillError('DRILL_NOT_FOUND', `There is no drill "${drill}" in ${out}.`, {
    hint:
      like !== undefined
        ? `did you mean ${like}?`
        : known.length > 0
          ? `the newest one there is ${known.at(-1)}`
          : 'no drill has been run with this --out yet; "blackstart demo" runs some',
  })
}

/** The folders of drills that still hold a platform, wherever on this machine they are kept. */
export async function lockedFolders(world: Pick<World, 'files'>, lockDir: string): Promise<readonly string[]> {
  const folders = (await locksIn(world, lockDir)).map(({ dir }) => dir)
  const there = await Promise.all(folders.map(dir => world.files.exists(join(dir, JOURNAL_FILE))))
  return folders.filter((_, i) => there[i])
}

/** The drills that are running now, by the locks in these folders: on this machine, or beside journals that several share. */
export async function drillsAtWork(
  world: Pick<World, 'files' | 'processes'>,
  lockDirs: readonly string[],
): Promise<readonly LockHolder[]> {
  const locks = (await Promise.all(lockDirs.map(dir => locksIn(world, dir)))).flat()
  const drills = [...new Map(locks.map(lock => [lock.dir, lock])).values()]
  const atWork = await Promise.all(drills.map(lock => isAtWork(world, lock)))
  return drills.filter((_, i) => atWork[i])
}

async function locksIn(world: Pick<World, 'files'>, dir: string): Promise<readonly LockHolder[]> {
  const names = (await world.files.list(dir)).filter(name => name.endsWith('.lock'))
  const holders = await Promise.all(names.map(name => readLock(world, join(dir, name))))
  return holders.filter(holder => holder !== undefined)
}
