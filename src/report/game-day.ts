import { VERDICTS, worst } from '../model/verdict.ts'
import { bothSizes } from './both-sizes.ts'
import { STORY, WIDE } from './charts/timeline-drawing.ts'
import type { HtmlOptions } from './html.ts'
import { pageOf } from './page-of.ts'
import { relativeHref } from './relative-href.ts'
import { style } from './templates/style.ts'
import { logoSource, PLAIN } from './theme.ts'
import type { DrillView } from './view/drill-view.ts'
import type { FindingView } from './view/finding-view.ts'
import { legible, mapTexts } from './view/legible.ts'
import { counted, unbroken, VERDICT_WORDS } from './view/words.ts'

/** One drill of a game day. */
export interface GameDayRow {
  readonly view: DrillView
  /** Where the drill's own report lies: shown on a terminal, and linked from the page. */
  readonly report: string
}

/** A drill's row. `report` is the path of its report, from where the game day's page will lie. */
export function gameDayRow(view: DrillView, report: string): GameDayRow {
  return { view, report: legible(report) }
}

/** Several drills as one page: how each ended, the story of the day, what has to be done, then each drill. */
export function renderGameDayHtml(
  drills: readonly GameDayRow[],
  { theme = PLAIN, pages = {} }: HtmlOptions = {},
): string {
  const rows = mapTexts(drills, unbroken)
  const verdict = worst(rows.map(row => row.view.verdict.verdict))
  return pageOf(theme)({
    logo: logoSource(theme),
    body: 'gameDay',
    style,
    pageTitle: `${VERDICT_WORDS[verdict]}: game day of ${counted(rows.length, 'drill')}`,
    title: `A game day of ${counted(rows.length, 'drill')}`,
    facts: [...new Set(rows.map(row => row.view.platform)), ...days(rows)].join(' · '),
    verdict,
    word: VERDICT_WORDS[verdict],
    headline: `${tally(rows)}.`,
    findings: mergedFindings(rows),
    drills: rows.map(({ view, report }, i) => ({
      view,
      number: i + 1,
      id: `drill-${i + 1}`,
      page: pages[`drill-${i + 1}`] ?? null,
      time: view.started.replace(/^\S+ /, ''),
      href: relativeHref(report),
      cleanup: view.cleanup.clean ? '' : `${view.cleanup.word}.`,
      storyDrawings: bothSizes(view.story.picture, `story-${i + 1}`, STORY),
      timelineDrawings: bothSizes(view.timeline, `timeline-${i + 1}`, WIDE),
    })),
  })
}

/** How many drills ended how: `2 passed, 1 failed`. */
export function tally(rows: readonly GameDayRow[]): string {
  if (rows.length === 0) return 'No drill was run'
  return VERDICTS.map(verdict => ({ verdict, count: rows.filter(row => row.view.verdict.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(', ')
}

/** What several drills found is one thing to do: told once, with all that found it. */
export function mergedFindings(rows: readonly GameDayRow[]): readonly MergedFinding[] {
  const merged = new Map<string, MergedFinding>()
  for (const { view } of rows) {
    for (const finding of view.findings) {
      const key = `${finding.severity}|${finding.action}|${finding.owner}`
      const known = merged.get(key)
      const found = `${view.scenario}: ${finding.what}`
      merged.set(key, { ...(known ?? finding), found: [...(known?.found ?? []), found] })
    }
  }
  const order = ['high', 'medium', 'low'] as const
  return [...merged.values()].toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}

export interface MergedFinding extends FindingView {
  readonly found: readonly string[]
}

/** The days on which drills began, which are the first thing in their names. */
function days(rows: readonly GameDayRow[]): readonly string[] {
  const dates = rows.flatMap(({ view }) => /^(\d{4})(\d\d)(\d\d)-/.exec(view.drill)?.slice(1).join('-') ?? [])
  return [...new Set(dates)]
}
