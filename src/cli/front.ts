import type { Desk } from './desk.ts'
import type { ExitCode } from './exit-code.ts'
import type { Screen } from './live/watcher.ts'

/** All that is needed to understand a command line. The rest is only loaded by a command that works with it: help is quick. */
export interface Front {
  readonly out: Screen
  readonly err: Screen
  readonly version: string
  desk(): Promise<Desk>
  done(code: ExitCode): void
}
