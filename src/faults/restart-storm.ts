import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { findProcess } from './find-process.ts'
import { hasEnded, restoration } from './process-kill.ts'
import { isOfTheStage, signalTo } from './process-target.ts'
import { victimOf } from './victim.ts'

/** The process is killed again each time it has come back, until the storm is over. */
export const restartStorm: FaultDriver<FaultOf<'process.restart-storm'>> = {
  prepare: (_fault, at) => restoration(at),
  async inject(fault, at, _signal, undo) {
    await signalTo(at, victimOf(undo), 'SIGKILL')
    void rage(fault, at)
  },
  effect: (_fault, at, signal, undo) => hasEnded(at, victimOf(undo), signal),
}

/** Ends when it is put back, when its time is up, or with us: nobody else knows of it. */
async function rage(fault: FaultOf<'process.restart-storm'>, at: Target): Promise<void> {
  const { world, platform, component } = at
  const endMs = world.clock.nowMs() + (fault.forMs ?? 0)
  while (!at.until.aborted && world.clock.nowMs() < endMs) {
    await world.clock.sleep(fault.everyMs, at.until).catch(() => {})
    if (at.until.aborted || component.process === undefined) return
    const back = await findProcess(world, component.process.place, platform.dir)
    // Somebody else may have taken its place: what the drill has not started is left alone.
    if (back !== undefined && (await isOfTheStage(at, back))) await world.processes.signal(back, 'SIGKILL')
  }
}
