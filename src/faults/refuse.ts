import { canaryThrough, seenBy } from './canary.ts'
import type { FaultDriver, FaultOf } from './driver.ts'
import { proxyUndo } from './proxy-undo.ts'

/** Nobody listens any more: every connection is refused, those that were open are closed. */
export const refuse: FaultDriver<FaultOf<'refuse'>> = {
  prepare: (_fault, at) => proxyUndo(at, { switches: true }),
  inject: (_fault, at) => at.network.setEnabled(at.component.id, false, { ttlMs: at.leaseMs }),
  async effect(_fault, at) {
    const sighting = await canaryThrough(at, 1000)
    return { state: sighting.saw === 'refused' ? 'bitten' : 'not-bitten', seen: seenBy(sighting) }
  },
}
