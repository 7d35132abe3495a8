import { greatest } from 'd3-array'
import type { Lane, SpanView, TimelineView } from '../view/timeline/timeline-view.ts'

// An outage narrower than this part of the axis is too thin to be read.
const THIN_RATIO = 1 / 12
const LEAST_MARGIN_MS = 1000

/** The same timeline around its longest outage, where that is too thin to be read in the whole. */
export function closeUp(view: TimelineView): TimelineView | undefined {
  const outages = view.lanes.flatMap(lane => (lane.kind === 'latency' ? lane.outages : []))
  const longest = greatest(outages, outage => outage.toMs - outage.fromMs)
  if (longest === undefined) return undefined
  const lengthMs = longest.toMs - longest.fromMs
  if (lengthMs > (view.toMs - view.fromMs) * THIN_RATIO) return undefined
  const marginMs = Math.max(lengthMs / 2, LEAST_MARGIN_MS)
  return cropped(view, Math.max(view.fromMs, longest.fromMs - marginMs), Math.min(view.toMs, longest.toMs + marginMs))
}

function cropped(view: TimelineView, fromMs: number, toMs: number): TimelineView {
  const within = ({ atMs }: { readonly atMs: number }) => atMs >= fromMs && atMs <= toMs
  const clipped = (spans: readonly SpanView[]) =>
    spans
      .filter(span => span.toMs > fromMs && span.fromMs < toMs)
      .map(span => ({ ...span, fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }))
  const lanes = view.lanes.map((lane): Lane => {
    switch (lane.kind) {
      case 'spans':
        return { ...lane, spans: clipped(lane.spans) }
      case 'load':
        return {
          ...lane,
          buckets: lane.buckets.filter(each => each.fromMs + lane.bucketMs > fromMs && each.fromMs < toMs),
        }
      case 'marks':
        return { ...lane, marks: lane.marks.filter(within) }
      case 'latency': {
        const { bucketMs } = lane.series
        const buckets = lane.series.buckets.filter(each => each.fromMs + bucketMs > fromMs && each.fromMs < toMs)
        const points = lane.points.filter(within)
        return { ...lane, series: { bucketMs, buckets }, outages: clipped(lane.outages), points }
      }
      default:
        return lane satisfies never
    }
  })
  return {
    ...view,
    fromMs,
    toMs,
    summary: 'The longest outage, close up. The table has the same.',
    milestones: view.milestones.filter(within),
    bands: clipped(view.bands),
    lanes: lanes.filter(lane => lane.kind !== 'spans' || lane.spans.length > 0),
  }
}
