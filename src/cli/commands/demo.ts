import type { Command } from 'commander'
import type { Desk } from '../desk.ts'
import type { ExitCode } from '../exit-code.ts'
import { seedOption } from '../options.ts'
import { runScenarios } from './run.ts'

// Three ways a model provider fails, from the plain to the sly.
const DEMO_SCENARIOS = ['provider-outage', 'provider-latency', 'rate-limit-storm'] as const

export function demoCommand(program: Command, desk: Desk, done: (code: ExitCode) => void): void {
  program
    .command('demo')
    .description('drill Harbor, the reference platform, through three provider failures (under a minute)')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addOption(seedOption())
    .action(async (options: { out: string; seed?: number }) => {
      desk.err.write('A game day on Harbor, the reference platform: three provider failures, one after the other.\n\n')
      done(await runScenarios(desk, DEMO_SCENARIOS, options))
    })
}
