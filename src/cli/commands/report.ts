import { join, relative, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { renderTerminal } from '../../report/terminal.ts'
import { drillFolder } from '../../run/drills.ts'
import { measureDrill, REPORTS, writeReports } from '../../run/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

const FORMATS = { html: 'report.html', md: 'report.md', json: 'drill.json', junit: 'junit.xml' } as const
type Format = keyof typeof FORMATS

export function reportCommand(program: Command, desk: Desk, done: (code: ExitCode) => void): void {
  program
    .command('report')
    .description('measure and render a drill again, from its journal alone')
    .argument('<drill>', "a drill's id, or its folder")
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(
      new Option('--format <form>', 'print one form on standard output and write nothing').choices(
        Object.keys(FORMATS),
      ),
    )
    .action(async (drill: string, options: { out: string; format?: Format }) => {
      const dir = await drillFolder(desk.world.files, resolve(desk.cwd, options.out), drill)
      const measured = await measureDrill(desk.world.files, dir)
      if (options.format !== undefined) desk.out.write(REPORTS[FORMATS[options.format]](measured))
      else {
        for (const problem of await writeReports(desk.world.files, dir, measured)) desk.err.write(`${problem}\n`)
        desk.out.write(renderTerminal(measured.view, { color: desk.out.colour, width: desk.out.width() }))
        desk.out.write(`  report      ${relative(desk.cwd, join(dir, 'report.html'))}\n`)
      }
      done(EXIT.passed)
    })
}
