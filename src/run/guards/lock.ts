import { dirname, join } from 'node:path'
import { eventIn } from '../../journal/replay.ts'
import { DrillError } from '../../model/error.ts'
import type { ProcessIdentity } from '../../model/event.ts'
import type { World } from '../../model/world.ts'
import { type Drill, JOURNAL_FILE } from '../drill.ts'

/** Who is drilling a platform just now. */
export interface LockHolder {
  readonly drill: string
  readonly platform: string
  readonly holder: ProcessIdentity
  /** The machine the holder runs on; missing from older locks. */
  readonly host?: string
  readonly dir: string
  readonly since: string
}

export interface Lock {
  release(): Promise<void>
}

/** Where a drill's locks are: on this machine, and beside the journal if its platform is within reach of others. */
export function lockFilesOf({
  lockFile,
  platform,
  dir,
}: Pick<Drill, 'lockFile' | 'platform' | 'dir'>): readonly string[] {
  const isShared = platform.stage === undefined || platform.toxiproxy.kind === 'url'
  return isShared ? [lockFile, join(dirname(dir), `${platform.name}.lock`)] : [lockFile]
}

/** Takes the platform for this drill alone, or says who has it. */
export async function takeLock(
  world: World,
  file: string,
  mine: Omit<LockHolder, 'holder' | 'since' | 'host'>,
): Promise<Lock> {
  const { self, host } = world.processes
  const holder: LockHolder = { ...mine, holder: self, host, since: world.clock.wall() }
  const text = JSON.stringify(holder)
  await world.files.makeDir(dirname(file))
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
  if (theirTurn !== undefined && !(await isAtWork(world, theirTurn))) await world.files.remove(turn)
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

/** A lock that says nothing, or whose drill has never begun or has no folder any more, protects nothing. */
async function refuseUnlessAbandoned(world: World, platform: string, file: string): Promise<void> {
  const theirs = await readLock(world, file)
  if (theirs === undefined) return
  if (await isAtWork(world, theirs)) throw held(platform, theirs, file)
  if (!(await hasBegun(world, theirs.dir))) return
  throw new DrillError(
    'PLATFORM_LOCKED',
    `Drill ${theirs.drill} on ${platform} died without cleaning up${whereOf(world, theirs)}.`,
    {
      hint: `run "blackstart recover ${theirs.dir}": it undoes what the drill left and frees the platform. Nothing was changed`,
    },
  )
}

/** What a drill has touched is in its journal; where there is not one line it has touched nothing. */
async function hasBegun({ files }: Pick<World, 'files'>, dir: string): Promise<boolean> {
  const journal = join(dir, JOURNAL_FILE)
  if (!(await files.exists(journal))) return false
  for await (const line of files.lines(journal)) return eventIn(line) !== undefined
  return false
}

/** Where somebody has to look too, if it was on another machine. */
function whereOf({ processes }: Pick<World, 'processes'>, { host, since }: LockHolder): string {
  return host === undefined || host === processes.host ? '' : `, on ${host}, where it began at ${since}`
}

/** Whether a drill is under way. One of another machine is by its journal: it grows as long as anybody conducts it. */
export async function isAtWork(
  world: Pick<World, 'files' | 'processes'>,
  { holder, host, dir }: Pick<LockHolder, 'holder' | 'host' | 'dir'>,
): Promise<boolean> {
  if (host === undefined || host === world.processes.host) return world.processes.alive(holder)
  const silentMs = await world.files.writtenMsAgo(join(dir, JOURNAL_FILE))
  return silentMs !== undefined && silentMs < SILENCE_MS
}

// Every drill asks its journeys several times a second; one that is silent for so long is not conducted any more.
const SILENCE_MS = 60_000

function held(platform: string, theirs: LockHolder | undefined, file: string): DrillError {
  const who =
    theirs === undefined
      ? ''
      : ` by drill ${theirs.drill} (process ${theirs.holder.pid}${theirs.host === undefined ? '' : ` on ${theirs.host}`}, since ${theirs.since})`
  return new DrillError('PLATFORM_LOCKED', `The platform ${platform} is being drilled already${who}.`, {
    hint: `wait for it, or stop it with Ctrl-C in its own terminal. The lock is ${file}. Nothing was changed`,
  })
}
