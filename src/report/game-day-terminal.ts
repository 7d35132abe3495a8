import { worst } from '../model/verdict.ts'
import { type GameDayRow, tally } from './game-day.ts'
import { columns, paint, type TerminalOptions, toneOf, wrapped } from './terminal-text.ts'
import type { DrillView } from './view/drill-view.ts'
import { VERDICT_WORDS } from './view/words.ts'

/** Several drills as a table for a terminal. */
export function renderGameDayTerminal(rows: readonly GameDayRow[], options: TerminalOptions): string {
  const table = columns(
    rows.map(({ view }) => [
      { text: view.verdict.word.toUpperCase(), tone: toneOf(view.verdict.verdict) },
      { text: view.scenario },
      { text: view.rto.value },
      { text: view.rto.target },
      ...beside(rows).map(({ of }) => ({ text: of(view) })),
    ]),
    ['verdict', 'scenario', 'RTO achieved', 'target', ...beside(rows).map(({ head }) => head)],
    options,
  )
  const stories = rows.flatMap(({ view, report }) => [
    paint(view.scenario, 'strong', options),
    ...wrapped(`${view.verdict.headline} ${cleanupWords(view)}`, options.width - 2).map(line => `  ${line}`),
    `  ${paint(report, 'muted', options)}`,
  ])
  const verdict = worst(rows.map(({ view }) => view.verdict.verdict))
  return [
    ...table,
    '',
    ...stories,
    '',
    `${paint(VERDICT_WORDS[verdict], toneOf(verdict), options)}: ${tally(rows)}.`,
    '',
  ].join('\n')
}

/** Empty if nothing is left behind. */
function cleanupWords({ cleanup }: DrillView): string {
  return cleanup.clean ? '' : `${cleanup.word}.`
}

/** What not every drill measures has a column only where one of these did. */
function beside(rows: readonly GameDayRow[]) {
  const columns = [
    { head: 'data lost', of: ({ rpo }: DrillView) => rpo.value, there: rows.some(({ view }) => view.rpo.measured) },
    {
      head: 'quality',
      of: ({ qualityFigure }: DrillView) => qualityFigure.value,
      there: rows.some(({ view }) => view.qualityFigure.measured),
    },
  ]
  return columns.filter(column => column.there)
}
