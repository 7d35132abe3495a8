import { exchangeThrough, HALF_A_HELLO, HELLO, heardBy } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

/** Whoever hangs up is heard to do so only later: connections that are over stay open and use up pools. */
export const slowClose = wireFault<FaultOf<'slow-close'>>({
  toxic: ({ delayMs }) => ({ type: 'slow_close', attributes: { delay: Math.round(delayMs) } }),
  // A connection that has met it may not have been closed yet.
  touchIsDamage: false,
  async look({ delayMs, direction }, at, patienceMs) {
    const waitMs = Math.min(delayMs + 2000, patienceMs)
    const leastMs = Math.min(delayMs, waitMs) * 0.9
    // Who hangs up in mid-sentence is hung up on at once, if it is heard; who is answered is hung up on after the answer.
    const upstream = direction === 'upstream'
    const exchange = await exchangeThrough(at, upstream ? HALF_A_HELLO : HELLO, { waitMs, thenEnd: upstream })
    const saidLastMs = upstream ? 0 : exchange.lastMs
    const { ended, endedMs } = exchange
    const seen = heardBy(exchange)
    if (saidLastMs === undefined || (ended !== 'open' && ended !== 'closed')) return { damaged: undefined, seen }
    if (endedMs - saidLastMs < leastMs) return { damaged: ended === 'open' ? undefined : false, seen }
    // Who was never hung up on may have a server that never does.
    return { damaged: ended === 'open' && upstream ? undefined : true, seen }
  },
})
