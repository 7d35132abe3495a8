import { hold } from '../stream/hold.ts'
import type { ToxicType } from './toxic.ts'

/** Leaves the data alone and passes on the close `delay` milliseconds late. */
export const slowClose: ToxicType<'delay'> = {
  type: 'slow_close',
  attributes: { delay: { least: 0 } },
  stage: line =>
    hold(line, {
      dueMs: (_bytes, atMs) => atMs,
      // A reset is not a close: nobody is left to be kept waiting.
      endDueMs: (ending, atMs) => (ending === 'reset' ? atMs : atMs + line.attributes.delay),
    }),
}
