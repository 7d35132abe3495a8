import { type Command, Option } from 'commander'
import type { ReportOptions } from '../actions/report-again.ts'
import type { Front } from '../front.ts'
import { REPORT_FORMATS } from '../options.ts'

export function reportCommand(program: Command, front: Front): void {
  const format = new Option('--format <form>', 'print one form on standard output and write nothing')
  program
    .command('report')
    .description('measure and render a drill again, from its journal alone')
    .argument('<drill>', "a drill's id, or its folder")
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(format.choices(REPORT_FORMATS))
    .action(async (drill: string, options: ReportOptions) => {
      const { reportAgain } = await import('../actions/report-again.ts')
      front.done(await reportAgain(await front.desk(), drill, options))
    })
}
