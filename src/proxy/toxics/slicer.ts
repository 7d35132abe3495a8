import { hold } from '../stream/hold.ts'
import type { Line, ToxicType } from './toxic.ts'

/** Cuts the data into pieces of `average_size` bytes, give or take `size_variation`, `delay` microseconds apart. */
export const slicer: ToxicType<'average_size' | 'size_variation' | 'delay'> = {
  type: 'slicer',
  attributes: { average_size: { least: 0 }, size_variation: { least: 0 }, delay: { least: 0 } },
  stage(line) {
    const cut = slices(line)
    return hold(line, {
      dueMs: (_bytes, atMs, previousMs) => Math.max(atMs, previousMs + line.attributes.delay / 1000),
      cut,
    })
  },
}

/**
 * The size of the next piece of a chunk. Halves what is left until it is small enough, and remembers the halves still to
 * come, so that a chunk is never cut further ahead than needed.
 */
function slices(line: Line<'average_size' | 'size_variation'>): (leftBytes: number) => number {
  // Where the pending halves end, counted from the end of the chunk; the nearest last.
  const ends: number[] = []
  return leftBytes => {
    const { average_size: average, size_variation: variation } = line.attributes
    // Nothing sensible can be cut to no size, though clients ask for it by leaving the attribute out.
    if (average === 0) return leftBytes
    while ((ends.at(-1) ?? 0) >= leftBytes) ends.pop()
    for (;;) {
      const size = leftBytes - (ends.at(-1) ?? 0)
      if (size - average <= variation) return size
      const wobble = Math.floor(line.random() * 2 * variation) - variation
      // Where the variation exceeds the average the original may never end; each of our pieces is smaller than the whole.
      ends.push(leftBytes - clamp(Math.floor(size / 2) + wobble, 1, size - 1))
    }
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
