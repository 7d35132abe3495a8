import { scaleLinear } from 'd3-scale'
import { formatDuration } from '../../model/duration.ts'
import type { NeighbourFigure } from '../view/first-screen/neighbour-figure.ts'
import { type Drawing, line, rect, type Shape, text } from './drawing.ts'
import { textWidth } from './labels.ts'

const ROW_PX = 24
const LEFT_PX = 84
const RIGHT_PX = 70
const FONT = 13

/** How long the slowest answers took before, under and after the load, and how long they may take under it. */
export function neighbourDrawing(
  { bars, limitMs, value, met }: NeighbourFigure,
  id: string,
  width: number,
): Drawing | undefined {
  if (bars.length === 0) return undefined
  const longest = Math.max(...bars.map(bar => bar.ms), limitMs ?? 0)
  const x = scaleLinear([0, longest], [LEFT_PX, width - RIGHT_PX])
  const bottom = bars.length * ROW_PX
  return {
    id,
    width,
    height: bottom + (limitMs === undefined ? 6 : 24),
    title: `The slowest answers of the tenant that suffered most: ${value} as long`,
    shapes: [
      ...bars.flatMap(({ label, ms }, i): readonly Shape[] => {
        const y = i * ROW_PX
        const beyond = met === 'no' && label === 'under load' && limitMs !== undefined && ms > limitMs
        return [
          text(0, y + 15, label, 'small'),
          rect(
            LEFT_PX,
            y + 3,
            x(ms) - LEFT_PX,
            16,
            `bar ${beyond ? 'bad' : 'plain'}`,
            `${label} ${formatDuration(ms)}`,
          ),
        ]
      }),
      ...(limitMs === undefined ? [] : limit(limitMs, x(limitMs), bottom, width)),
      // Above the line of what is allowed, which would cross one that ends near it.
      ...bars.map(({ ms }, i) => text(x(ms) + 6, i * ROW_PX + 15, formatDuration(ms), 'small strong halo')),
      line(LEFT_PX, 0, LEFT_PX, bottom, 'axis'),
    ],
  }
}

function limit(limitMs: number, at: number, bottom: number, width: number): readonly Shape[] {
  const words = `${formatDuration(limitMs)} allowed`
  const half = textWidth(words, FONT) / 2
  return [
    line(at, ROW_PX - 2, at, Math.min(bottom, 2 * ROW_PX - 1), 'target'),
    line(at, 2 * ROW_PX - 1, at, bottom + 4, 'leader'),
    text(Math.min(Math.max(at, half), width - half), bottom + 18, words, 'small muted', 'middle'),
  ]
}
