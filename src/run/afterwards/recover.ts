import { join } from 'node:path'
import { openJournal } from '../../journal/journal.ts'
import { mendJournal } from '../../journal/mend.ts'
import { replay } from '../../journal/replay.ts'
import { type Pending, pendingFold } from '../../measure/folds/pending-fold.ts'
import { DrillError, messageOf } from '../../model/error.ts'
import type { DrillEvent, DrillStarted, ProcessIdentity, Residue } from '../../model/event.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { Actor } from '../../model/undo.ts'
import type { World } from '../../model/world.ts'
import { JOURNAL_FILE, type Means, recoverCommand } from '../drill.ts'
import { endProcess } from '../ground/end-process.ts'
import { awaitUnborn, removeContainers } from '../ground/own-containers.ts'
import { freeLock, isAtWork, lockFilesOf } from '../guards/lock.ts'
import { heal } from './heal.ts'
import {
  isSeenByNobody,
  joined,
  scanContainers,
  scanPlanted,
  scanProcesses,
  scanServers,
  scanUndone,
} from './residue.ts'
import { type Touched, touchedFold } from './touched.ts'
import { undoMeans } from './undo-means.ts'

/** What looking after one drill came to. */
export interface Recovered {
  readonly drill: string
  readonly state: 'running' | 'ended-clean' | 'recovered' | 'left-behind'
  readonly looked: readonly string[]
  readonly undone: number
  readonly left: readonly Residue[]
}

/** Who finishes a drill, and what had become of its conductor. */
export interface Recoverer {
  readonly actor: Actor
  readonly why: string
}

/** Finishes what a drill left unfinished: undoes, ends its processes, looks for residue, frees the platform. Safe to run again. */
export async function recoverDrill(
  world: World,
  means: Means,
  dir: string,
  by: Recoverer = SOMEBODY,
): Promise<Recovered> {
  try {
    return await lookAfter(world, means, dir, by)
  } catch (error) {
    throw error instanceof DrillError ? error : unusable(dir, error)
  }
}

const SOMEBODY: Recoverer = { actor: 'recover', why: 'the process that conducted the drill died' }

/** Valid JSON, but not what it should say. Nobody can know what such a drill has left. */
function unusable(dir: string, cause: unknown): DrillError {
  return new DrillError(
    'JOURNAL_DAMAGED',
    `The journal in ${dir} cannot be recovered from: ${withoutStop(messageOf(cause))}.`,
    {
      hint: 'look at each Toxiproxy and mock it names for toxics and faults that begin with "blackstart-", and remove them',
      cause,
    },
  )
}

async function lookAfter(world: World, means: Means, dir: string, by: Recoverer): Promise<Recovered> {
  const past = await pastOf(world, dir)
  const { drill } = past.started
  // Ours is alive only for a drill inside this very process, which looks after itself.
  if (!past.finished && (await isAtWork(world, { ...past.started, dir }))) {
    return { drill, state: 'running', looked: [], undone: 0, left: [] }
  }
  const how = undoMeans(world, means, { dir, touched: () => past.touched })
  const unfinished = !past.finished || past.pending.undos.length > 0 || past.residue
  if (!unfinished) {
    // It may have died between its last word and letting go of the platform.
    for (const file of lockFilesOf({ ...past.started, dir })) await freeLock(world, file, drill)
    const scan = await scanServers(standing(past.touched), how, recoverCommand(drill))
    return { drill, state: scan.left.length === 0 ? 'ended-clean' : 'left-behind', undone: 0, ...scan }
  }
  return oneAtATime(world, dir, drill, () => finish(world, dir, past, how, by))
}

/** A watchdog and a person may come at the same moment; the journal takes only one writer. */
async function oneAtATime(world: World, dir: string, drill: string, act: () => Promise<Recovered>): Promise<Recovered> {
  const turn = join(dir, 'recovering.json')
  const text = await world.files.read(turn).catch(() => undefined)
  if (text !== undefined && !(await isStillAtIt(world, text))) await world.files.remove(turn)
  if (!(await world.files.claim(turn, JSON.stringify(world.processes.self)))) {
    return { drill, state: 'running', looked: [], undone: 0, left: [] }
  }
  try {
    return await act()
  } finally {
    await world.files.remove(turn)
  }
}

/** A note that cannot be read was left by somebody who died writing it. */
async function isStillAtIt(world: Pick<World, 'processes'>, note: string): Promise<boolean> {
  try {
    return await world.processes.alive(JSON.parse(note) as ProcessIdentity)
  } catch {
    return false
  }
}

