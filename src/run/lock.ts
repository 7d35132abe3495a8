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
  const holder: LockHolder = { ...mine, holder: world.processes.self, since: world.clock.wall() }
  const text = JSON.stringify(holder)
  if (!(await world.files.claim(file, text))) await takeOver(world, file, holder)
  return { release: () => freeLock(world, file, mine.drill) }
}

/** Frees a platform that this drill holds. What another drill holds stays held. */
export async function freeLock(world: Pick<World, 'files'>, file: string, drill: string): Promise<void> {
  const lock = await readLock(world, file)
  if (lock?.drill === drill) await world.files.remove(file)
}

/** What a lock file says; undefined if there is none or it says nothing. */
export async function readLock(world: Pick<World, 'files'>, file: string): Promise<LockHolder | undefined> {
  try {
    const said: unknown = JSON.parse(await world.files.read(file))
    return isLockHolder(said) ? said : undefined
  } catch {
    return undefined
  }
}

function isLockHolder(said: unknown): said is LockHolder {
  return typeof said === 'object' && said !== null && 'drill' in said && 'dir' in said && 'holder' in said
}

/** Takes an abandoned lock's place. One at a time: of two who find the same one, the second would throw away the first one's new lock. */
async function takeOver(world: World, file: string, mine: LockHolder): Promise<void> {
  const turn = `${file}.turn`
  const text = JSON.stringify(mine)
  const theirTurn = await readLock(world, turn)
  if (theirTurn !== undefined && !(await world.processes.alive(theirTurn.holder))) await world.files.remove(turn)
  if (!(await world.files.claim(turn, text))) throw held(mine.platform, await readLock(world, turn), file)
  try {
    await refuseUnlessAbandoned(world, mine.platform, file)
    await world.files.remove(file)
    // Somebody who came just now may have been quicker; then the platform is theirs.
    if (!(await world.files.claim(file, text))) throw held(mine.platform, await readLock(world, file), file)
  } finally {
    await world.files.remove(turn)
  }
}

/** A lock that says nothing, or whose drill's folder somebody has deleted, protects nothing any more. */
async function refuseUnlessAbandoned(world: World, platform: string, file: string): Promise<void> {
  const theirs = await readLock(world, file)
  if (theirs === undefined) return
  if (await world.processes.alive(theirs.holder)) throw held(platform, theirs, file)
  if (!(await world.files.exists(theirs.dir))) return
  throw new DrillError('PLATFORM_LOCKED', `Drill ${theirs.drill} on ${platform} died without cleaning up.`, {
    hint: `run "blackstart recover ${theirs.dir}": it undoes what the drill left and frees the platform. Nothing was changed`,
  })
}

function held(platform: string, theirs: LockHolder | undefined, file: string): DrillError {
  const who =
    theirs === undefined ? '' : ` by drill ${theirs.drill} (process ${theirs.holder.pid}, since ${theirs.since})`
  return new DrillError('PLATFORM_LOCKED', `The platform ${platform} is being drilled already${who}.`, {
    hint: `wait for it, or stop it with Ctrl-C in its own terminal. The lock is ${file}. Nothing was changed`,
  })
}
