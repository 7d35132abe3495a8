import type { Delay, Fault } from '../model/fault.ts'
import { canaryThrough, seenBy } from './canary.ts'
import type { FaultDriver, FaultOf } from './driver.ts'
import { proxyUndo, toxicName } from './proxy-undo.ts'
import { addToxic } from './toxic.ts'

/** Every answer comes later by a fixed time. */
export const latency: FaultDriver<FaultOf<'latency'>> = {
  prepare: (fault, at) => proxyUndo(at, { toxics: [toxicName(at.drill, fault.id)] }),
  inject: (fault, at) =>
    addToxic(at, {
      name: toxicName(at.drill, fault.id),
      type: 'latency',
      stream: 'downstream',
      attributes: { latency: fixedMs(fault.delay), jitter: fault.jitterMs },
    }),
  async effect(fault, at) {
    const delayMs = fixedMs(fault.delay)
    const leastMs = Math.max(1, delayMs - fault.jitterMs) * 0.9
    // The proof must be had while the fault lasts: putting it back lets go whatever it held.
    const patienceMs = Math.min(delayMs + fault.jitterMs + 2000, (fault.forMs ?? Number.POSITIVE_INFINITY) / 2)
    const sighting = await canaryThrough(at, patienceMs)
    const heldMs =
      sighting.saw === 'answer' ? sighting.tookMs : sighting.saw === 'silence' ? sighting.waitedMs : undefined
    if (heldMs === undefined) return { state: 'unknown', seen: seenBy(sighting) }
    return { state: heldMs >= Math.min(leastMs, patienceMs) ? 'bitten' : 'not-bitten', seen: seenBy(sighting) }
  },
}

/** The same fault with its delay as a number, now that the baseline is known; undefined if it is not known. */
export function withFixedDelay(fault: Fault, baselineMs: (journey: string) => number | undefined): Fault | undefined {
  if (fault.kind !== 'latency' || fault.delay.kind === 'fixed') return fault
  const usualMs = baselineMs(fault.delay.journey)
  if (usualMs === undefined) return undefined
  // "Ten times slower" takes nine times as long in addition.
  return { ...fault, delay: { kind: 'fixed', delayMs: Math.max(1, Math.round(usualMs * (fault.delay.times - 1))) } }
}

function fixedMs(delay: Delay): number {
  if (delay.kind === 'fixed') return delay.delayMs
  throw new Error('a delay in multiples of the baseline must be made fixed before it is injected')
}
