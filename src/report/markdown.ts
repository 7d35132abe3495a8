import { markdownTemplate } from './templates.ts'
import type { DrillView } from './view/drill-view.ts'
import { mapTexts } from './view/legible.ts'

const render = markdownTemplate()

/** One drill as Markdown. Escaping happens to the whole view at once, so that no value can be forgotten. */
export function renderMarkdown(view: DrillView): string {
  return render({ ...mapTexts(view, markdownText), sign: SIGNS[view.verdict.verdict] })
}

const SIGNS = { passed: '✅', inconclusive: '❔', failed: '❌' } as const

/** A text as it reads, on one line: nothing in it is a heading, a link, a table cell's end or a tag. */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]~|#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
