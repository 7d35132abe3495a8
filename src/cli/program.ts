import { Command, CommanderError } from 'commander'
import { demoCommand } from './commands/demo.ts'
import { explainCommand } from './commands/explain.ts'
import { haltCommands } from './commands/halt.ts'
import { noteCommand } from './commands/note.ts'
import { planCommand } from './commands/plan.ts'
import { recoverCommand } from './commands/recover.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { runbookCommand } from './commands/runbook.ts'
import { serverCommands } from './commands/servers.ts'
import { validateCommand } from './commands/validate.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { failureOf } from './failure.ts'
import type { Front } from './front.ts'

/** Runs one command line and says the exit code. Whatever goes wrong ends in words, not in a stack. */
export async function runCli(argv: readonly string[], front: Omit<Front, 'done'>): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed
  const done = (result: ExitCode): void => {
    code = result
  }
  try {
    await makeProgram({ ...front, done }).parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    // Commander has said what it had to say; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage
    const failure = failureOf(error, argv.includes('--debug'))
    front.err.write(failure.text)
    return failure.exit
  }
}

function makeProgram(front: Front): Command {
  const program = new Command('blackstart')
    .description('Rehearses disasters on AI agent platforms and measures whether they come back.')
    .version(front.version, '-V, --version')
    .option('--debug', 'show stacks with errors')
    .enablePositionalOptions()
    .showHelpAfterError('(add --help to see what there is)')
    .configureOutput({ writeOut: text => front.out.write(text), writeErr: text => front.err.write(text) })
    .exitOverride()
    .addHelpText('after', HELP)
  demoCommand(program, front)
  runCommand(program, front)
  planCommand(program, front)
  validateCommand(program, front)
  runbookCommand(program, front)
  reportCommand(program, front)
  explainCommand(program, front)
  noteCommand(program, front)
  recoverCommand(program, front)
  haltCommands(program, front)
  serverCommands(program, front)
  for (const command of program.commands) {
    if (!OWN_FLAGS.includes(command.name())) command.option('--debug', 'show stacks with errors')
  }
  return program
}

// Programs of their own: every flag after their name is theirs.
const OWN_FLAGS = ['proxy', 'mock']

const HELP = `
Start here:
  blackstart demo                      three provider failures on a small real platform, in under a minute
  blackstart plan provider-outage      what a scenario would do
  blackstart run provider-outage       do it, and measure

A drill leaves reports/<drill id>/ with report.html for people, drill.json and junit.xml for machines,
and journal.jsonl, from which everything else can be made again.
`
