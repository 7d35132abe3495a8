import { join, relative, resolve } from 'node:path'
import { renderTerminal } from '../../report/terminal.ts'
import { drillFolder } from '../../run/drills.ts'
import { measureDrill, REPORTS, writeReports } from '../../run/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { ReportFormat } from '../options.ts'

const FILES = { html: 'report.html', md: 'report.md', json: 'drill.json', junit: 'junit.xml' } as const

export interface ReportOptions {
  readonly out: string
  readonly format?: ReportFormat
}

/** Measures and renders a drill again, from its journal alone. */
export async function reportAgain(desk: Desk, drill: string, { out, format }: ReportOptions): Promise<ExitCode> {
  const { files } = desk.world
  const dir = await drillFolder(files, resolve(desk.cwd, out), drill)
  const measured = await measureDrill(files, dir)
  if (format !== undefined) {
    desk.out.write(REPORTS[FILES[format]](measured))
    return EXIT.passed
  }
  for (const problem of await writeReports(files, dir, measured)) desk.err.write(`${problem}\n`)
  desk.out.write(renderTerminal(measured.view, { color: desk.out.colour, width: desk.out.width() }))
  desk.out.write(`  report      ${relative(desk.cwd, join(dir, 'report.html'))}\n`)
  return EXIT.passed
}
