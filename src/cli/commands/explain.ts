import type { Command } from 'commander'
import type { ExplainOptions } from '../actions/explain-drill.ts'
import type { Front } from '../front.ts'

export function explainCommand(program: Command, front: Front): void {
  program
    .command('explain')
    .description('how each number of a drill came about, step by step, with the lines of its journal that show it')
    .argument('<drill>', "a drill's id, or its folder")
    .argument('[numbers...]', 'only these: verdict, rto, parts, rpo, split, journeys, after, faults, gates')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .option('--json', 'print the explanations as JSON')
    .addHelpText('after', HELP)
    .action(async (drill: string, numbers: readonly string[], options: ExplainOptions) => {
      const { explainDrill } = await import('../actions/explain-drill.ts')
      front.done(await explainDrill(await front.desk(), drill, numbers, options))
    })
}

const HELP = `
Every step names its lines of journal.jsonl, counted from 1: "sed -n 118p reports/<drill id>/journal.jsonl" shows one.

Examples:
  blackstart explain 20260302-140511-provider-outage-963c
  blackstart explain reports/20260302-140511-provider-outage-963c rto
`
