import { canaryThrough, seenBy } from './canary.ts'
import type { FaultDriver, FaultOf } from './driver.ts'
import { proxyUndo, toxicName } from './proxy-undo.ts'
import { addToxic } from './toxic.ts'

/** Connections are accepted and torn down as soon as something is said on them. */
export const reset: FaultDriver<FaultOf<'reset'>> = {
  prepare: (fault, at) => proxyUndo(at, { toxics: [toxicName(at.drill, fault.id)] }),
  inject: (fault, at) =>
    addToxic(at, {
      name: toxicName(at.drill, fault.id),
      type: 'reset_peer',
      stream: 'upstream',
      attributes: { timeout: 0 },
    }),
  async effect(_fault, at) {
    const sighting = await canaryThrough(at, 1000)
    return { state: sighting.saw === 'reset' ? 'bitten' : 'not-bitten', seen: seenBy(sighting) }
  },
}
