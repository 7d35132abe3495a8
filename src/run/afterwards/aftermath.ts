import { pendingFold } from '../../measure/folds/pending-fold.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { Probes } from '../../probes/probes.ts'
import type { Running } from '../drill.ts'
import { recoverCommand } from '../drill.ts'
import { endProcess } from '../ground/end-process.ts'
import { removeContainers } from '../ground/own-containers.ts'
import type { OwnProcesses } from '../ground/own-processes.ts'
import type { Sharing } from '../ground/sharing.ts'
import type { NoteTaker } from '../paper/notes.ts'
import { followLoads, type LoadFollower } from '../phases/follow-loads.ts'
import { validateHealed } from '../phases/validate-healed.ts'
import { heal } from './heal.ts'
import { joined, scanContainers, scanPlanted, scanProcesses, scanServers, scanUndone } from './residue.ts'
import { touchedFold } from './touched.ts'
import { undoMeans } from './undo-means.ts'
import { lostJournal, unfinished } from './unfinished.ts'

/** Follows a drill and knows at every moment what must be put back at its end. */
export interface Aftermath {
  see(event: DrillEvent): void
  /** Whether anything has been broken so far. */
  broken(): boolean
  /** Aborts as soon as a fault is being put back. */
  until(fault: string): AbortSignal
  /** Puts back one fault, or everything that is still in place, newest first. */
  putBack(fault?: string): Promise<void>
  probing: Probes | undefined
  sharing: Sharing | undefined
  notes: NoteTaker | undefined
  /** What is sent at the platform, second by second. */
  readonly loads: LoadFollower
  readonly pending: ReturnType<typeof pendingFold>['pending']
  readonly touched: ReturnType<typeof touchedFold>['touched']
}

export function aftermathFold(running: Running, own: OwnProcesses): Aftermath {
  const { world, means, drill, journal } = running
  const pending = pendingFold()
  const touched = touchedFold()
  const by = { actor: 'conductor', command: recoverCommand(drill.id) } as const
  const { dir } = drill
  const { tokens } = running
  const how = undoMeans(world, means, { dir, touched: touched.touched, restart: own.startAgain, tokens })
  const over = new Map<string, AbortController>()
  let broken = false
  return {
    probing: undefined,
    sharing: undefined,
    notes: undefined,
    loads: followLoads(running),
    pending: pending.pending,
    touched: touched.touched,
    see(event) {
      pending.see(event)
      touched.see(event)
      broken ||= event.type === 'fault.intended'
    },
    broken: () => broken,
    until(fault) {
      const known = over.get(fault) ?? new AbortController()
      over.set(fault, known)
      return known.signal
    },
    putBack(fault) {
      for (const [id, ending] of over) if (fault === undefined || fault === id) ending.abort()
      const faults = pending.pending().undos.filter(undo => undo.of === 'fault')
      return heal(journal, fault === undefined ? faults : faults.filter(undo => undo.id === fault), how, by)
    },
  }
}

/** Heals, looks whether the platform is itself again, ends what we started, and looks whether anything is left. Every step is tried, whatever became of the one before. */
export async function cleanUp(
  running: Running,
  own: OwnProcesses,
  aftermath: Aftermath,
  interrupt: AbortSignal,
): Promise<void> {
  const { journal, drill, means, world } = running
  const failures: unknown[] = []
  const step = (act: () => Promise<unknown>) => act().catch(error => void failures.push(error))
  const { touched } = aftermath
  const how = undoMeans(world, means, { dir: drill.dir, touched, tokens: running.tokens })
  const command = recoverCommand(drill.id)

  journal.append({ type: 'phase.started', phase: 'heal' })
  await step(() => aftermath.putBack())
  await step(() => aftermath.loads.done())
  await step(() => validateHealed(running, aftermath, interrupt))
  await step(async () => aftermath.probing?.stop())
  await step(async () => aftermath.sharing?.stop())
  // As long as there is a platform that can be asked to.
  const hidden = () => aftermath.pending().undos.filter(({ of }) => of === 'canary')
  await step(() => heal(journal, hidden(), how, { actor: 'conductor', command }))
  journal.append({ type: 'phase.started', phase: 'scan' })
  const processes = aftermath.pending().processes.filter(({ role }) => role !== 'watchdog')
  const { containers } = aftermath.pending()
  await step(() => own.end(['stage']))
  for (const process of processes.filter(({ role }) => role === 'runbook')) {
    await step(() => endProcess(world, process, GRACE_MS))
  }
  await step(() => heal(journal, aftermath.pending().undos, how, { actor: 'conductor', command }))
  // One word that was lost on the way is no reason to leave anything behind.
  if (aftermath.pending().undos.length > 0) {
    await world.clock.sleep(SECOND_TRY_MS)
    await step(() => heal(journal, aftermath.pending().undos, how, { actor: 'conductor', command }))
  }
  const servers = await scanServers(aftermath.touched(), how, command)
  await step(() => own.end(['proxy', 'mock', 'load']))
  await step(() => removeContainers(world, journal, containers, 'conductor'))
  const scan = joined([
    servers,
    scanPlanted(aftermath.touched(), aftermath.pending(), command),
    scanUndone(aftermath.pending(), command),
    await scanProcesses(world, processes),
    await scanContainers(world, containers),
  ])
  await step(() => journal.commit({ type: 'residue.scanned', ...scan, by: 'conductor' }))
  // Dismissed only now: there is nothing left that it could have to put back.
  await step(() => own.end(['watchdog']))
  await step(async () => aftermath.notes?.stop())
  journal.append({ type: 'phase.started', phase: 'measure' })
  await step(() => journal.commit({ type: 'drill.finished' }))
  await step(() => journal.close())
  const unwritten = (await lostJournal(running)) ?? failures[0]
  if (unwritten !== undefined) throw unfinished(unwritten, scan)
}

const GRACE_MS = 2000
const SECOND_TRY_MS = 500
