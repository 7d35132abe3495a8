import { type GameDayRow, mergedFindings, tally } from './game-day.ts'
import { markdownText } from './markdown.ts'
import { mapTexts } from './view/legible.ts'

const SIGNS = { passed: '✅', inconclusive: '❔', failed: '❌' } as const

/** What GitHub shows on the page of a workflow run. */
export function renderStepSummary(drills: readonly GameDayRow[]): string {
  const rows = mapTexts(drills, markdownText)
  const table = rows.map(({ view }) => {
    const { verdict, rto, rpo, qualityFigure } = view
    return `| ${SIGNS[verdict.verdict]} ${verdict.word} | ${view.title} | ${rto.value} | ${rto.target} | ${rpo.value} | ${qualityFigure.value} | ${verdict.headline} |`
  })
  const todo = mergedFindings(rows).map(({ severity, action, owner }) => `- [ ] ${action} (${severity}, ${owner})`)
  return [
    `## Blackstart: ${markdownText(tally(drills))}`,
    '',
    '| Verdict | Drill | RTO achieved | Target | Data lost | Quality | What happened |',
    '|---|---|---:|---:|---:|---:|---|',
    ...table,
    '',
    ...(todo.length === 0 ? [] : ['### What to do next', '', ...todo, '']),
  ].join('\n')
}

/** One line for each drill that did not pass, as GitHub marks them on a run and on the scenario's file. */
export function githubAnnotations(drills: readonly GameDayRow[]): readonly string[] {
  return drills.flatMap(({ view }) => {
    const { verdict } = view
    if (verdict.verdict === 'passed' && view.cleanup.clean) return []
    const level = verdict.verdict === 'failed' || !view.cleanup.clean ? 'error' : 'warning'
    const cleanup = view.cleanup.clean ? '' : ` ${view.cleanup.word}.`
    const title = `${verdict.word}: ${view.title}`
    return [`::${level} title=${property(title)}::${message(`${verdict.headline}${cleanup}`)}`]
  })
}

/** As GitHub wants what it must not take for a command of its own. */
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
