import { answersCanaries, canaryThrough, HELLO_AND_STAY, seenBy } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

/** Connections are accepted and then nothing comes back, ever: the outage that only a timeout can see. */
export const hang = wireFault<FaultOf<'hang'>>({
  toxic: () => ({ type: 'timeout', attributes: { timeout: 0 } }),
  touchIsDamage: true,
  async look(_fault, at, patienceMs) {
    const sighting = await canaryThrough(at, Math.min(700, patienceMs), HELLO_AND_STAY)
    if (sighting.saw !== 'silence') return { damaged: false, seen: seenBy(sighting) }
    return { damaged: answersCanaries(at.component) ? true : undefined, seen: seenBy(sighting) }
  },
})
