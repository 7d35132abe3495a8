import type { GateMoment, Residue, RunbookOutcome, StepOutcome } from './event.ts'
import type { EffectState, FaultKind } from './fault.ts'
import type { IsolationMeasure } from './isolation.ts'
import type { Environment } from './platform.ts'
import type { QualityMeasure } from './quality.ts'
import type { BadReason } from './sample.ts'
import type { ScenarioClass, TargetSubject } from './scenario.ts'
import type { IntegrityCheck } from './store.ts'
import type { Verdict } from './verdict.ts'

export const MEASURES_SCHEMA = 1

/**
 * What `drill.json` holds: every number of one drill. Keys may be added, never renamed. Times called `…Ms` count from
 * the drill's start unless the name says that they are durations. `null` means "not observed".
 */
export interface DrillMeasures {
  readonly schema: typeof MEASURES_SCHEMA
  readonly drill: string
  readonly scenario: string
  readonly title: string
  readonly class: ScenarioClass
  /** Two drills with the same one rehearsed exactly the same. */
  readonly scenarioHash: string
  readonly platform: string
  readonly environment: Environment
  readonly seed: number
  readonly startedAt: string
  readonly endedMs: number
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly outcome: Outcome
  /** Why it did not run its course, where it did not and somebody could still say so. */
  readonly because: string | null
  /** The instant before the first fault's act. */
  readonly t0: number | null
  readonly rto: RtoMeasure
  readonly rpo: RpoMeasure
  readonly split: SplitMeasure
  readonly journeys: readonly JourneyMeasure[]
  readonly signals: readonly SignalMeasure[]
  readonly faults: readonly FaultMeasure[]
  readonly gates: readonly GateMeasure[]
  /** How good answers were, where a golden set was asked. */
  readonly quality: QualityMeasure | null
  /** How fast data comes back, by component. */
  readonly restore: readonly RestoreMeasure[]
  readonly integrity: readonly IntegrityMeasure[]
  /** How the runbook went, where one was followed. */
  readonly runbook: RunbookMeasure | null
  /** How the neighbours fared; null where no tenant misbehaved and nobody looked for leaks. */
  readonly isolation: IsolationMeasure | null
  readonly rollback: RollbackMeasure
  readonly followUps: readonly FollowUp[]
}

/** One sentence that explains the verdict, and how bad it is. The journal line it rests on is `seq`, where there is one. */
export interface Reason {
  readonly verdict: Verdict
  readonly text: string
  readonly seq: number | null
  /** What to do about it. Nothing, where nothing needs doing. */
  readonly advice?: string
}

/** How the drill ended, whatever it measured. */
export type Outcome = 'completed' | 'unhealthy-baseline' | 'aborted-by-guard' | 'interrupted' | 'broken-off'

export const RECOVERY_STATES = ['never-down', 'restored', 'still-down', 'not-measured'] as const
export type RecoveryState = (typeof RECOVERY_STATES)[number]

/** The time the platform really took to come back. The truth lies between `achievedMs - precisionMs` and `achievedMs`. All durations. */
export interface RtoMeasure {
  readonly targetMs: number | null
  readonly until: 'verified' | 'restored'
  /** What counts as the achieved RTO: verified, or restored if the scenario says so. For `still-down` a lower bound. */
  readonly achievedMs: number | null
  readonly restoredMs: number | null
  readonly verifiedMs: number | null
  readonly precisionMs: number | null
  readonly state: RecoveryState
  readonly met: boolean | null
  /** The same of single journeys, components and tenants: of each journey, and of whatever else has a target of its own. */
  readonly parts: readonly RtoPart[]
}

/** The recovery of one part: of one journey, of the journeys that show a component, of one tenant's journeys. */
export interface RtoPart {
  readonly of: TargetSubject
  readonly name: string
  readonly targetMs: number | null
  readonly achievedMs: number | null
  readonly precisionMs: number | null
  readonly state: RecoveryState
  readonly met: boolean | null
}

/** Data lost, by the ledgers' account: their worst figure, and their counts together. All null and zero where no ledger ran. */
export interface RpoMeasure extends FateTally {
  readonly targetMs: number | null
  /** How much recent data was lost: from the oldest lost acknowledged write to t0. A duration; 0 if none was. */
  readonly achievedMs: number | null
  /** The truth lies between `achievedMs` and `achievedMs + precisionMs`. */
  readonly precisionMs: number | null
  readonly met: boolean | null
  readonly state: LossState
  readonly ledgers: readonly LedgerMeasure[]
}

/** Whether it is known what was lost. */
export const LOSS_STATES = ['not-measured', 'unreadable', 'measured'] as const
export type LossState = (typeof LOSS_STATES)[number]

/** What became of a ledger's writes. `acked` is the sum of `kept`, `lost`, `corrupt`, `duplicated`, `resurrected`, `removed` and `unread`. */
export interface FateTally {
  readonly acked: number
  readonly kept: number
  readonly lost: number
  /** Lost though acknowledged after t0: no backup's age excuses it. */
  readonly lostAfterT0: number
  readonly corrupt: number
  readonly duplicated: number
  /** Never acknowledged: it may have happened or not, so it never counts as loss. */
  readonly unknown: number
  /** Deleted, acknowledged, and back. */
  readonly resurrected: number
  /** Deleted, and gone. */
  readonly removed: number
  /** Acknowledged, and not accounted for by any read-back. */
  readonly unread: number
}

