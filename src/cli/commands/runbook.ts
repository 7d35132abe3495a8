import type { Command } from 'commander'
import type { RunbookOptions } from '../actions/show-runbook.ts'
import type { Front } from '../front.ts'

export function runbookCommand(program: Command, front: Front): void {
  program
    .command('runbook')
    .description('show what following a runbook would do and what in it is not there any more, then follow it')
    .argument('<file>', 'a Markdown file whose headings are steps and whose shell blocks are commands')
    .option('--dry', 'only look: run nothing')
    .option('--yes', 'follow it without asking first; needed where nobody sits at a terminal')
    .option('--set <name=value>', 'a value its commands find in their environment, or the name of one in yours', more)
    .option('--decide <name=answer>', 'what is answered to a question of the runbook where nobody is there', more)
    .option('--platform <file>', 'the platform it belongs to (default: the nearest platform.yaml upward)')
    .option('--out <dir>', 'where the record is kept, in a folder runbooks', 'reports')
    .option('--allow-production', 'permit a platform whose environment is production')
    .option('--approved-by <name>', 'who agreed to it in production')
    .option('--reason <text>', 'why it is needed in production')
    .addHelpText('after', HELP)
    .action(async (file: string, options: RunbookOptions) => {
      const { showRunbook } = await import('../actions/show-runbook.ts')
      front.done(await showRunbook(await front.desk(), file, options))
    })
}

/** An option that may be given again and again. */
function more(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

const HELP = `
Examples:
  blackstart runbook runbooks/restore-index.md --dry
  blackstart runbook runbooks/restore-index.md --set STORE_URL
  blackstart runbook runbooks/restore-index.md --yes --set HARBOR_DIR=/srv/harbor --decide SNAPSHOT_IS_GOOD=yes

This is for when it is needed: its commands really run, in the folder of the platform file, with nothing of your environment but what
the runbook declares, and nobody puts anything back. To rehearse it, have a scenario follow it: "recovery: { runbook: FILE }".
Questions are asked; each step is timed against its box; a step that goes wrong ends it. Ctrl-C stops the command that runs.

Exit: 0 done in time, 1 a step went wrong or was late, 2 nothing was run, 3 it needs a person, 130 interrupted.
`
