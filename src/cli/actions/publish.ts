import { join, relative, resolve } from 'node:path'
import { messageOf } from '../../model/error.ts'
import { type GameDayRow, gameDayRow, renderGameDayHtml } from '../../report/game-day.ts'
import { renderGameDayTerminal } from '../../report/game-day-terminal.ts'
import { githubAnnotations, renderStepSummary } from '../../report/github.ts'
import { renderHtml } from '../../report/html.ts'
import { renderTerminal } from '../../report/terminal.ts'
import type { Theme } from '../../report/theme.ts'
import { writeIndex } from '../../run/paper/index-page.ts'
import { writePdf } from '../../run/paper/pdf.ts'
import { type Measured, writeReports } from '../../run/paper/reports.ts'
import { readTheme } from '../../run/paper/theme.ts'
import type { Desk } from '../desk.ts'

/** How reports are to look, and whether they are printed. */
export interface LookOptions {
  readonly pdf?: boolean
  readonly theme?: string
}

/** A drill and what was measured of it. */
export interface MeasuredDrill {
  readonly id: string
  readonly dir: string
  readonly measured: Measured
}

/** The theme somebody asked for. Read before anything else is done: a typo must not show after the drill. */
export async function themeOf({ world, cwd }: Desk, { theme }: LookOptions): Promise<Theme | undefined> {
  return theme === undefined ? undefined : await readTheme(world.files, resolve(cwd, theme))
}

/** Writes all reports of one drill. What could not be made is said, and keeps nothing else from being made. */
export async function publishDrill(desk: Desk, { dir, measured }: MeasuredDrill, look: LookOptions, theme?: Theme) {
  for (const problem of await writeReports(desk.world.files, dir, measured, theme)) desk.err.write(`${problem}\n`)
  if (look.pdf !== true) return
  const html = (pages?: Readonly<Record<string, number>>) => renderHtml(measured.view, { theme, pages })
  for (const problem of await writePdf(desk.world, join(dir, 'report.pdf'), html)) desk.err.write(`${problem}\n`)
}

/** What was measured of one drill, on the terminal, and where its report lies. */
export function tellDrill(desk: Desk, { dir, measured }: MeasuredDrill): void {
  desk.out.write(renderTerminal(measured.view, { color: desk.out.colour, width: desk.out.width() }))
  desk.out.write(`  report      ${shown(desk, join(dir, 'report.html'))}\n`)
}

/** Several drills as one event: a page beside their folders, a table on the terminal. */
export async function publishGameDay(
  desk: Desk,
  out: string,
  done: readonly MeasuredDrill[],
  look: LookOptions,
  theme?: Theme,
) {
  const first = done[0]
  if (first === undefined) return
  const name = `game-day-${first.id.slice(0, 15)}`
  const linked = rowsOf(done, ({ dir }) => join(relative(out, dir), 'report.html').replaceAll('\\', '/'))
  try {
    await desk.world.files.write(join(out, `${name}.html`), renderGameDayHtml(linked, { theme }))
  } catch (error) {
    desk.err.write(`the game-day page could not be written: ${messageOf(error)}\n`)
  }
  if (look.pdf === true) {
    const html = (pages?: Readonly<Record<string, number>>) => renderGameDayHtml(linked, { theme, pages })
    for (const problem of await writePdf(desk.world, join(out, `${name}.pdf`), html)) desk.err.write(`${problem}\n`)
  }
  const rows = rowsOf(done, ({ dir }) => shown(desk, join(dir, 'report.html')))
  desk.out.write(`\n${renderGameDayTerminal(rows, { color: desk.out.colour, width: desk.out.width() })}`)
  desk.out.write(`game day: ${shown(desk, join(out, `${name}.html`))}\n`)
}

/** Brings the list of all drills of a folder up to date. */
export async function publishIndex({ world, err }: Desk, out: string, theme?: Theme): Promise<void> {
  for (const problem of await writeIndex(world.files, out, theme)) err.write(`${problem}\n`)
}

/** Says it to GitHub, if that is where we are. */
export async function publishToGithub({ world, err }: Desk, done: readonly MeasuredDrill[]): Promise<void> {
  if (world.env.GITHUB_ACTIONS !== 'true' || done.length === 0) return
  const rows = rowsOf(done, ({ id }) => `${id}/report.html`)
  for (const annotation of githubAnnotations(rows)) err.write(`${annotation}\n`)
  const file = world.env.GITHUB_STEP_SUMMARY ?? ''
  if (file === '') return
  try {
    const summary = await world.files.append(file)
    await summary.write(renderStepSummary(rows))
    await summary.close()
  } catch (error) {
    err.write(`the step summary could not be written: ${messageOf(error)}\n`)
  }
}

function rowsOf(done: readonly MeasuredDrill[], report: (drill: MeasuredDrill) => string): readonly GameDayRow[] {
  return done.map(drill => gameDayRow(drill.measured.view, report(drill)))
}

/** A path as somebody in this folder would type it. */
export function shown({ cwd }: Desk, path: string): string {
  const short = relative(cwd, path)
  return short.startsWith('..') ? path : short
}
