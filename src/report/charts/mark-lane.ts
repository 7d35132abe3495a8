import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape'
import type { MarkView } from '../view/timeline/timeline-view.ts'
import { type Shape, sign, text } from './drawing.ts'
import { inRows } from './labels.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'

const ROW_PX = 17
const SIGNS = {
  good: symbolCircle,
  unknown: symbolDiamond,
  bad: symbolTriangle,
  plain: symbolSquare,
} as const satisfies Record<MarkView['tone'], unknown>

/** Single instants, each with a sign of its own shape: colour alone says nothing. */
export function markLane(marks: readonly MarkView[], { x, y, leftPx, rightPx, font }: LaneFrame): DrawnLane {
  const wishes = marks.map(mark => ({ x: x(mark.atMs), words: mark.label, of: mark }))
  const labels = inRows(wishes, { leftPx, rightPx, fontPx: font, mostRows: 6, besidePx: 9 })
  const placed = new Map(labels.map(label => [label.of, label]))
  const rows = Math.max(1, ...labels.map(label => label.row + 1))
  const shapes = marks.flatMap((mark): Shape[] => {
    const label = placed.get(mark)
    const middle = y + 10 + (label?.row ?? 0) * ROW_PX
    const drawn = sign(symbol(SIGNS[mark.tone], 64)() ?? '', x(mark.atMs), middle, `sign ${mark.tone}`, mark.label)
    if (label === undefined) return [drawn]
    return [drawn, text(label.x, middle + 4, label.words, 'halo', label.anchor)]
  })
  return { shapes, height: rows * ROW_PX + 3 }
}
