import type { Drawing } from './charts/drawing.ts'
import { type Layout, NARROW, timelineDrawing } from './charts/timeline-drawing.ts'
import type { TimelineView } from './view/timeline/timeline-view.ts'

export interface SizedDrawing {
  readonly size: 'wide' | 'narrow'
  readonly drawing: Drawing
}

/** A picture for screens and paper, and one for telephones. */
export function bothSizes(view: TimelineView | undefined, id: string, wide: Layout): readonly SizedDrawing[] {
  if (view === undefined) return []
  return [
    { size: 'wide', drawing: timelineDrawing(view, `${id}-wide`, wide) },
    { size: 'narrow', drawing: timelineDrawing(view, `${id}-narrow`, NARROW) },
  ]
}
