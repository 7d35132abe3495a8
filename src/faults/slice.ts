import { answersCanaries, exchangeThrough, heardBy, helloes, helloesOf } from './canary.ts'
import type { FaultOf } from './driver.ts'
import { wireFault } from './wire-fault.ts'

// So long must the pauses be together, to be told from a busy machine.
const TELLING_MS = 200
// What even a poor answer has.
const ANSWER_BYTES = 150

/** What is said arrives in small pieces with a pause after each: whoever takes a piece for the whole is found out. */
export const slice = wireFault<FaultOf<'slice'>>({
  toxic: ({ pieceBytes, pauseMs }) => ({
    type: 'slicer',
    attributes: { average_size: pieceBytes, size_variation: 0, delay: Math.round(pauseMs * 1000) },
  }),
  touchIsDamage: true,
  async look({ pieceBytes, pauseMs, direction }, at, patienceMs) {
    const enoughBytes = pieceBytes * (2 + TELLING_MS / pauseMs)
    const upstream = direction === 'upstream'
    const { said } = upstream ? helloesOf(enoughBytes) : helloes(enoughBytes / ANSWER_BYTES)
    const exchange = await exchangeThrough(at, said, { waitMs: Math.min(10 * TELLING_MS, patienceMs) })
    const seen = heardBy(exchange)
    const { bytes, firstMs = 0, lastMs = 0, endedMs, ended } = exchange
    if (ended === 'open' && (bytes === 0 || !answersCanaries(at.component))) return { damaged: undefined, seen }
    const leastMs = ((upstream ? said.length : bytes) / pieceBytes - 1) * pauseMs * 0.8
    if (leastMs < TELLING_MS / 2) return { damaged: undefined, seen }
    if (upstream) return { damaged: ended === 'open' || endedMs >= leastMs, seen }
    return { damaged: lastMs - firstMs >= leastMs, seen }
  },
})
