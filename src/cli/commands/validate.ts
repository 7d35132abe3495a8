import type { Command } from 'commander'
import type { Front } from '../front.ts'

export function validateCommand(program: Command, front: Front): void {
  program
    .command('validate')
    .description('read platform files, scenarios and runbooks and say everything that is wrong with them')
    .argument('<file...>', 'scenarios and runbooks (.md) are held against their platform; platform files stand alone')
    .option('--platform <file>', 'hold scenarios against this platform')
    .action(async (files: string[], options: { platform?: string }) => {
      const { validateFiles } = await import('../actions/validate-files.ts')
      front.done(await validateFiles(await front.desk(), files, options))
    })
}
