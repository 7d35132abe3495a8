import type { Effect, Fault } from './fault.ts'
import type { GoldenHappening } from './golden.ts'
import type { FateCounts, FatedEntry } from './ledger.ts'
import type { LoadEnd, LoadEngine, LoadSecond } from './load.ts'
import type { Phase, Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Sample } from './sample.ts'
import type { Scenario } from './scenario.ts'
import type { IntegrityCheck, StoreManifest } from './store.ts'
import type { Undo, UndoOutcome } from './undo.ts'
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
  | ({ readonly type: 'ledger.wrote' } & LedgerWrote)
  | ({ readonly type: 'ledger.removed' } & LedgerRemoved)
  | LedgerReading
  | LedgerFates
  | LedgerWasRead
  | { readonly type: 'signal.changed'; readonly signal: string; readonly on: boolean; readonly detail: string }
  | { readonly type: 'baseline.judged'; readonly healthy: boolean; readonly reasons: readonly string[] }
  | { readonly type: 'baseline.repeated'; readonly reasons: readonly string[] }
  | { readonly type: 'parachute.skipped'; readonly why: string }
  | ParachutePacked
  /** A place for a copy beside a store is about to be made. */
  | { readonly type: 'scratch.intended'; readonly component: string; readonly undo: Undo }
  | { readonly type: 'scratch.removed'; readonly component: string; readonly outcome: UndoOutcome; readonly by: Actor }
  | {
      readonly type: 'restore.timed'
      readonly component: string
      readonly into: 'scratch' | 'place'
      readonly rows: number
      readonly bytes: number
      readonly tookMs: number
    }
  | RunbookHappening
  | { readonly type: 'integrity.taken'; readonly component: string; readonly manifest: StoreManifest }
  | {
      readonly type: 'integrity.checked'
      readonly component: string
      readonly during: GateMoment
      readonly checks: readonly IntegrityCheck[]
    }
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
    }
  | { readonly type: 'load.found'; readonly control: string }
  | {
      readonly type: 'load.started'
      readonly fault: string
      readonly tenant: string
      readonly engine: LoadEngine
      /** When its first request was due. */
      readonly startedMs: number
      /** When it ends by itself, whatever becomes of us. */
      readonly endsMs: number
    }
  | ({ readonly type: 'load.second'; readonly fault: string; readonly fromMs: number } & LoadSecond)
  | {
      readonly type: 'load.stopped'
      readonly fault: string
      readonly stoppedMs: number
      readonly end: LoadEnd
      readonly detail: string
    }
  | {
      readonly type: 'canary.planted'
      readonly canary: string
      readonly tenant: string
      readonly place: string
      readonly planted: boolean
      readonly detail: string
    }
  | { readonly type: 'canary.searched'; readonly answers: number; readonly place: string }
  | {
      readonly type: 'canary.seen'
      readonly canary: string
      /** Whose it is. */
      readonly owner: string
      /** Who was told it; undefined where nobody had said who asked. */
      readonly seenBy: string | undefined
      readonly where: string
    }
  | {
      readonly type: 'intruder.tried'
      readonly intruder: string
      /** What was wrong with the key: forged, expired, revoked, leaked, another tenant's. */
      readonly key: string
      readonly dueMs: number
      readonly tookMs: number
      readonly outcome: IntrusionOutcome
      readonly detail: string
    }
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

/** A snapshot that was taken before anything was broken, and was restored once beside the store to see that it can be. */
export interface ParachutePacked {
  readonly type: 'parachute.packed'
  readonly component: string
  /** In the drill's folder. */
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly bytes: number
  readonly tookMs: number
  readonly detail: string
}

/** What happens while a runbook is followed. Steps count from 1. */
export type RunbookHappening =
  | {
      readonly type: 'runbook.started'
      readonly runbook: string
      readonly title: string
      readonly steps: readonly RunbookStepPlan[]
    }
  | { readonly type: 'runbook.step.started'; readonly step: number; readonly title: string }
  | { readonly type: 'runbook.said'; readonly step: number; readonly text: string }
  | {
      readonly type: 'runbook.decided'
      readonly step: number
      readonly question: string
      readonly answer: string
      readonly by: 'person' | 'scenario'
    }
  | {
      readonly type: 'runbook.step.finished'
      readonly step: number
      readonly title: string
      readonly outcome: StepOutcome
      readonly tookMs: number
      readonly exitCode: number | undefined
      readonly detail: string
    }
  | { readonly type: 'runbook.finished'; readonly outcome: RunbookOutcome; readonly detail: string }

