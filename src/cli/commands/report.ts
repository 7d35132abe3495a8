import { type Command, Option } from 'commander'
import type { ReportOptions } from '../actions/report-again.ts'
import type { Front } from '../front.ts'
import { lookOptions, REPORT_FORMATS } from '../options.ts'

export function reportCommand(program: Command, front: Front): void {
  const format = new Option('--format <form>', 'print one form on standard output and write nothing')
  const command = program
    .command('report')
    .description('measure and render drills again, from their journals alone')
    .argument('[drill...]', "drills' ids, or their folders")
    .option('--out <dir>', 'where drills are kept', 'reports')
    .option('--together', 'make one game-day report of them (of all drills in --out if none is named)')
    .addOption(format.choices(REPORT_FORMATS))
  lookOptions(command)
    .addHelpText('after', HELP)
    .action(async (drills: string[], options: ReportOptions) => {
      const { reportAgain } = await import('../actions/report-again.ts')
      front.done(await reportAgain(await front.desk(), drills, options))
    })
}

const HELP = `
Examples:
  blackstart report 20260302-140511-provider-outage-963c
  blackstart report --together                 all drills of reports/ as one game day
  blackstart report --together --pdf A B       two of them, and on paper too
  blackstart report A --theme our-look         with your own logo, words and parts of the page
`
