import { bothSizes, type SizedDrawing } from './both-sizes.ts'
import { closeUp } from './charts/close-up.ts'
import { neighbourDrawing } from './charts/neighbour-drawing.ts'
import { qualityDrawing } from './charts/quality-drawing.ts'
import { rpoDrawing } from './charts/rpo-drawing.ts'
import { NARROW, STORY, WIDE } from './charts/timeline-drawing.ts'
import { pageOf } from './page-of.ts'
import { SECTIONS } from './templates/sections.ts'
import { style } from './templates/style.ts'
import { logoSource, PLAIN, type Theme } from './theme.ts'
import type { DrillView } from './view/drill-view.ts'
import { mapTexts } from './view/legible.ts'
import { unbroken } from './view/words.ts'

const RPO_WIDTH = 300
const NEIGHBOUR_WIDTHS = { wide: 520, narrow: NARROW.width } as const

/** How a page is to look, and, for paper, where its headings come to stand. */
export interface HtmlOptions {
  readonly theme?: Theme | undefined
  readonly pages?: Readonly<Record<string, number>> | undefined
}

/** One drill as one page that needs nothing else: no script, no network, no font. */
export function renderHtml(drill: DrillView, { theme = PLAIN, pages = {} }: HtmlOptions = {}): string {
  const view = mapTexts(drill, unbroken)
  return pageOf(theme)({
    logo: logoSource(theme),
    ...view,
    body: 'drill',
    style,
    sections: SECTIONS.filter(section => section.has(view)).map(({ id, title }) => ({
      id,
      title,
      page: pages[id] ?? null,
    })),
    pageTitle: `${view.verdict.word}: ${view.title}`,
    storyDrawings: bothSizes(view.story.picture, 'story', STORY),
    neighbourDrawings: neighbourDrawings(view),
    qualityDrawing: qualityDrawing(view.qualityFigure, 'quality', RPO_WIDTH) ?? null,
    rpoDrawing: rpoDrawing(view.rpo, 'rpo', RPO_WIDTH) ?? null,
    timelineDrawings: bothSizes(view.timeline, 'timeline', WIDE),
    closeUpDrawings: bothSizes(closeUp(view.timeline), 'close-up', WIDE),
  })
}

function neighbourDrawings({ neighbourFigure }: DrillView): readonly SizedDrawing[] {
  if (neighbourFigure === undefined) return []
  return (['wide', 'narrow'] as const).flatMap(size => {
    const drawing = neighbourDrawing(neighbourFigure, `neighbours-${size}`, NEIGHBOUR_WIDTHS[size])
    return drawing === undefined ? [] : [{ size, drawing }]
  })
}
