import { scaleLinear } from 'd3-scale'
import type { Lane, MarkView, TimelineView } from '../view/timeline/timeline-view.ts'
import { type Tick, timeTicks } from './axis.ts'
import { type Drawing, line, rect, type Shape, text } from './drawing.ts'
import { BOLD_RATIO, fitted, inRows, textWidth } from './labels.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'
import { latencyLane } from './latency-lane.ts'
import { loadLane } from './load-lane.ts'
import { markLane } from './mark-lane.ts'
import { spanLane } from './span-lane.ts'

/** How wide, and whether lane names stand beside their lanes or above them. */
export interface Layout {
  readonly width: number
  readonly gutter: number
  readonly font: number
  readonly ticks: number
}

/** For screens and paper. */
export const WIDE = { width: 920, gutter: 126, font: 13, ticks: 10 } as const satisfies Layout
/** For the left column of the first screen. */
export const STORY = { width: 640, gutter: 74, font: 13, ticks: 7 } as const satisfies Layout
/** For telephones. */
export const NARROW = { width: 330, gutter: 0, font: 12, ticks: 4 } as const satisfies Layout

const LANE_GAP = 14
const MARGIN_RIGHT = 8

/** Everything on one time axis. */
export function timelineDrawing(view: TimelineView, id: string, layout: Layout): Drawing {
  const leftPx = layout.gutter + 1
  const rightPx = layout.width - MARGIN_RIGHT
  const x = scaleLinear([view.fromMs, view.toMs], [leftPx, rightPx]).clamp(true)
  const frame = { x, leftPx, rightPx, font: layout.font }
  const heads = milestoneLabels(view.milestones, frame)
  const top = heads.height + 6
  const { shapes, bottom } = lanesFrom(top, view.lanes, frame, layout)
  const ticks = timeTicks(view.fromMs, view.toMs, view.zeroMs, layout.ticks)
  return {
    id,
    width: layout.width,
    height: bottom + 40,
    title: view.summary,
    shapes: [
      ...ticks.map(tick => line(x(tick.atMs), top - 4, x(tick.atMs), bottom, 'grid')),
      ...shapes.filter(shape => shape.shape !== 'text'),
      ...view.bands.map(({ fromMs, toMs, label }) =>
        rect(x(fromMs), top - 4, x(toMs) - x(fromMs), bottom - top, 'unsure', label),
      ),
      ...view.milestones.map(mark => line(x(mark.atMs), 4, x(mark.atMs), bottom, `milestone ${mark.tone}`)),
      // Words last: no line may run through them.
      ...shapes.filter(shape => shape.shape === 'text'),
      ...heads.shapes,
      line(leftPx, bottom, rightPx, bottom, 'axis'),
      ...tickLabels(ticks, frame, bottom + 16),
      text(rightPx, bottom + 34, `time since ${view.zeroWords}`, 'small muted', 'end'),
    ],
  }
}

type Frame = Omit<LaneFrame, 'y'>

function lanesFrom(top: number, lanes: readonly Lane[], frame: Frame, layout: Layout) {
  const beside = layout.gutter > 0
  let bottom = top
  const shapes = lanes.flatMap(lane => {
    const named = text(0, bottom + 14, nameOf(lane, layout), 'lane-name halo')
    const y = beside ? bottom : bottom + 20
    const drawn = drawLane(lane, { ...frame, y })
    bottom = y + drawn.height + LANE_GAP
    return [named, ...drawn.shapes]
  })
  return { shapes, bottom }
}

function nameOf({ label }: Lane, { gutter, width, font }: Layout): string {
  const room = gutter > 0 ? gutter - 10 : width
  // Of “journey ask-for-a-refund” the second word says more than the first.
  return fitted(textWidth(label, font) > room ? label.replace(/^journey /, '') : label, room, font)
}

function drawLane(lane: Lane, frame: LaneFrame): DrawnLane {
  switch (lane.kind) {
    case 'spans':
      return spanLane(lane, frame)
    case 'latency':
      return latencyLane(lane, frame)
    case 'load':
      return loadLane(lane, frame)
    case 'marks':
      return markLane(lane.marks, frame)
    default:
      return lane satisfies never
  }
}

/** Below their ticks, in the middle; those that would cover a neighbour or run over the edge are left out. */
function tickLabels(ticks: readonly Tick[], { x, rightPx, font }: Frame, y: number): readonly Shape[] {
  const wishes = ticks
    .map(tick => ({ x: x(tick.atMs) - textWidth(tick.label, font) / 2, words: tick.label, of: tick }))
    .filter(wish => wish.x >= 0)
  const labels = inRows(wishes, { leftPx: 0, rightPx: rightPx + MARGIN_RIGHT, fontPx: font, mostRows: 1 })
  return labels
    .filter(label => label.anchor === 'start')
    .map(label => text(x(label.of.atMs), y, label.words, 'small muted', 'middle'))
}

function milestoneLabels(marks: readonly MarkView[], { x, leftPx, rightPx, font }: Frame): DrawnLane {
  const wishes = marks.map(mark => ({ x: x(mark.atMs), words: mark.label, of: mark }))
  const labels = inRows(wishes, { leftPx, rightPx, fontPx: font * BOLD_RATIO, mostRows: 4, besidePx: 4 })
  const rows = Math.max(1, ...labels.map(label => label.row + 1))
  return {
    shapes: labels.map(label =>
      text(label.x, 12 + label.row * 15, label.words, `strong halo ${label.of.tone}`, label.anchor),
    ),
    height: rows * 15 + 4,
  }
}
