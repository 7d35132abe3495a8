import type { Command } from 'commander'
import type { Front } from '../front.ts'

export function haltCommands(program: Command, front: Front): void {
  program
    .command('halt')
    .description('stop every drill on this machine, put everything back, and let no new one begin')
    .requiredOption('--why <reason>', 'what the others should know')
    .action(async ({ why }: { why: string }) => {
      const { haltDrills } = await import('../actions/halt-drills.ts')
      front.done(await haltDrills(await front.desk(), why))
    })
  program
    .command('resume')
    .description('let drills run again')
    .action(async () => {
      const { resumeDrills } = await import('../actions/halt-drills.ts')
      front.done(await resumeDrills(await front.desk()))
    })
}