export interface RunbookStepPlan {
  readonly title: string
  readonly owner: string | undefined
  readonly boxMs: number | undefined
}

/** What became of one step. `late` did what it should, after its time box; `needs-person` had nobody to do it. */
export const STEP_OUTCOMES = ['done', 'late', 'failed', 'timed-out', 'skipped', 'needs-person'] as const
export type StepOutcome = (typeof STEP_OUTCOMES)[number]
export type RunbookOutcome = 'done' | 'failed' | 'needs-person'

/** One entry written, or not. Its time is when it was due; once acknowledged it is a promise. */
export interface LedgerWrote {
  readonly ledger: string
  /** Its number: every ledger counts from 0. */
  readonly entry: number
  readonly dueMs: number
  /** From due to the acknowledgement, or to giving up. */
  readonly tookMs: number
  /** How late we were to send it. */
  readonly lateMs: number
  readonly acked: boolean
  /** What the platform calls it, where it has names of its own. */
  readonly known: string | undefined
  /** The checksum of the text that was written. */
  readonly sum: string
  /** Why it is not acknowledged. */
  readonly detail: string | undefined
}

/** One entry deleted again, or perhaps not. */
export interface LedgerRemoved {
  readonly ledger: string
  readonly entry: number
  readonly atMs: number
  readonly acked: boolean
  readonly detail: string | undefined
}

/** A ledger is about to be read back: every entry up to this one will be accounted for. */
export interface LedgerReading {
  readonly type: 'ledger.reading'
  readonly ledger: string
  readonly during: ReadMoment
  /** The number of the next entry: all before it have been noted. */
  readonly upTo: number
}

/** Entries that turned out not to be kept, each told once, and again only if it got worse. */
export interface LedgerFates {
  readonly type: 'ledger.fates'
  readonly ledger: string
  readonly during: ReadMoment
  readonly entries: readonly FatedEntry[]
}

/** What reading a ledger back came to: every fate of the entries up to one of them, of all read-backs so far. */
export interface LedgerWasRead {
  readonly type: 'ledger.read'
  readonly ledger: string
  readonly during: ReadMoment
  readonly upTo: number
  readonly startedMs: number
  /** Whether everything was read. If not nobody knows what was lost. */
  readonly complete: boolean
  readonly counts: FateCounts
  /** Never acknowledged, and there all the same. */
  readonly unknownThere: number
  /** How often everything was read until two readings agreed, and the pages and entries of the last one. */
  readonly readings: number
  readonly pages: number
  readonly items: number
  readonly detail: string
}

export const READ_MOMENTS = ['recovered', 'healed'] as const
export type ReadMoment = (typeof READ_MOMENTS)[number]

/** Who agreed to a drill, and why it is worth the risk. */
export interface Approval {
  readonly by: string
  readonly why: string
}

/** What a guard saw when it last looked; only changes are noted. */
export type GuardState = 'good' | 'bad' | 'blind'

export const PROCESS_ROLES = ['watchdog', 'proxy', 'mock', 'load', 'stage', 'runbook'] as const
export type ProcessRole = (typeof PROCESS_ROLES)[number]

/** Who put something back. */
export type Actor = 'conductor' | 'watchdog' | 'recover'

/** When a gate was asked: before the damage, while something was broken, once the platform seemed back, or after everything was healed. */
export const GATE_MOMENTS = ['baseline', 'during', 'recovered', 'healed'] as const
export type GateMoment = (typeof GATE_MOMENTS)[number]

/** What became of one who should be refused. Who was not answered at all was not let in either. */
export const INTRUSION_OUTCOMES = ['refused', 'let-in', 'no-answer'] as const
export type IntrusionOutcome = (typeof INTRUSION_OUTCOMES)[number]

export type AbortCause = 'guard' | 'interrupt' | 'error'

/** Something of ours that is still in place, and what removes it. */
export interface Residue {
  readonly where: string
  readonly what: string
  readonly command: string
}
