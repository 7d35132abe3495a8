import type { Command } from 'commander'
import type { NoteOptions } from '../actions/note-down.ts'
import type { Front } from '../front.ts'

export function noteCommand(program: Command, front: Front): void {
  program
    .command('note')
    .description('put what you see or do on the record of a drill while it runs')
    .argument('<text...>', 'what to write down')
    .option('--by <name>', 'who says it (default: the name you are logged in with)')
    .option('--drill <id>', 'which drill, where several are running')
    .option('--out <dir>', 'where drills are kept', 'reports')
    .addHelpText('after', HELP)
    .action(async (text: string[], options: NoteOptions) => {
      const { noteDown } = await import('../actions/note-down.ts')
      front.done(await noteDown(await front.desk(), text.join(' '), options))
    })
}

const HELP = `
Examples, from another terminal while a drill runs:
  blackstart note "called the vendor; they see it too"
  blackstart note --by on-call "pager went off 40 s after the fault"

The note stands on the drill's timeline, in all its reports and in drill.json. It is part of the evidence: write no
secrets into it. Values of the environment that the drill knows are replaced by their names.
`
