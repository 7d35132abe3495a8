import { resolve } from 'node:path'
import type { Command } from 'commander'
import { planInWords } from '../../plan/plan-in-words.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { loadDrill } from '../load.ts'
import { seedOption } from '../options.ts'

export function planCommand(program: Command, desk: Desk, done: (code: ExitCode) => void): void {
  program
    .command('plan')
    .description('say what a scenario would do, and do nothing')
    .argument('<scenario>', 'a scenario file, or the name of a shipped one')
    .option('--platform <file>', 'the platform it is meant for')
    .addOption(seedOption())
    .option('--json', 'print the plan as data')
    .action(async (scenario: string, options: { platform?: string; seed?: number; json?: boolean }) => {
      const out = resolve(desk.cwd, 'reports')
      const drill = await loadDrill(desk, { scenario, platform: options.platform, out, seed: options.seed ?? 0 })
      const text = options.json === true ? JSON.stringify(drill.plan, undefined, 2) : inWords(drill)
      desk.out.write(`${text}\n`)
      done(EXIT.passed)
    })
}

function inWords({ plan, scenario, platform }: Awaited<ReturnType<typeof loadDrill>>): string {
  return `${planInWords(plan, scenario, platform)}\n\nThis is a plan. Nothing was touched.`
}
