import type { World } from '../model/world.ts'
import type { Ask, Means } from '../run/drill.ts'
import type { Screen } from './live/watcher.ts'

/** Where a command works: what it was given, and where its words go. */
export interface Desk {
  readonly world: World
  readonly means: Means
  /** Results. */
  readonly out: Screen
  /** Progress, problems, hints. */
  readonly err: Screen
  readonly cwd: string
  /** Our own folder: shipped scenarios and fixtures live below it. */
  readonly ownDir: string
  /** Where locks are kept: one place for the whole machine. */
  readonly lockDir: string
  readonly versions: Readonly<Record<string, string>>
  /** From now on the first Ctrl-C only says so; the second ends us at once. */
  interruptible(): AbortSignal
  /** Asks whoever sits there; undefined where nobody does. */
  readonly ask: Ask | undefined
}
