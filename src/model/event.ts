import type { WrittenReason } from './baseline.ts'
import type { Effect, Fault } from './fault.ts'
import type { GateMoment } from './gate-names.ts'
import type { GoldenHappening } from './golden-event.ts'
import type { IsolationHappening } from './isolation-event.ts'
import type { LedgerHappening } from './ledger-event.ts'
import type { LoadHappening } from './load.ts'
import type { Phase, Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { RestoreHappening } from './restore.ts'
import type { RunbookHappening } from './runbook.ts'
import type { Sample } from './sample.ts'
import type { Scenario } from './scenario.ts'
import type { SignalHappening } from './signal.ts'
import type { Actor, Undo, UndoOutcome } from './undo.ts'
import type { Verdict } from './verdict.ts'

/** One line of the journal. `atMs` counts on a clock that never jumps; `wall` is only a label. */
export type DrillEvent = Stamp & Happening
export interface Stamp {
  readonly seq: number
  readonly atMs: number
  readonly wall: string
}

/** What a process is, so that a later process with the same number is never mistaken for it. */
export interface ProcessIdentity {
  readonly pid: number
  readonly born: string
}

/** The version of journals. */
export const JOURNAL_SCHEMA = 1

/** Everything that can happen in a drill. */
export type Happening =
  | DrillStarted
  | { readonly type: 'phase.started'; readonly phase: Phase }
  | {
      readonly type: 'process.started'
      readonly role: ProcessRole
      readonly identity: ProcessIdentity
      readonly group: boolean
    }
  | {
      readonly type: 'process.ended'
      readonly role: ProcessRole
      readonly identity: ProcessIdentity
      readonly detail: string
    }
  | {
      readonly type: 'container.intended'
      readonly role: ProcessRole
      readonly container: string
      readonly image: string
    }
  | { readonly type: 'container.removed'; readonly container: string; readonly by: Actor }
  | { readonly type: 'network.found'; readonly toxiproxy: string; readonly version: string; readonly ours: boolean }
  | { readonly type: 'mock.found'; readonly control: string; readonly address: string }
  | {
      readonly type: 'route.intended'
      readonly component: string
      readonly listen: string
      readonly upstream: string
      readonly undo: Undo
    }
  | {
      readonly type: 'route.opened'
      readonly component: string
      readonly listen: string
      readonly upstream: string
      readonly created: boolean
    }
  | { readonly type: 'route.closed'; readonly component: string; readonly outcome: UndoOutcome; readonly by: Actor }
  | ({ readonly type: 'sample' } & Sample)
  | LedgerHappening
  | SignalHappening
  | { readonly type: 'baseline.judged'; readonly healthy: boolean; readonly reasons: readonly WrittenReason[] }
  | { readonly type: 'baseline.repeated'; readonly reasons: readonly WrittenReason[] }
  | RestoreHappening
  | RunbookHappening
  | { readonly type: 'fault.intended'; readonly fault: Fault; readonly undo: Undo; readonly words: string }
  | { readonly type: 'fault.injected'; readonly fault: string; readonly startedMs: number; readonly ackMs: number }
  | { readonly type: 'fault.refused'; readonly fault: string; readonly error: string }
  | { readonly type: 'fault.effect'; readonly fault: string; readonly effect: Effect }
  | { readonly type: 'fault.undone'; readonly fault: string; readonly outcome: UndoOutcome; readonly by: Actor }
  | { readonly type: 'journeys.stable'; readonly sinceMs: number }
  | {
      readonly type: 'gate.finished'
      readonly gate: string
      readonly during: GateMoment
      readonly verdict: Verdict
      readonly detail: string
      readonly startedMs: number
      /** What it left for people to look at, by paths inside the drill's folder. */
      readonly files?: readonly string[] | undefined
    }
  | LoadHappening
  | IsolationHappening
  | GoldenHappening
  | { readonly type: 'deadline.passed'; readonly deadlineMs: number }
  | {
      readonly type: 'guard.looked'
      readonly guard: string
      readonly state: GuardState
      readonly detail: string
    }
  /** The time of day and the time that was counted came apart. */
  | { readonly type: 'clock.jumped'; readonly byMs: number }
  | { readonly type: 'guard.tripped'; readonly guard: string; readonly detail: string }
  /** What a person wanted to have on the record. */
  | { readonly type: 'note.added'; readonly by: string; readonly text: string }
  | { readonly type: 'drill.aborted'; readonly cause: AbortCause; readonly why: string }
  | {
      readonly type: 'residue.scanned'
      readonly looked: readonly string[]
      readonly left: readonly Residue[]
      readonly by: Actor
    }
  | { readonly type: 'drill.finished' }

/** First line of every journal: all that is needed to repeat the drill and to judge it later. */
export interface DrillStarted {
  readonly type: 'drill.started'
  readonly schema: typeof JOURNAL_SCHEMA
  readonly drill: string
  readonly scenario: Scenario
  readonly platform: Platform
  readonly plan: Plan
  readonly versions: Readonly<Record<string, string>>
  readonly command: string
  readonly holder: ProcessIdentity
  readonly lockFile: string
  /** The machine it runs on; missing from older journals. */
  readonly host?: string
  /** Who agreed to it and why, where the environment asks for that. */
  readonly approval?: Approval
}

/** Who agreed to a drill, and why it is worth the risk. */
export interface Approval {
  readonly by: string
  readonly why: string
}

/** What a guard saw when it last looked; only changes are noted. */
export type GuardState = 'good' | 'bad' | 'blind'

/** What processes of a drill are there for. */
export const PROCESS_ROLES = ['watchdog', 'proxy', 'mock', 'load', 'stage', 'runbook'] as const
export type ProcessRole = (typeof PROCESS_ROLES)[number]

export type AbortCause = 'guard' | 'interrupt' | 'error'

/** Something of ours that is still in place, and what removes it. */
export interface Residue {
  readonly where: string
  readonly what: string
  readonly command: string
}
