import type { Command } from 'commander'
import type { RunOptions } from '../actions/run-scenarios.ts'
import type { Front } from '../front.ts'
import { lookOptions, seedOption } from '../options.ts'

// Three ways a model provider fails, from the plain to the sly.
const DEMO_SCENARIOS = ['provider-outage', 'provider-latency', 'rate-limit-storm'] as const

export function demoCommand(program: Command, front: Front): void {
  const command = program
    .command('demo')
    .description('drill Harbor, the reference platform, through three provider failures (under a minute)')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(seedOption())
  lookOptions(command).action(async (options: RunOptions) => {
    const { runScenarios } = await import('../actions/run-scenarios.ts')
    front.err.write('A game day on Harbor, the reference platform: three provider failures, one after the other.\n\n')
    front.done(await runScenarios(await front.desk(), DEMO_SCENARIOS, options))
  })
}
