import type { Command } from 'commander'
import type { RunOptions } from '../actions/run-scenarios.ts'
import type { Front } from '../front.ts'
import { lookOptions, seedOption } from '../options.ts'

export function runCommand(program: Command, front: Front): void {
  const command = program
    .command('run')
    .description('break a platform as a scenario says, and measure how it comes back')
    .argument('<scenario...>', 'scenario files, or names of shipped ones')
    .option('--platform <file>', "the platform to drill (default: the scenario's own, else the nearest platform.yaml)")
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(seedOption())
    .option('--json', "print drill.json's object on standard output and nothing else there")
    .option('--allow-production', 'permit a platform whose environment is production')
    .option('--approved-by <name>', 'who agreed to a drill in production')
    .option('--reason <text>', 'why a drill in production is worth its risk')
  lookOptions(command)
    .addHelpText('after', HELP)
    .action(async (scenarios: string[], options: RunOptions) => {
      const { runScenarios } = await import('../actions/run-scenarios.ts')
      front.done(await runScenarios(await front.desk(), scenarios, options))
    })
}

const HELP = `
Examples:
  blackstart run provider-outage
  blackstart run scenarios/my-outage.yaml --platform ../infra/platform.yaml --out /var/drills
  blackstart plan provider-outage          what it would do, without doing it

Exit: 0 passed, 1 failed, 2 wrong usage or file, 3 inconclusive, 4 stopped by a guard, 5 something left behind, 130 interrupted.
Ctrl-C once: everything is put back and reported. Twice: leaves at once; "blackstart recover" finishes.
`
