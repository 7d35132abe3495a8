import type { Command } from 'commander'
import type { Front } from '../front.ts'
import { seedOption } from '../options.ts'

// Three ways a model provider fails, from the plain to the sly.
const DEMO_SCENARIOS = ['provider-outage', 'provider-latency', 'rate-limit-storm'] as const

export function demoCommand(program: Command, front: Front): void {
  program
    .command('demo')
    .description('drill Harbor, the reference platform, through three provider failures (under a minute)')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(seedOption())
    .action(async (options: { out: string; seed?: number }) => {
      const { runScenarios } = await import('../actions/run-scenarios.ts')
      front.err.write('A game day on Harbor, the reference platform: three provider failures, one after the other.\n\n')
      front.done(await runScenarios(await front.desk(), DEMO_SCENARIOS, options))
    })
}
