import type { FaultDriver, FaultOf } from './driver.ts'
import { processOf, signalTo } from './process-target.ts'
import { victimOf } from './victim.ts'

/** The process is there and does nothing: connections are accepted by the system, and nobody answers. */
export const processFreeze: FaultDriver<FaultOf<'process.freeze'>> = {
  async prepare(_fault, at) {
    const { identity } = await processOf(at)
    return { kind: 'process.thaw', component: at.component.id, process: identity }
  },
  inject: (_fault, at, _signal, undo) => signalTo(at, victimOf(undo), 'SIGSTOP'),
  async effect(_fault, at, signal, undo) {
    const victim = victimOf(undo)
    for (let waitedMs = 0; waitedMs <= PATIENCE_MS; waitedMs += 20) {
      const state = await at.world.processes.state(victim)
      if (state === 'stopped') return { state: 'bitten', seen: `process ${victim.pid} is stopped` }
      if (state === 'gone') return { state: 'not-bitten', seen: `process ${victim.pid} has ended instead` }
      await at.world.clock.sleep(20, signal)
    }
    return { state: 'not-bitten', seen: `process ${victim.pid} is still running` }
  },
}

const PATIENCE_MS = 1000
