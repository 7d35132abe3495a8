import type { Command } from 'commander'
import type { Front } from '../front.ts'

export function runbookCommand(program: Command, front: Front): void {
  program
    .command('runbook')
    .description('show what following a runbook would do, and what in it is not there any more; runs nothing')
    .argument('<file>', 'a Markdown file whose headings are steps and whose shell blocks are commands')
    .option('--platform <file>', 'the platform it belongs to (default: the nearest platform.yaml upward)')
    .option('--dry', 'run nothing; there is no other way to call this yet, and saying so keeps scripts safe')
    .action(async (file: string, options: { platform?: string }) => {
      const { showRunbook } = await import('../actions/show-runbook.ts')
      front.done(await showRunbook(await front.desk(), file, options))
    })
}
