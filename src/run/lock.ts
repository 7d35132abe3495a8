import { DrillError } from '../model/error.ts'
import type { ProcessIdentity } from '../model/event.ts'
import type { World } from '../model/world.ts'

/** Who is drilling a platform just now. */
export interface LockHolder {
  readonly drill: string
  readonly platform: string
  readonly holder: ProcessIdentity
  readonly dir: string
  readonly since: string
}

export interface Lock {
  release(): Promise<void>
}

/** Takes the platform for this drill alone, or says who has it. */
export async function takeLock(world: World, file: string, mine: Omit<LockHolder, 'holder' | 'since'>): Promise<Lock> {
  const text = JSON.stringify({ ...mine, holder: world.processes.self, since: world.clock.wall() })
  if (!(await world.files.claim(file, text))) {
    await refuseUnlessAbandoned(world, mine.platform, file)
    await world.files.remove(file)
    // Somebody may have been quicker; then the platform is theirs.
    if (!(await world.files.claim(file, text))) throw held(mine.platform, await readLock(world, file), file)
  }
  return { release: () => world.files.remove(file) }
}

/** What a lock file says; undefined if there is none or it says nothing. */
export async function readLock(world: Pick<World, 'files'>, file: string): Promise<LockHolder | undefined> {
  try {
    return JSON.parse(await world.files.read(file)) as LockHolder
  } catch {
    return undefined
  }
}

/** A lock that says nothing, or whose drill's folder somebody has deleted, protects nothing any more. */
async function refuseUnlessAbandoned(world: World, platform: string, file: string): Promise<void> {
  const theirs = await readLock(world, file)
  if (theirs === undefined) return
  if (await world.processes.alive(theirs.holder)) throw held(platform, theirs, file)
  if (!(await world.files.exists(theirs.dir))) return
  throw new DrillError('PLATFORM_LOCKED', `Drill ${theirs.drill} on ${platform} died without cleaning up.`, {
    hint: 'run "blackstart recover": it undoes what the drill left and frees the platform. Nothing was changed',
  })
}

function held(platform: string, theirs: LockHolder | undefined, file: string): DrillError {
  const who =
    theirs === undefined ? '' : ` by drill ${theirs.drill} (process ${theirs.holder.pid}, since ${theirs.since})`
  return new DrillError('PLATFORM_LOCKED', `The platform ${platform} is being drilled already${who}.`, {
    hint: `wait for it, or stop it with Ctrl-C in its own terminal. The lock is ${file}. Nothing was changed`,
  })
}
