import { closeUp } from './charts/close-up.ts'
import { qualityDrawing } from './charts/quality-drawing.ts'
import { rpoDrawing } from './charts/rpo-drawing.ts'
import { type Layout, NARROW, STORY, timelineDrawing, WIDE } from './charts/timeline-drawing.ts'
import { SECTIONS } from './templates/sections.ts'
import { style } from './templates/style.ts'
import { htmlTemplates } from './templates.ts'
import type { DrillView } from './view/drill-view.ts'
import { mapTexts } from './view/legible.ts'
import type { TimelineView } from './view/timeline-view.ts'
import { unbroken } from './view/words.ts'

const RPO_WIDTH = 300
const render = htmlTemplates()

/** One drill as one page that needs nothing else: no script, no network, no font. */
export function renderHtml(drill: DrillView): string {
  const view = mapTexts(drill, unbroken)
  return render({
    ...view,
    body: 'drill',
    style,
    sections: SECTIONS.filter(section => section.has(view)).map(({ id, title }) => ({ id, title })),
    pageTitle: `${view.verdict.word}: ${view.title}`,
    storyDrawings: bothSizes(view.story.picture, 'story', STORY),
    qualityDrawing: qualityDrawing(view.qualityFigure, 'quality', RPO_WIDTH) ?? null,
    rpoDrawing: rpoDrawing(view.rpo, 'rpo', RPO_WIDTH) ?? null,
    timelineDrawings: bothSizes(view.timeline, 'timeline', WIDE),
    closeUpDrawings: bothSizes(closeUp(view.timeline), 'close-up', WIDE),
  })
}

/** A picture for screens and paper, and one for telephones. */
function bothSizes(view: TimelineView | undefined, id: string, wide: Layout) {
  if (view === undefined) return []
  return [
    { size: 'wide', drawing: timelineDrawing(view, `${id}-wide`, wide) },
    { size: 'narrow', drawing: timelineDrawing(view, `${id}-narrow`, NARROW) },
  ]
}
