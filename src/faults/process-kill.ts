import type { ProcessIdentity } from '../model/event.ts'
import type { Effect } from '../model/fault.ts'
import type { Undo } from '../model/undo.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { processOf, signalTo } from './process-target.ts'
import { victimOf } from './victim.ts'

/** The process is gone from one moment to the next; its supervisor, or the undo, brings it back. */
export const processKill: FaultDriver<FaultOf<'process.kill'>> = {
  prepare: (_fault, at) => restoration(at),
  inject: (fault, at, _signal, undo) => signalTo(at, victimOf(undo), fault.politely ? 'SIGTERM' : 'SIGKILL'),
  effect: (_fault, at, signal, undo) => hasEnded(at, victimOf(undo), signal),
}

/** The undo of whatever ends a component's process. */
export async function restoration(at: Target): Promise<Undo> {
  const { identity, place, restart, backWithinMs } = await processOf(at)
  return {
    kind: 'process.restore',
    component: at.component.id,
    before: identity,
    place,
    restart,
    withinMs: backWithinMs,
  }
}

/** Whether a process is no more. */
export async function hasEnded(at: Target, identity: ProcessIdentity, signal: AbortSignal): Promise<Effect> {
  for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
    if (!(await at.world.processes.alive(identity))) return { state: 'bitten', seen: `process ${identity.pid} ended` }
    await at.world.clock.sleep(LOOK_EVERY_MS, signal)
  }
  return { state: 'not-bitten', seen: `process ${identity.pid} was still there after ${PATIENCE_MS / 1000} s` }
}

// A process that is asked politely may have something to finish.
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 20