/** All that a journal says about what may be left. */
interface Past {
  readonly started: DrillStarted
  readonly last: DrillEvent
  readonly finished: boolean
  readonly residue: boolean
  readonly pending: Pending
  /** Goes on, as far as it is shown what comes. */
  readonly follow: (event: DrillEvent) => void
  readonly now: () => Pending
  readonly touched: Touched
}

async function pastOf(world: Pick<World, 'files'>, dir: string): Promise<Past> {
  const pending = pendingFold()
  const touched = touchedFold()
  let started: DrillStarted | undefined
  let last: DrillEvent | undefined
  let finished = false
  let residue = false
  for await (const event of replay(world.files, join(dir, JOURNAL_FILE))) {
    pending.see(event)
    touched.see(event)
    if (event.type === 'drill.started') started = event
    if (event.type === 'drill.finished') finished = true
    if (event.type === 'residue.scanned') residue = event.left.length > 0
    last = event
  }
  if (started === undefined || last === undefined) throw noDrill(dir)
  const follow = { follow: pending.see, now: pending.pending }
  return { started, last, finished, residue, pending: pending.pending(), touched: touched.touched(), ...follow }
}

function noDrill(dir: string): DrillError {
  return new DrillError('JOURNAL_DAMAGED', `The journal in ${dir} does not say which drill it is of.`, {
    hint: 'the drill died before it had touched anything; the folder can be deleted',
  })
}

async function finish(
  world: World,
  dir: string,
  past: Past,
  how: ReturnType<typeof undoMeans>,
  { actor, why }: Recoverer,
): Promise<Recovered> {
  const { drill } = past.started
  const journal = await continueJournal(world, dir, past)
  journal.subscribe(past.follow)
  const command = recoverCommand(drill)
  // A watchdog at work is one of the drill's processes, but not one to be ended by itself.
  const pending = reachable(world, past)
  const processes = pending.processes.filter(({ identity }) => identity.pid !== world.processes.self.pid)
  try {
    if (!past.finished) {
      journal.append({ type: 'drill.aborted', cause: 'error', why })
    }
    await heal(journal, past.pending.undos, how, { actor, command })
    for (const process of processes) await endProcess(world, process, GRACE_MS)
    // What could not be asked because it was just ending has ended now, and what we did to it with it.
    const again = past.now().undos.filter(({ undo }) => isSeenByNobody(undo))
    await heal(journal, again, how, { actor, command })
    if (diedUnseeing(past)) await awaitUnborn(world, pending.containers)
    await removeContainers(world, journal, pending.containers, actor)
    const scan = joined([
      await scanServers(past.touched, how, command),
      scanPlanted(past.touched, past.now(), command),
      scanUndone(past.now(), command),
      await scanProcesses(world, processes),
      await scanContainers(world, pending.containers),
      pending.elsewhere,
    ])
    await journal.commit({ type: 'residue.scanned', ...scan, by: actor })
    await journal.commit({ type: 'drill.finished' })
    const clean = scan.left.length === 0
    // A platform with something left on it stays locked.
    for (const file of clean ? lockFilesOf({ ...past.started, dir }) : []) await freeLock(world, file, drill)
    return { drill, state: clean ? 'recovered' : 'left-behind', undone: past.pending.undos.length, ...scan }
  } finally {
    await journal.close()
  }
}

const GRACE_MS = 2000

/** Whether a container was asked for, and nobody lived to see it. */
function diedUnseeing({ touched }: Past): boolean {
  return touched.toxiproxies.length === 0
}

/** The processes and containers that a look from here can find. Numbers of another machine mean nothing on this one. */
function reachable(world: World, { started, pending }: Past) {
  const { host } = started
  if (host === undefined || host === world.processes.host) return { ...pending, elsewhere: joined([]) }
  const there = `processes and containers on ${host} (they ended with it, or its own "blackstart recover" ends them)`
  return { processes: [], containers: [], elsewhere: { looked: [there], left: [] } }
}

/** Drill time goes on from where the journal ends, by the wall clock: the other one died with its process. */
async function continueJournal(world: World, dir: string, { last }: Past) {
  const path = join(dir, JOURNAL_FILE)
  await mendJournal(world.files, path)
  const sinceMs = Math.max(0, Date.parse(world.clock.wall()) - Date.parse(last.wall))
  return openJournal(world, { path, seq: last.seq + 1, atMs: last.atMs + sinceMs })
}

/** Of a drill that ended clean only the servers that outlive drills can hold anything. */
function standing(touched: Touched): Touched {
  const toxiproxies = touched.toxiproxies.filter(url => !touched.ownServers.has(url))
  return { ...touched, undos: [], toxiproxies }
}
