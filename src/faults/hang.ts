import { canaryThrough, seenBy } from './canary.ts'
import type { FaultDriver, FaultOf } from './driver.ts'
import { proxyUndo, toxicName } from './proxy-undo.ts'
import { addToxic } from './toxic.ts'

/** Connections are accepted and then nothing comes back, ever: the outage that only a timeout can see. */
export const hang: FaultDriver<FaultOf<'hang'>> = {
  prepare: (fault, at) => proxyUndo(at, { toxics: [toxicName(at.drill, fault.id)] }),
  inject: (fault, at) => addToxic(at, fault, { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } }),
  async effect(_fault, at) {
    const sighting = await canaryThrough(at, 700)
    if (sighting.saw !== 'silence') return { state: 'not-bitten', seen: seenBy(sighting) }
    // What does not speak HTTP might have been silent anyway.
    const answersCanaries = at.component.dialect !== undefined || HTTP_KINDS.includes(at.component.kind)
    return { state: answersCanaries ? 'bitten' : 'unknown', seen: seenBy(sighting) }
  },
}

const HTTP_KINDS: readonly string[] = ['model-provider', 'gateway', 'service', 'edge', 'embedding']
