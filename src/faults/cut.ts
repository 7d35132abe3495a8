import { answersCanaries, exchangeThrough, heardBy, helloes, helloesOf } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

// What even a poor answer has.
const ANSWER_BYTES = 150

/** Each connection is closed once so many bytes have passed: answers stop in the middle. */
export const cut = wireFault<FaultOf<'cut'>>({
  toxic: ({ afterBytes }) => ({ type: 'limit_data', attributes: { bytes: afterBytes } }),
  // A connection that has met it may not have come to its end yet.
  touchIsDamage: false,
  async look({ afterBytes, direction }, at, patienceMs) {
    const down = direction === 'downstream'
    const { said, count } = down ? helloes((afterBytes + 1) / ANSWER_BYTES) : helloesOf(afterBytes + 1)
    const exchange = await exchangeThrough(at, said, { waitMs: Math.min(2000, patienceMs) })
    const { bytes, ended, heard } = exchange
    const seen = heardBy(exchange)
    if (down)
      return { damaged: bytes > afterBytes ? false : bytes === afterBytes && ended !== 'open' ? true : undefined, seen }
    const answers = heard.match(/HTTP\/1\.\d \d{3}/g)?.length ?? 0
    if (answers === count) return { damaged: said.length > afterBytes ? false : undefined, seen }
    return { damaged: ended !== 'open' && answersCanaries(at.component) ? true : undefined, seen }
  },
})
