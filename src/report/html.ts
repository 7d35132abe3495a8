import { closeUp } from './charts/close-up.ts'
import { rtoDrawing } from './charts/rto-drawing.ts'
import { NARROW, timelineDrawing, WIDE } from './charts/timeline-drawing.ts'
import { SECTIONS } from './templates/sections.ts'
import { style } from './templates/style.ts'
import { htmlTemplates } from './templates.ts'
import type { DrillView } from './view/drill-view.ts'
import { mapTexts } from './view/legible.ts'
import { unbroken } from './view/words.ts'

const render = htmlTemplates()

/** One drill as one page that needs nothing else: no script, no network, no font. */
export function renderHtml(drill: DrillView): string {
  const view = mapTexts(drill, unbroken)
  const close = closeUp(view.timeline)
  return render({
    ...view,
    body: 'drill',
    style,
    sections: SECTIONS.filter(section => section.has(view)).map(({ id, title }) => ({ id, title })),
    pageTitle: `${view.verdict.word}: ${view.title}`,
    rtoDrawings: [
      { size: 'wide', drawing: rtoDrawing(view.rto, 'rto-wide', WIDE.width) },
      { size: 'narrow', drawing: rtoDrawing(view.rto, 'rto-narrow', NARROW.width) },
    ].filter(each => each.drawing !== undefined),
    timelineDrawings: [
      { size: 'wide', drawing: timelineDrawing(view.timeline, 'timeline-wide', WIDE) },
      { size: 'narrow', drawing: timelineDrawing(view.timeline, 'timeline-narrow', NARROW) },
    ],
    closeUpDrawings:
      close === undefined
        ? []
        : [
            { size: 'wide', drawing: timelineDrawing(close, 'close-up-wide', WIDE) },
            { size: 'narrow', drawing: timelineDrawing(close, 'close-up-narrow', NARROW) },
          ],
  })
}
