import type { Lane, SpanView } from '../view/timeline-view.ts'
import { rect, type Shape, text } from './drawing.ts'
import { inRows, textWidth } from './labels.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'

const BAR_PX = 20
const ROW_PX = 15
const PADDING = 6

/** Stretches of time as bars. A label stands in its bar if it fits, else below it. */
export function spanLane({ spans, tone }: Extract<Lane, { kind: 'spans' }>, frame: LaneFrame): DrawnLane {
  const { y } = frame
  // Overlapping stretches of one lane lie in rows of their own.
  const rows = stacked(spans)
  const bars = drawnBars(spans, frame).map(bar => ({ ...bar, y: y + (rows.get(bar.span) ?? 0) * (BAR_PX + 2) }))
  const barsPx = (Math.max(0, ...rows.values()) + 1) * (BAR_PX + 2) - 2
  const inside = bars.filter(bar => fits(bar.span.label, bar.width, frame))
  const outside = bars.filter(bar => !inside.includes(bar))
  const below = inRows(
    outside.map(bar => ({ x: bar.x, words: bar.span.label, of: bar })),
    { leftPx: frame.leftPx, rightPx: frame.rightPx, fontPx: frame.font, mostRows: 3 },
  )
  const shapes: Shape[] = [
    ...bars.map(bar => rect(bar.x, bar.y, bar.width, BAR_PX, `span ${tone}`, bar.span.label)),
    ...inside.map(bar => text(bar.x + PADDING, bar.y + 14, bar.span.label, `in-span ${tone}`)),
    ...below.map(label => text(label.x, y + barsPx + 13 + label.row * ROW_PX, label.words, 'halo', label.anchor)),
  ]
  return { shapes, height: barsPx + Math.max(0, ...below.map(label => label.row + 1)) * ROW_PX }
}

/** Bars that would lie within one pixel of each other become one: thousands of them would only be a thicker line. */
export function drawnBars(
  spans: readonly SpanView[],
  { x }: Pick<LaneFrame, 'x'>,
): readonly { readonly span: SpanView; readonly x: number; readonly width: number }[] {
  return spans.reduce<{ span: SpanView; x: number; width: number }[]>((bars, span) => {
    const left = x(span.fromMs)
    const width = Math.max(x(span.toMs) - left, 2)
    const last = bars.at(-1)
    const joins = last !== undefined && left >= last.x && left - (last.x + last.width) < 1 && last.width + width < 8
    if (joins) last.width = Math.max(last.width, left + width - last.x)
    else bars.push({ span, x: left, width })
    return bars
  }, [])
}

function stacked(spans: readonly SpanView[]): ReadonlyMap<SpanView, number> {
  const endsMs: number[] = []
  return new Map(
    spans.map(span => {
      const free = endsMs.findIndex(endMs => endMs <= span.fromMs)
      const row = free === -1 ? endsMs.length : free
      endsMs[row] = span.toMs
      return [span, row]
    }),
  )
}

function fits(label: string, width: number, { font }: LaneFrame): boolean {
  return textWidth(label, font) + 2 * PADDING <= width
}
