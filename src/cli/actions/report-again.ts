import { basename, resolve } from 'node:path'
import { DrillError } from '../../model/error.ts'
import { drillFolder, drillFolders } from '../../run/paper/drills.ts'
import { measureDrill, REPORTS } from '../../run/paper/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { ReportFormat } from '../options.ts'
import {
  type LookOptions,
  type MeasuredDrill,
  publishDrill,
  publishGameDay,
  publishIndex,
  publishToGithub,
  tellDrill,
  themeOf,
} from './publish.ts'

const FILES = { html: 'report.html', md: 'report.md', json: 'drill.json', junit: 'junit.xml' } as const

export interface ReportOptions extends LookOptions {
  readonly out: string
  readonly format?: ReportFormat
  readonly together?: boolean
}

/** Measures and renders drills again, from their journals alone; together they make one game-day report. */
export async function reportAgain(desk: Desk, named: readonly string[], options: ReportOptions): Promise<ExitCode> {
  const out = resolve(desk.cwd, options.out)
  const theme = await themeOf(desk, options)
  const dirs = await chosen(desk, out, named, options)
  if (options.format !== undefined) {
    for (const dir of dirs) {
      desk.out.write(REPORTS[FILES[options.format]](await measureDrill(desk.world.files, dir), theme))
    }
    return EXIT.passed
  }
  const done: MeasuredDrill[] = []
  for (const dir of dirs) {
    const drill = { id: basename(dir), dir, measured: await measureDrill(desk.world.files, dir) }
    await publishDrill(desk, drill, options, theme)
    if (options.together !== true) tellDrill(desk, drill)
    done.push(drill)
  }
  if (options.together === true) await publishGameDay(desk, out, done, options, theme)
  await publishIndex(desk, out, theme)
  await publishToGithub(desk, done)
  return EXIT.passed
}

/** The drills that were named; all of the folder where none was, and they are wanted together. */
async function chosen(desk: Desk, out: string, named: readonly string[], { together }: ReportOptions) {
  const { files } = desk.world
  if (named.length > 0) return await Promise.all(named.map(drill => drillFolder(files, out, drill)))
  const all = together === true ? await drillFolders(files, out) : []
  if (all.length > 0) return all
  throw new DrillError('USAGE', together === true ? `There is no drill in ${out}.` : 'No drill was named.', {
    hint: 'name one or more by id or folder; "--together" without names takes all of --out',
  })
}
