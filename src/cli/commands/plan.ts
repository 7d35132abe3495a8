import type { Command } from 'commander'
import type { PlanOptions } from '../actions/show-plan.ts'
import type { Front } from '../front.ts'
import { seedOption } from '../options.ts'

export function planCommand(program: Command, front: Front): void {
  program
    .command('plan')
    .description('say what a scenario would do, and do nothing')
    .argument('<scenario>', 'a scenario file, or the name of a shipped one')
    .option('--platform <file>', 'the platform it is meant for')
    .addOption(seedOption())
    .option('--json', 'print the plan as data')
    .action(async (scenario: string, options: PlanOptions) => {
      const { showPlan } = await import('../actions/show-plan.ts')
      front.done(await showPlan(await front.desk(), scenario, options))
    })
}
