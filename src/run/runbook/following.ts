import type { Journal } from '../../journal/journal.ts'
import type { Platform } from '../../model/platform.ts'
import type { World } from '../../model/world.ts'
import type { Abort } from '../abort.ts'
import type { Ask, Drill } from '../drill.ts'

/** What it takes to follow a runbook: in a drill that has broken something, or because it is needed now. */
export interface Following {
  readonly world: Pick<World, 'processes'>
  readonly journal: Journal
  readonly abort: Abort
  readonly ask: Ask | undefined
  readonly drill: Pick<Drill, 'dir' | 'secrets'> & { readonly platform: Pick<Platform, 'dir'> }
}

/** What a runbook is followed with beside itself. */
export interface Given {
  /** What is answered where nobody is there, by the name of what is decided. */
  readonly decisions: Readonly<Record<string, string>>
  /** Values that its commands find in their environment beside those it declares. */
  readonly values?: Readonly<Record<string, string>>
}
