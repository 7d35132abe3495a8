import { basename, join } from 'node:path'
import type { ProcessIdentity } from '../model/event.ts'
import type { UndoOutcome } from '../model/undo.ts'
import { onNetwork } from './container-fault.ts'
import { performDeed } from './deed.ts'
import { FILL_SUFFIX } from './disk-fill.ts'
import { findProcess, placeInWords } from './find-process.ts'
import { OUR_PREFIX } from './proxy-undo.ts'
import { burnersIn } from './squeeze-note.ts'
import type { UndoMeans, UndoOf } from './undo.ts'

/** Lets a frozen process go on. One that is gone needs nothing. */
export async function thaw(
  { component, process: frozen }: UndoOf<'process.thaw'>,
  { world }: UndoMeans,
): Promise<UndoOutcome> {
  const was = await world.processes.state(frozen)
  const early = was === 'running' ? { early: `process ${frozen.pid} of ${component} was not stopped any more` } : {}
  await world.processes.signal(frozen, 'SIGCONT')
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const state = await world.processes.state(frozen)
    if (state === 'gone') return { state: 'gone', detail: `process ${frozen.pid} of ${component} has ended meanwhile` }
    if (state === 'running') {
      return { state: 'undone', detail: `process ${frozen.pid} of ${component} goes on`, ...early }
    }
    if (waitedMs >= PATIENCE_MS) throw new Error(`process ${frozen.pid} of ${component} would not go on`)
    await world.clock.sleep(LOOK_EVERY_MS)
  }
}

const LOOK_EVERY_MS = 50
const PATIENCE_MS = 2000

/** Sees to it that a component's process is there: its supervisor has brought it back, or its own command does. */
export async function restoreProcess(undo: UndoOf<'process.restore'>, means: UndoMeans): Promise<UndoOutcome> {
  const { world } = means
  const running = (now: ProcessIdentity): UndoOutcome => {
    const which = now.pid === undo.before.pid && now.born === undo.before.born ? 'it was never gone' : 'again'
    return { state: 'undone', detail: `${undo.component} runs as process ${now.pid} (${which})` }
  }
  const look = () => findProcess(world, undo.place, means.platformDir())
  const there = await look()
  if (there !== undefined) return running(there)
  if (await means.stageGone()) return { state: 'gone', detail: `the platform has ended, and ${undo.component} with it` }
  if (undo.restart !== undefined && means.restart !== undefined) await means.restart(undo.restart)
  const endMs = world.clock.nowMs() + undo.withinMs
  while (world.clock.nowMs() < endMs) {
    const back = await look()
    if (back !== undefined) return running(back)
    await world.clock.sleep(LOOK_EVERY_MS)
  }
  const who = undo.restart === undefined ? 'nobody has started it again' : 'its command has not brought it back'
  throw new Error(`${placeInWords(undo.place)} is nobody: ${who} within ${undo.withinMs / 1000} s`)
}

/** Puts a container back as it stood: running, not paused, on its networks. */
export async function restoreContainer(
  { container, before }: UndoOf<'container.restore'>,
  { world: { containers } }: UndoMeans,
): Promise<UndoOutcome> {
  const now = await containers.state(before.id)
  if (now === undefined) {
    const other = await containers.state(container)
    if (other?.running === true) return { state: 'undone', detail: `another container runs as ${container} now` }
    throw new Error(`container ${container} is not there any more, and none of its name runs`)
  }
  if (now.paused && !before.paused) await containers.change(before.id, { do: 'unpause' })
  if (!now.running && before.running) await containers.change(before.id, { do: 'start' })
  for (const network of before.networks.filter(({ name }) => !onNetwork(now, name))) {
    await containers.change(before.id, { do: 'connect', network })
  }
  const after = await containers.state(before.id)
  const missing = before.networks.filter(({ name }) => after === undefined || !onNetwork(after, name))
  const same = after?.running === before.running && after.paused === before.paused && missing.length === 0
  if (!same) throw new Error(`container ${container} would not be as it was`)
  return { state: 'undone', detail: `container ${container} is as it was` }
}

/** Ends our own burners. They end by themselves too, so that there may be none. */
export async function endSqueeze({ note }: UndoOf<'squeeze.end'>, { world, dir }: UndoMeans): Promise<UndoOutcome> {
  const burners = await burnersIn(world.files, join(dir, basename(note)))
  for (const burner of burners) await world.processes.end(burner, { group: false, graceMs: 1000 })
  const alive = await Promise.all(burners.map(burner => world.processes.alive(burner)))
  if (alive.includes(true)) throw new Error('our programs would not end')
  return { state: 'undone', detail: 'our programs have ended' }
}

/** Removes a file of ours, and never another: what a damaged journal names must look like ours. */
export async function removeFile({ file }: UndoOf<'file.remove'>, { world }: UndoMeans): Promise<UndoOutcome> {
  const name = basename(file)
  if (!name.startsWith(OUR_PREFIX) || !name.endsWith(FILL_SUFFIX)) throw new Error(`${file} is no file of ours`)
  const early = (await world.files.exists(file)) ? {} : { early: `${file} was not there any more` }
  await world.files.remove(file)
  if (await world.files.exists(file)) throw new Error(`${file} would not go away`)
  return { state: 'undone', detail: `${file} is removed again`, ...early }
}

/** Does what the platform file says puts its own fault back. */
export async function undoCustom(
  { custom, deed }: UndoOf<'custom'>,
  { world, platformDir }: UndoMeans,
): Promise<UndoOutcome> {
  const { ok, detail } = await performDeed(world, deed, platformDir())
  if (!ok) throw new Error(`the undo of ${custom} did not work: ${detail}`)
  return { state: 'undone', detail: `the undo of ${custom} is done` }
}
