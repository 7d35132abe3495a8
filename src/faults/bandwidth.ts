import { answersCanaries, exchangeThrough, heardBy, helloes, helloesOf } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

// So long must what a canary moves take at the rate, to be told from a busy machine.
const TELLING_MS = 400
// What even a poor answer has.
const ANSWER_BYTES = 150

/** No more than so many bytes a second get through, on each connection and in each direction. */
export const bandwidth = wireFault<FaultOf<'bandwidth'>>({
  toxic: ({ bytesPerSecond }) => ({ type: 'bandwidth', attributes: { rate: Math.round(bytesPerSecond / 1000) } }),
  touchIsDamage: true,
  async look({ bytesPerSecond, direction }, at, patienceMs) {
    const perMs = bytesPerSecond / 1000
    const { said } =
      direction === 'upstream' ? helloesOf(perMs * TELLING_MS) : helloes((perMs * TELLING_MS) / ANSWER_BYTES)
    const exchange = await exchangeThrough(at, said, { waitMs: Math.min(4 * TELLING_MS, patienceMs) })
    const seen = heardBy(exchange)
    if (exchange.ended === 'open') {
      if (exchange.bytes === 0 || !answersCanaries(at.component)) return { damaged: undefined, seen }
      // Whoever is still waiting has been held up, unless more has come than the rate allows.
      return { damaged: exchange.bytes <= perMs * exchange.endedMs * 1.25, seen }
    }
    const leastMs = ((direction === 'upstream' ? said.length : exchange.bytes) / perMs) * 0.8
    return { damaged: leastMs < TELLING_MS / 2 ? undefined : (exchange.lastMs ?? 0) >= leastMs, seen }
  },
})
