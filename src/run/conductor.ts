import { join } from 'node:path'
import { openJournal } from '../journal/journal.ts'
import { redactor } from '../journal/redact.ts'
import { theK6 } from '../load/k6/find-k6.ts'
import { qualityFold } from '../measure/quality/quality-fold.ts'
import { whatAndHint } from '../model/error.ts'
import { type DrillEvent, JOURNAL_SCHEMA } from '../model/event.ts'
import { isForK6 } from '../model/fault.ts'
import type { Phase } from '../model/plan.ts'
import type { World } from '../model/world.ts'
import type { Probes } from '../probes/probes.ts'
import { Aborted, makeAbort } from './abort.ts'
import { type Aftermath, aftermathFold, cleanUp } from './afterwards/aftermath.ts'
import { type Ask, type Drill, type Ground, JOURNAL_FILE, type Means, type Running } from './drill.ts'
import { prepareGround } from './ground/ground.ts'
import { type OwnProcesses, ownProcesses } from './ground/own-processes.ts'
import { startProbing } from './ground/probing.ts'
import { shareWatch } from './ground/sharing.ts'
import { startStage } from './ground/stage.ts'
import { guardFold } from './guards/guards.ts'
import { heedHalt } from './guards/halt.ts'
import { heedClock } from './guards/heed-clock.ts'
import { heedJournal } from './guards/heed-journal.ts'
import { lockFilesOf, takeLock } from './guards/lock.ts'
import { preflight } from './guards/preflight.ts'
import { watchGuards } from './guards/watched-guards.ts'
import { takeNotes } from './paper/notes.ts'
import { judgeBaseline } from './phases/baseline.ts'
import { comeBack } from './phases/come-back.ts'
import { packParachutes } from './phases/parachute.ts'
import { playTimeline } from './phases/timeline.ts'
import { makeSignalWatch } from './signal-watch.ts'
import { makeStoreWatch } from './store-watch.ts'
import { waitFor } from './waiting.ts'
import { makeWatch } from './watch.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Who listens to a drill, and how it is interrupted. */
export interface Audience {
  readonly listeners: readonly ((event: DrillEvent) => void)[]
  /** The first Ctrl-C: stop, put everything back, report. */
  readonly interrupt: AbortSignal
  /** Answers what a runbook leaves to people, if anybody is there. */
  readonly ask?: Ask
}

/** Runs one drill from lock to residue scan. What happened is in its journal; nothing else is returned. */
export async function runDrill(world: World, means: Means, drill: Drill, audience: Audience): Promise<void> {
  try {
    await using _ = await takeLocks(world, drill)
    await preflight(world, drill)
    if (drill.scenario.faults.some(isForK6)) await theK6(world)
    await conduct(world, means, drill, audience)
  } catch (error) {
    throw withoutSecrets(error, drill.secrets)
  }
}

/** One for this machine, and for a platform that other machines reach as well one beside the journals they may share. */
async function takeLocks(world: World, drill: Drill): Promise<AsyncDisposable> {
  const locks = new AsyncDisposableStack()
  const mine = { drill: drill.id, platform: drill.platform.name, dir: drill.dir }
  try {
    for (const file of lockFilesOf(drill)) {
      const lock = await takeLock(world, file, mine)
      locks.defer(() => lock.release())
    }
    return locks
  } catch (error) {
    await locks.disposeAsync()
    throw error
  }
}

async function conduct(world: World, means: Means, drill: Drill, audience: Audience): Promise<void> {
  await world.files.makeDir(drill.dir)
  const journal = await openJournal(world, { path: join(drill.dir, JOURNAL_FILE), redact: redactor(drill.secrets) })
  const sharing = shareWatch(world, drill, journal)
  const running: Running = {
    world: sharing.world,
    means,
    drill,
    journal,
    watch: makeWatch(drill.platform.journeys),
    abort: makeAbort(),
    ask: audience.ask,
    stores: makeStoreWatch(),
    tokens: new Map(),
    signals: makeSignalWatch(),
    quality: qualityFold(),
  }
  const own = ownProcesses(running)
  const aftermath = aftermathFold(running, own)
  aftermath.sharing = sharing
  listen(running, aftermath, audience)
  const over = new AbortController()
  try {
    void heedHalt(running, over.signal)
    void heedClock(running, over.signal)
    void heedJournal(running, over.signal)
    await begin(running)
    aftermath.notes = takeNotes(running)
    const ground = await prepare(running, own)
    await sharing.begin(running.abort.signal)
    enter(running, 'baseline')
    void watchGuards(running, over.signal)
    const probing = startProbing(running)
    aftermath.probing = probing
    await probing.listen()
    if (await isHealthy(running, ground)) await breakAndWatch(running, ground, aftermath, probing)
  } catch (error) {
    await noteAbort(running, error)
  } finally {
    over.abort()
    await cleanUp(running, own, aftermath, audience.interrupt)
  }
}

