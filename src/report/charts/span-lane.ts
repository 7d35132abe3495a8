import type { Lane, SpanView, Tone } from '../view/timeline/timeline-view.ts'
import { line, rect, type Shape, text } from './drawing.ts'
import { inRows, textWidth } from './labels.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'

const BAR_PX = 20
const ROW_PX = 15
/** How far words stand from the edge of their bar. */
export const PADDING = 6

/** Stretches of time as bars. A label stands in its bar if it fits, else below it. */
export function spanLane({ spans, tone }: Extract<Lane, { kind: 'spans' }>, frame: LaneFrame): DrawnLane {
  const { y, leftPx, rightPx, font } = frame
  // Overlapping stretches of one lane lie in rows of their own.
  const rows = stacked(spans)
  const bars = rows.flatMap((row, i) =>
    drawnBars(row, frame).map(bar => ({ ...bar, y: y + i * (BAR_PX + 2), words: barWords(bar) })),
  )
  const barsPx = rows.length * (BAR_PX + 2) - 2
  const inside = bars.filter(bar => bar.words !== '' && fits(bar.words, bar.width, font))
  const below = inRows(
    bars.filter(bar => !inside.includes(bar)).map(bar => ({ x: bar.x, words: bar.words, of: bar })),
    { leftPx, rightPx, fontPx: font, mostRows: 3, underLines: true },
  )
  const shapes: Shape[] = [
    ...bars.map(bar => rect(bar.x, bar.y, bar.width, BAR_PX, `span ${toneOf(bar) ?? tone}`, bar.words)),
    ...inside.map(bar => text(bar.x + PADDING, bar.y + 14, bar.words, `in-span ${toneOf(bar) ?? tone}`)),
    ...below.map(({ of: bar, row }) => leader(bar.x + 1, bar.y + BAR_PX, y + barsPx + 4 + row * ROW_PX)),
    ...below.map(label => text(label.x + 4, y + barsPx + 13 + label.row * ROW_PX, label.words, 'halo')),
  ]
  return { shapes, height: barsPx + Math.max(0, ...below.map(label => label.row + 1)) * ROW_PX }
}

/** From a bar down to its words: without it they would seem to belong to whatever they stand under. */
export function leader(x: number, fromPx: number, toPx: number): Shape {
  return line(x, fromPx, x, toPx + 8, 'leader')
}

/** One bar, and the stretches of time it stands for. */
export interface Bar {
  readonly x: number
  readonly width: number
  readonly spans: readonly SpanView[]
}

/** Bars that would lie within one pixel of each other become one: thousands of them would only be a thicker line. */
export function drawnBars(spans: readonly SpanView[], { x }: Pick<LaneFrame, 'x'>): readonly Bar[] {
  const bars: { x: number; width: number; spans: SpanView[] }[] = []
  for (const span of spans) {
    const left = x(span.fromMs)
    const width = Math.max(x(span.toMs) - left, 2)
    const last = bars.at(-1)
    const joins =
      last !== undefined &&
      last.spans[0]?.tone === span.tone &&
      left >= last.x &&
      left - (last.x + last.width) < 1 &&
      last.width + width < 8
    if (joins) {
      last.width = Math.max(last.width, left + width - last.x)
      last.spans.push(span)
    } else {
      bars.push({ x: left, width, spans: [span] })
    }
  }
  return bars
}

/** What a bar says. One that stands for many says how many. */
export function barWords({ spans }: Bar): string {
  const labels = [...new Set(spans.map(span => span.label))].filter(label => label !== '')
  if (labels.length <= 3) return labels.join(', ')
  return `${labels[0]} and ${labels.length - 1} more`
}

function toneOf({ spans }: Bar): Tone | undefined {
  return spans[0]?.tone
}

function stacked(spans: readonly SpanView[]): readonly (readonly SpanView[])[] {
  const rows: SpanView[][] = []
  for (const span of spans) {
    const free = rows.find(row => (row.at(-1)?.toMs ?? 0) <= span.fromMs)
    if (free === undefined) rows.push([span])
    else free.push(span)
  }
  return rows
}

/** Whether a label has room inside its bar. */
export function fits(label: string, width: number, font: number): boolean {
  return textWidth(label, font) + 2 * PADDING <= width
}
