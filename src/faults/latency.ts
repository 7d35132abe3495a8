import type { Fault } from '../model/fault.ts'
import type { Delay } from '../model/wire-fault.ts'
import { canaryThrough, seenBy } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

/** Everything comes later by a fixed time. */
export const latency = wireFault<FaultOf<'latency'>>({
  toxic: ({ delay, jitterMs }) => ({
    type: 'latency',
    attributes: { latency: Math.round(fixedMs(delay)), jitter: Math.round(jitterMs) },
  }),
  touchIsDamage: true,
  async look({ delay, jitterMs, direction }, at, patienceMs) {
    const ways = direction === 'both' ? 2 : 1
    const leastMs = Math.max(1, fixedMs(delay) - jitterMs) * ways * 0.9
    const waitMs = Math.min((fixedMs(delay) + jitterMs) * ways + 2000, patienceMs)
    const sighting = await canaryThrough(at, waitMs)
    const seen = seenBy(sighting)
    if (sighting.saw === 'answer') return { damaged: sighting.tookMs >= leastMs, seen }
    // Who was held as long as anybody waited may be held by this; who is held much longer is held by something else.
    return { damaged: sighting.saw === 'silence' && waitMs <= leastMs ? true : undefined, seen }
  },
})

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
