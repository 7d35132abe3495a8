import type { Judge } from '../../model/golden.ts'
import type { World } from '../../model/world.ts'
import type { VerdictStore } from './verdict-store.ts'

/** What scorers need of the world: most need nothing. */
export interface ScoringMeans {
  readonly world: Pick<World, 'clock' | 'http'>
  readonly judge: Judge | undefined
  readonly verdicts: VerdictStore
  /** Loads a module: a user's own by its path from the platform's folder, a package by its name. */
  readonly load: (name: string, kind: 'file' | 'package') => Promise<Readonly<Record<string, unknown>>>
  readonly signal: AbortSignal
}
