import { DrillError, messageOf } from '../model/error.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { InvalidFiles, problemsInWords } from './problems.ts'

/** What somebody is told when a command fails, and the exit code that goes with it. */
export interface Failure {
  readonly text: string
  readonly exit: ExitCode
}

/** Puts anything that was thrown into words: message and hint, and a stack only for those who ask. */
export function failureOf(thrown: unknown, debug: boolean): Failure {
  const stack = debug && thrown instanceof Error ? `\n${thrown.stack ?? ''}\n${causeOf(thrown)}` : ''
  if (thrown instanceof InvalidFiles) return { text: problemsInWords(thrown) + stack, exit: EXIT.usage }
  if (thrown instanceof DrillError) {
    const hint = thrown.hint === undefined ? '' : `\nhint: ${thrown.hint}`
    return { text: `${thrown.code}  ${thrown.message}${hint}\n${stack}`, exit: exitFor(thrown) }
  }
  const hint = 'hint: this is a fault of Blackstart itself; run again with --debug and report what it shows'
  return { text: `INTERNAL  ${messageOf(thrown)}\n${hint}\n${stack}`, exit: EXIT.inconclusive }
}

function exitFor({ code }: DrillError): ExitCode {
  switch (code) {
    case 'UNDO_INCOMPLETE':
      return EXIT.leftBehind
    case 'HALTED':
      return EXIT.aborted
    // The world, not the command line, was not as it must be.
    case 'STAGE_FAILED':
    case 'TOXIPROXY_UNREACHABLE':
    case 'TOXIPROXY_REFUSED':
    case 'MOCK_UNREACHABLE':
    case 'MOCK_REFUSED':
    case 'JOURNAL_LOST':
    case 'INTERNAL':
      return EXIT.inconclusive
    default:
      return EXIT.usage
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `caused by ${error.cause.stack ?? error.cause.message}\n` : ''
}
