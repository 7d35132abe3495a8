import { VERDICTS, type Verdict, worst } from '../model/verdict.ts'
import { style } from './templates/style.ts'
import { htmlTemplates } from './templates.ts'
import { columns, paint, type TerminalOptions, toneOf, wrapped } from './terminal-text.ts'
import type { DrillView, FollowUpView } from './view/drill-view.ts'
import { legible, mapTexts } from './view/legible.ts'
import { counted, unbroken, VERDICT_WORDS } from './view/words.ts'

const render = htmlTemplates()

/** One drill of a game day, as one row of its table. */
export interface GameDayRow {
  readonly drill: string
  readonly scenario: string
  readonly title: string
  readonly platform: string
  readonly verdict: Verdict
  readonly word: string
  readonly rto: string
  readonly target: string
  readonly happened: string
  /** Empty if nothing is left behind. */
  readonly cleanup: string
  readonly followUps: readonly FollowUpView[]
  /** Where the drill's own report lies: shown on a terminal, and linked from the page. */
  readonly report: string
}

/** A drill's row. `report` is the path of its report, from where the game day's page will lie. */
export function gameDayRow(view: DrillView, report: string): GameDayRow {
  return {
    drill: view.drill,
    scenario: view.scenario,
    title: view.title,
    platform: view.platform,
    verdict: view.verdict.verdict,
    word: view.verdict.word,
    rto: view.rto.value,
    target: view.rto.target,
    happened: view.verdict.headline,
    cleanup: view.cleanup.clean ? '' : `${view.cleanup.word}.`,
    followUps: view.followUps,
    report: legible(report),
  }
}

/** Several drills as one page. */
export function renderGameDayHtml(drills: readonly GameDayRow[]): string {
  const rows = drills.map(row => ({ ...mapTexts(row, unbroken), href: relativeHref(row.report) }))
  const verdict = worst(rows.map(row => row.verdict))
  return render({
    body: 'gameDay',
    style,
    pageTitle: `${VERDICT_WORDS[verdict]}: game day of ${counted(rows.length, 'drill')}`,
    title: `A game day of ${counted(rows.length, 'drill')}`,
    facts: [...new Set(rows.map(row => row.platform)), ...days(rows)].join(' · '),
    verdict,
    word: VERDICT_WORDS[verdict],
    headline: `${tally(rows)}.`,
    rows,
    followUps: rows.flatMap(row => row.followUps.map(followUp => ({ ...followUp, drill: row.scenario }))),
  })
}

/** The days on which drills began, which are the first thing in their names. */
function days(rows: readonly { readonly drill: string }[]): readonly string[] {
  const dates = rows.flatMap(({ drill }) => /^(\d{4})(\d\d)(\d\d)-/.exec(drill)?.slice(1).join('-') ?? [])
  return [...new Set(dates)]
}

/** Several drills as a table for a terminal. */
export function renderGameDayTerminal(rows: readonly GameDayRow[], options: TerminalOptions): string {
  const table = columns(
    rows.map(row => [
      { text: row.word.toUpperCase(), tone: toneOf(row.verdict) },
      { text: row.scenario },
      { text: row.rto },
      { text: row.target },
    ]),
    ['verdict', 'scenario', 'RTO achieved', 'target'],
    options,
  )
  const stories = rows.flatMap(row => [
    paint(row.scenario, 'strong', options),
    ...wrapped(`${row.happened} ${row.cleanup}`, options.width - 2).map(line => `  ${line}`),
    `  ${paint(row.report, 'muted', options)}`,
  ])
  const verdict = worst(rows.map(row => row.verdict))
  return [
    ...table,
    '',
    ...stories,
    '',
    `${paint(VERDICT_WORDS[verdict], toneOf(verdict), options)}: ${tally(rows)}.`,
    '',
  ].join('\n')
}

function tally(rows: readonly GameDayRow[]): string {
  if (rows.length === 0) return 'No drill was run'
  return VERDICTS.map(verdict => ({ verdict, count: rows.filter(row => row.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(', ')
}

/** A path as a link that stays within the folder: never a scheme that could do something. */
function relativeHref(path: string): string {
  const isPlain = !/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('//')
  return isPlain ? path.split('/').map(encodeURIComponent).join('/') : ''
}
