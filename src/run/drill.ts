import type { LoadAccess, MockAccess, MockFaults, Parachute } from '../faults/driver.ts'
import type { Journal } from '../journal/journal.ts'
import type { Secret } from '../journal/redact.ts'
import type { LoadControl } from '../load/order.ts'
import type { QualityFold } from '../measure/quality/quality-fold.ts'
import type { Approval } from '../model/event.ts'
import type { LoadedGolden } from '../model/golden.ts'
import type { Plan } from '../model/plan.ts'
import type { Platform } from '../model/platform.ts'
import type { Scenario } from '../model/scenario.ts'
import type { World } from '../model/world.ts'
import type { Network } from '../network/network.ts'
import type { ProbeOrder, Probes, Probing } from '../probes/probes.ts'
import type { Runbook } from '../runbook/runbook.ts'
import type { Stores } from '../stores/store.ts'
import type { Abort } from './abort.ts'
import type { SignalWatch } from './signal-watch.ts'
import type { StoreWatch } from './store-watch.ts'
import type { Watch } from './watch.ts'

/** Everything that is decided before anything is touched. */
export interface Drill {
  readonly id: string
  /** The drill's folder: journal, reports, logs. */
  readonly dir: string
  readonly stageDir: string
  readonly lockFile: string
  /** There while all drills on this machine are halted. */
  readonly haltFile: string
  readonly scenario: Scenario
  readonly platform: Platform
  readonly plan: Plan
  /** What is followed to bring the platform back, where the scenario names one. */
  readonly runbook: ReadyRunbook | undefined
  /** The golden sets of the scenario, by their names. */
  readonly golden: ReadonlyMap<string, LoadedGolden>
  readonly secrets: readonly Secret[]
  /** Who agreed to it, and why; undefined where nobody was asked. */
  readonly approval: Approval | undefined
  readonly versions: Readonly<Record<string, string>>
  /** The command line that repeats it. */
  readonly command: string
}

/** A runbook with all that its commands are given. */
export interface ReadyRunbook {
  readonly runbook: Runbook
  readonly environment: Readonly<Record<string, string>>
}

/** Somebody who answers questions while a drill runs; undefined if nobody did. */
export type Ask = (question: string, answers: readonly string[], signal: AbortSignal) => Promise<string | undefined>

/** How Toxiproxies and mocks are reached. */
export interface Means {
  network(url: string): Network
  mock(controlUrl: string, token: string): MockFaults
  load(controlUrl: string, token: string): LoadControl
  readonly stores: Stores
  /** Watches from a thread of its own; undefined: from where the drill is conducted. */
  readonly probes?: (order: ProbeOrder, probing: Probing) => Probes
}

/** A drill under way: what every phase works with. */
export interface Running {
  readonly world: World
  readonly means: Means
  readonly drill: Drill
  readonly journal: Journal
  readonly watch: Watch
  readonly abort: Abort
  readonly ask: Ask | undefined
  readonly stores: StoreWatch
  /** What the servers of ours want to be told before they obey, by file; known here even if their folder is gone. */
  readonly tokens: Map<string, string>
  readonly signals: SignalWatch
  /** What the golden sets have shown so far. */
  readonly quality: QualityFold
}

/** Where the drill takes place once it is prepared: the servers, ours or not, and what stands on them. */
export interface Ground {
  readonly network: Network
  readonly mock: MockAccess | undefined
  readonly load: LoadAccess | undefined
  /** By component; filled in the parachute phase. */
  readonly parachutes: ReadonlyMap<string, Parachute>
}

/** The journal's name inside a drill's folder. */
export const JOURNAL_FILE = 'journal.jsonl'

/** The command that puts back whatever a drill left. */
export function recoverCommand(drill: string): string {
  return `blackstart recover ${drill}`
}
