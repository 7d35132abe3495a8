import type { Fault } from '../model/fault.ts'
import { canaryThrough, seenBy } from './canary.ts'
import type { FaultDriver, FaultOf, Target } from './driver.ts'
import { proxyUndo, toxicName } from './proxy-undo.ts'
import { addToxic } from './toxic.ts'

// Both ways: questions that arrived would be answered and the connection closed, and a close is not a hang; and what is
// being answered just now must stop as well.
const STREAMS = ['upstream', 'downstream'] as const

/** Connections are accepted and then nothing comes back, ever: the outage that only a timeout can see. */
export const hang: FaultDriver<FaultOf<'hang'>> = {
  prepare: (fault, at) => proxyUndo(at, { toxics: STREAMS.map(stream => nameOn(stream, at, fault)) }),
  async inject(fault, at) {
    for (const stream of STREAMS) {
      await addToxic(at, { name: nameOn(stream, at, fault), type: 'timeout', stream, attributes: { timeout: 0 } })
    }
  },
  async effect(_fault, at) {
    const sighting = await canaryThrough(at, 700)
    if (sighting.saw !== 'silence') return { state: 'not-bitten', seen: seenBy(sighting) }
    // What does not speak HTTP might have been silent anyway.
    const answersCanaries = at.component.dialect !== undefined || HTTP_KINDS.includes(at.component.kind)
    return { state: answersCanaries ? 'bitten' : 'unknown', seen: seenBy(sighting) }
  },
}

const HTTP_KINDS: readonly string[] = ['model-provider', 'gateway', 'service', 'edge', 'embedding']

function nameOn(stream: (typeof STREAMS)[number], at: Target, fault: Fault): string {
  return `${toxicName(at.drill, fault.id)}-${stream}`
}
