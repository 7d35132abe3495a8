import type { BadReason, Sample } from '../../src/model/sample.ts'

/** How the letters of a timeline are asked and answered. */
export interface Drawn {
  readonly journey?: string
  readonly everyMs?: number
  /** How long every answer takes, or a few of them, by their column. */
  readonly tookMs?: number | Readonly<Record<number, number>>
  /** How late we were to ask, by column. */
  readonly lateMs?: Readonly<Record<number, number>>
}

const BAD: Readonly<Record<string, BadReason>> = {
  x: 'refused',
  r: 'reset',
  t: 'timeout',
  c: 'truncated',
  u: 'unreachable',
  e: 'status',
  s: 'slow',
  w: 'wrong',
  '#': 'shed',
}
const TOOK_MS = 10

/**
 * A timeline as samples, one column for each interval: `.` good, `d` good but degraded, `_` not asked at all, and a letter
 * for each kind of bad sample.
 */
export function samples(drawing: string, { journey = 'ask', everyMs = 100, tookMs, lateMs }: Drawn = {}): Sample[] {
  return [...drawing].flatMap((letter, column) => {
    if (letter === '_') return []
    const bad = BAD[letter]
    if (bad === undefined && letter !== '.' && letter !== 'd') throw new Error(`no sample looks like "${letter}"`)
    const own = typeof tookMs === 'number' ? tookMs : (tookMs?.[column] ?? TOOK_MS)
    return {
      journey,
      dueMs: column * everyMs,
      tookMs: own,
      lateMs: lateMs?.[column] ?? 0,
      bad,
      detail: bad === undefined ? undefined : `it was ${bad}`,
      mode: letter === 'd' ? 'fallback' : undefined,
    }
  })
}

/** Where in a timeline a mark stands, as a time. */
export function columnOf(lane: string, mark: string, everyMs = 100): number {
  const column = lane.indexOf(mark)
  if (column === -1) throw new Error(`there is no "${mark}" in "${lane}"`)
  return column * everyMs
}