/** One ledger of one tenant. */
export interface LedgerMeasure extends FateTally {
  readonly name: string
  readonly ledger: string
  readonly tenant: string | null
  readonly component: string | null
  readonly everyMs: number
  readonly targetMs: number | null
  readonly achievedMs: number | null
  readonly precisionMs: number | null
  readonly met: boolean | null
  readonly state: LossState
  /** Why it could not be read back, or not believed. */
  readonly detail: string | null
  readonly firstLost: LostEntry | null
  readonly lastLost: LostEntry | null
  readonly maxLateMs: number
  /** The journal line that says what was read back. */
  readonly seq: number | null
}

/** An acknowledged write that is gone, and the journal line that says so. */
export interface LostEntry {
  readonly entry: number
  readonly ackMs: number
  readonly seq: number
}

/** Where the time went. All durations, counted from t0. */
export interface SplitMeasure {
  /** When the first signal came on that tells of something noticed, degraded or taken over. */
  readonly detectMs: number | null
  /** When the platform said that a stand-in had taken over. */
  readonly failedOverMs: number | null
  /** When users were told. */
  readonly communicatedMs: number | null
  /** When the first step of the recovery was taken, where somebody takes steps. */
  readonly actMs: number | null
  readonly restoreMs: number | null
  readonly validateMs: number | null
  /** How long answers admitted to a degraded mode. */
  readonly degradedMs: number
  readonly modes: readonly string[]
  /** All outages of all journeys together, overlaps counted once. */
  readonly downtimeMs: number
  /** From the first undo until answers were no longer degraded and every journey good. */
  readonly failbackMs: number | null
}

/** One stretch in which a journey was bad. `toMs` is null if it had not ended when the drill did. */
export interface Outage {
  readonly fromMs: number
  readonly toMs: number | null
  readonly samples: number
  readonly reasons: Readonly<Partial<Record<BadReason, number>>>
  readonly detail: string | null
}

export interface JourneyMeasure {
  readonly name: string
  readonly everyMs: number
  readonly samples: number
  readonly bad: number
  readonly shed: number
  /** Perhaps bad only because we asked late, or were kept from hearing the answer. */
  readonly blurred: number
  /** Samples that were due after t0. */
  readonly sinceT0: number
  readonly outages: readonly Outage[]
  readonly availabilityRatio: number | null
  readonly baselineP50Ms: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxLateMs: number
  /** How it was served before t0. */
  readonly before: SteadyMeasure | null
  /** How it was served after its last outage; since t0, if it had none. */
  readonly after: SteadyMeasure | null
}

/** How a journey was served for a while: how much, and how quickly. Percentiles count good answers. */
export interface SteadyMeasure {
  readonly samples: number
  readonly forMs: number
  readonly goodPerSecond: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  /** Until the first piece, of answers that come in pieces. */
  readonly firstPieceP50Ms: number | null
}

export interface SignalMeasure {
  readonly name: string
  readonly expected: boolean
  readonly firstOnMs: number | null
  readonly lastOffMs: number | null
}

export interface FaultMeasure {
  readonly id: string
  readonly kind: FaultKind
  readonly component: string
  readonly words: string
  readonly intendedMs: number
  readonly injectedMs: number | null
  readonly effect: EffectState
  readonly seen: string
  readonly undoneMs: number | null
  readonly undo: string
  /** How it was seen that the damage had ended before it was put back; missing where it held, or nobody could tell. */
  readonly early?: string
}

export interface GateMeasure {
  readonly name: string
  readonly during: GateMoment
  readonly verdict: Verdict
  readonly detail: string
  readonly startedMs: number
  readonly endedMs: number
}

/** Whether everything was put back, by the residue scan's own look. */
export interface RollbackMeasure {
  readonly complete: boolean
  readonly scanned: boolean
  readonly looked: readonly string[]
  readonly leftBehind: readonly Residue[]
}

/** Something to do after the drill, for somebody. */
export interface FollowUp {
  readonly severity: 'high' | 'medium' | 'low'
  readonly text: string
  readonly owner: string | null
}

/** A rate with the interval in which it lies with 95 % confidence; null where one restore alone says nothing about spread. */
export interface Rate {
  readonly perSecond: number
  readonly lowPerSecond: number | null
  readonly highPerSecond: number | null
}

/** How fast one component's data came back, over all restores that were seen. */
export interface RestoreMeasure {
  readonly component: string
  /** Beside the store, as a trial, or in its place. */
  readonly into: 'scratch' | 'place'
  readonly restores: number
  readonly rows: number
  readonly bytes: number
  readonly rowRate: Rate
  readonly byteRate: Rate
  /** What the rate makes of the largest part there is. An extrapolation, never a measurement. */
  readonly largest: ExtrapolatedRestore | null
}

export interface ExtrapolatedRestore {
  readonly bytes: number
  readonly durationMs: number
  readonly lowMs: number | null
  readonly highMs: number | null
}

/** What the nine checks said of one store at one moment. */
export interface IntegrityMeasure {
  readonly component: string
  readonly during: GateMoment
  readonly checks: readonly IntegrityCheck[]
}

export interface RunbookMeasure {
  readonly file: string
  readonly title: string
  readonly outcome: RunbookOutcome | null
  readonly detail: string
  readonly startedMs: number
  readonly durationMs: number | null
  readonly steps: readonly StepMeasure[]
}

export interface StepMeasure {
  readonly title: string
  readonly owner: string | null
  readonly outcome: StepOutcome | null
  readonly durationMs: number | null
  readonly boxMs: number | null
  readonly detail: string
  /** What was asked, what was answered, and by whom. */
  readonly decisions: readonly {
    readonly question: string
    readonly answer: string
    readonly by: 'person' | 'scenario'
  }[]
}
