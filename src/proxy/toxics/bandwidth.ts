import { hold } from '../stream/hold.ts'
import type { ToxicType } from './toxic.ts'

/** Lets `rate` kilobytes (of 1000 bytes) per second through, per connection and direction. A rate of 0 lets nothing through. */
export const bandwidth: ToxicType<'rate'> = {
  type: 'bandwidth',
  attributes: { rate: { least: 0 } },
  stage: line =>
    hold(line, {
      // 1 KB/s is 1 byte per millisecond.
      dueMs: (bytes, atMs, previousMs) => Math.max(atMs, previousMs) + bytes / line.attributes.rate,
      cut: () => Math.max(1, line.attributes.rate) * PIECE_MS,
    }),
}

// A large chunk travels in pieces of a tenth of a second, so that it trickles instead of arriving in one lump.
const PIECE_MS = 100
