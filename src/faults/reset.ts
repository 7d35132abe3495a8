import { canaryThrough, seenBy } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

/** Connections are accepted and torn down as soon as something is said on them. */
export const reset = wireFault<FaultOf<'reset'>>({
  toxic: () => ({ type: 'reset_peer', attributes: { timeout: 0 } }),
  touchIsDamage: true,
  async look(_fault, at, patienceMs) {
    const sighting = await canaryThrough(at, Math.min(1000, patienceMs))
    return { damaged: sighting.saw === 'reset', seen: seenBy(sighting) }
  },
})