function listen(
  { journal, watch, stores, signals, abort, drill, quality }: Running,
  aftermath: Aftermath,
  audience: Audience,
): void {
  const guards = guardFold(drill.scenario.guards)
  journal.subscribe(watch.see)
  journal.subscribe(stores.see)
  journal.subscribe(signals.see)
  journal.subscribe(quality.see)
  journal.subscribe(aftermath.see)
  journal.subscribe(aftermath.loads.see)
  for (const listener of audience.listeners) journal.subscribe(listener)
  // The last to hear: what it notes itself comes after what it heard, for everybody.
  journal.subscribe(event => {
    const tripped = guards.see(event)
    if (tripped === undefined || abort.signal.aborted || !aftermath.broken()) return
    journal.append({ type: 'guard.tripped', ...tripped })
    abort.now('guard', tripped.detail)
  })
  const interrupt = () => abort.now('interrupt', 'somebody stopped it (Ctrl-C)')
  if (audience.interrupt.aborted) interrupt()
  audience.interrupt.addEventListener('abort', interrupt, { once: true })
}

async function begin({ journal, drill, world }: Running): Promise<void> {
  const { id, scenario, platform, plan, versions, command, lockFile, approval } = drill
  const holder = world.processes.self
  await journal.commit({
    type: 'drill.started',
    ...{ schema: JOURNAL_SCHEMA, drill: id, scenario, platform, plan, versions, command, holder, lockFile },
    ...{ host: world.processes.host },
    ...(approval === undefined ? {} : { approval }),
  })
}

function enter({ journal, abort }: Running, phase: Phase): void {
  abort.signal.throwIfAborted()
  journal.append({ type: 'phase.started', phase })
}

async function prepare(running: Running, own: OwnProcesses): Promise<Ground> {
  enter(running, 'stage')
  await own.startWatchdog()
  const ground = await prepareGround(running, own)
  const { stage } = running.drill.platform
  if (stage !== undefined) await startStage(running, own, stage)
  return ground
}

async function isHealthy(running: Running, ground: Ground): Promise<boolean> {
  let reasons = await judgeBaseline(running, ground)
  // What was slow for a moment and is good now is looked at once more: a busy moment is no sick platform.
  if (reasons.length > 0 && running.watch.stableSince(0) !== undefined) {
    running.journal.append({ type: 'baseline.repeated', reasons })
    running.watch.startOver()
    reasons = await judgeBaseline(running, ground)
  }
  running.journal.append({ type: 'baseline.judged', healthy: reasons.length === 0, reasons })
  return reasons.length === 0
}

async function breakAndWatch(running: Running, ground: Ground, aftermath: Aftermath, probing: Probes): Promise<void> {
  const { journal, drill, abort, world } = running
  enter(running, 'parachute')
  const equipped = await packParachutes(running, ground)
  enter(running, 'inject')
  const timeline = playTimeline(running, equipped, aftermath)
  await timeline.t0
  enter(running, 'observe')
  const isBroken = () => aftermath.pending().undos.some(undo => undo.of === 'fault')
  if (!(await comeBack(running, timeline, { probing, isBroken }))) {
    await journal.commit({ type: 'deadline.passed', deadlineMs: drill.plan.deadlineMs })
    abort.now('deadline', 'the platform did not come back in time')
  }
  await timeline.done
  // A revocation takes its time to be heard of everywhere; a thief who is still let in at the deadline was never refused.
  const t0Ms = await timeline.t0
  const limitMs = Math.max(0, t0Ms + drill.plan.deadlineMs - journal.nowMs())
  await waitFor(world.clock, () => (aftermath.loads.thievesRefused() ? true : undefined), {
    limitMs,
    signal: abort.signal,
  })
  // How the neighbours fare once it is quiet again is part of the answer.
  if (drill.scenario.faults.some(({ kind }) => kind === 'load.tenant')) await world.clock.sleep(QUIET_MS, abort.signal)
}

const QUIET_MS = 5000

async function noteAbort({ journal, abort }: Running, error: unknown): Promise<void> {
  abort.now('error', whatAndHint(error))
  const { cause, message } = abort.reason ?? new Aborted('error', whatAndHint(error))
  if (cause !== 'deadline') await journal.commit({ type: 'drill.aborted', cause, why: message })
}
