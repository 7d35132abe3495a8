import type { DrillMeasures } from '../model/measures.ts'
import { VERDICTS, type Verdict } from '../model/verdict.ts'
import { pageOf } from './page-of.ts'
import { relativeHref } from './relative-href.ts'
import { style } from './templates/style.ts'
import { logoSource, PLAIN, type Theme } from './theme.ts'
import { qualityFigure } from './view/first-screen/quality-figure.ts'
import { rpoView } from './view/first-screen/rpo-view.ts'
import { rtoView } from './view/first-screen/rto-view.ts'
import { legible, mapTexts } from './view/legible.ts'
import { counted, unbroken, VERDICT_WORDS, wallWords } from './view/words.ts'

/** One drill of a folder: its numbers, and where its report lies. */
export interface ListedDrill {
  readonly measures: DrillMeasures
  readonly report: string
}

/** One drill as one row, in words. */
export interface IndexRow {
  readonly drill: string
  readonly started: string
  readonly title: string
  readonly scenario: string
  readonly platform: string
  readonly environment: string
  readonly verdict: Verdict
  readonly word: string
  readonly rto: string
  readonly target: string
  readonly lost: string
  readonly quality: string
  readonly toDo: number
  /** Empty if nothing is left behind. */
  readonly cleanup: string
  readonly report: string
}

/** The drills as rows, newest first. One whose numbers are of a version that cannot be shown is left out. */
export function indexRows(drills: readonly ListedDrill[]): readonly IndexRow[] {
  return drills
    .flatMap(drill => {
      try {
        return mapTexts(indexRow(drill), legible)
      } catch {
        return []
      }
    })
    .toSorted((a, b) => (a.started < b.started ? 1 : -1))
}

function indexRow({ measures, report }: ListedDrill): IndexRow {
  const { drill, startedAt, title, scenario, platform, environment, verdict, followUps, rollback } = measures
  const rto = rtoView(measures)
  return {
    drill,
    started: wallWords(startedAt),
    title,
    scenario,
    platform,
    environment,
    verdict,
    word: VERDICT_WORDS[verdict],
    rto: rto.value,
    target: rto.target,
    lost: rpoView(measures).value,
    quality: qualityFigure({ ...measures, quality: measures.quality ?? null }).value,
    toDo: followUps.length,
    cleanup: rollback.complete && rollback.scanned ? '' : 'Clean-up is open.',
    report,
  }
}

/** All drills of a folder on one page. */
export function renderIndexHtml(all: readonly IndexRow[], omitted: number, theme: Theme = PLAIN): string {
  const rows = mapTexts(all, unbroken)
  const scenarios = unique(rows.map(row => row.scenario))
  const platforms = unique(rows.map(row => row.platform))
  const selects = [
    select(
      'verdict',
      'Verdict',
      VERDICTS,
      rows.map(row => row.verdict),
    ),
    select(
      'scenario',
      'Scenario',
      scenarios,
      rows.map(row => row.scenario),
    ),
    select(
      'platform',
      'Platform',
      platforms,
      rows.map(row => row.platform),
    ),
  ]
  const newest = new Set(scenarios.map(scenario => rows.find(row => row.scenario === scenario)?.drill))
  return pageOf(theme)({
    logo: logoSource(theme),
    body: 'index',
    style,
    pageTitle: `${counted(rows.length, 'drill')} of ${platforms.join(', ') || 'no platform'}`,
    title: counted(rows.length, 'drill'),
    facts: tally(rows),
    selects,
    filters: selects.flatMap(({ id, options }) =>
      options.map(({ value }) => ({ select: id, value, css: `${id}-${value}` })),
    ),
    omitted: omitted > 0 ? `${counted(omitted, 'older drill')} in this folder left out.` : '',
    rows: rows.map(row => ({
      ...row,
      href: relativeHref(row.report),
      css: [
        `verdict-${VERDICTS.indexOf(row.verdict)}`,
        `scenario-${scenarios.indexOf(row.scenario)}`,
        `platform-${platforms.indexOf(row.platform)}`,
        ...(newest.has(row.drill) ? [] : ['older']),
      ].join(' '),
    })),
  })
}

/** What can be chosen, by number: what stands in a style sheet must never come from outside. */
function select(id: string, label: string, names: readonly string[], of: readonly string[]) {
  const options = names
    .map((words, value) => ({ value, words, count: of.filter(each => each === words).length }))
    .filter(option => option.count > 0)
  return { id, label, options }
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

function tally(rows: readonly IndexRow[]): string {
  return VERDICTS.map(verdict => `${rows.filter(row => row.verdict === verdict).length} ${verdict}`).join(', ')
}
