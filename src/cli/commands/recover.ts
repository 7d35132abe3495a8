import type { Command } from 'commander'
import type { Front } from '../front.ts'

export function recoverCommand(program: Command, front: Front): void {
  program
    .command('recover')
    .description('put back whatever crashed drills left, and look whether anything is left')
    .argument('[drill]', 'one drill, by its id or its folder; without it, all below --out and all that hold a platform')
    .option('--all', 'the same as no drill at all')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addHelpText('after', HELP)
    .action(async (drill: string | undefined, options: { out: string }) => {
      const { recoverDrills } = await import('../actions/recover-drills.ts')
      front.done(await recoverDrills(await front.desk(), drill, options))
    })
}

const HELP = `
Safe to run at any time and as often as you like: a drill that is still running is left alone, and what has been put
back is not put back twice. Exit 0 means that it has looked and nothing is left; 5 that something is, and what removes it.
`
