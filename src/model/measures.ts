import type { Residue } from './event.ts'
import type { EffectState, FaultKind } from './fault.ts'
import type { GateMoment } from './gate-names.ts'
import type { IsolationMeasure } from './isolation.ts'
import type { RpoMeasure } from './loss.ts'
import type { Environment } from './platform.ts'
import type { QualityMeasure } from './quality.ts'
import type { RtoMeasure, SplitMeasure } from './recovery.ts'
import type { IntegrityMeasure, RestoreMeasure } from './restore.ts'
import type { RunbookMeasure } from './runbook.ts'
import type { BadReason } from './sample.ts'
import type { ScenarioClass } from './scenario.ts'
import type { Signal } from './signal.ts'
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
  /** How journeys were served once it was over, held against before: what is claimed of it. */
  readonly after: readonly AfterMeasure[]
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
  /** What people noted while it ran, in order. */
  readonly notes: readonly NoteMeasure[]
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
  /** The same since it was first good again, later outages and all. */
  readonly back: ServedMeasure | null
}

/** How much a journey was served for a while. */
export interface ServedMeasure {
  readonly samples: number
  readonly forMs: number
  readonly good: number
  readonly goodRatio: number
  readonly goodBounds: Bounds
  readonly goodPerSecond: number
}

/** The same, and how quickly. Percentiles count good answers; their bounds say where the truth lies, with 95 % confidence. */
export interface SteadyMeasure extends ServedMeasure {
  readonly p50Ms: number | null
  readonly p50Bounds: Bounds
  readonly p95Ms: number | null
  readonly p95Bounds: Bounds
  readonly p99Ms: number | null
  readonly p99Bounds: Bounds
  /** Until the first piece, of answers that come in pieces. */
  readonly firstPieceP50Ms: number | null
}

/** The ends of an error bar. Null: too little was seen to know. */
export interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

/** One claim of how a journey is served after the recovery, over how it was served before. */
export interface AfterMeasure {
  readonly journey: string
  readonly what: 'capacity' | 'p50' | 'p95' | 'p99'
  /** Of capacity at least, of a latency at most. */
  readonly targetRatio: number
  /** Good answers a second, or milliseconds. */
  readonly before: number | null
  readonly after: number | null
  readonly ratio: number | null
  readonly bounds: Bounds
  readonly met: boolean | null
}

export interface SignalMeasure {
  readonly name: string
  readonly expected: boolean
  readonly firstOnMs: number | null
  readonly lastOffMs: number | null
  /** How we came to know of it. */
  readonly came: Signal['kind']
  /** How much earlier it may have come on: the interval of asking, or nothing where it was posted to us. */
  readonly precisionMs: number | null
  /** What came where it is received; null where it is asked for, or the drill never got to say. */
  readonly mail: { readonly posts: number; readonly refused: number } | null
  /** From when on it could not be heard any more. */
  readonly deafSinceMs: number | null
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
  /** What it left for people to look at, by paths inside the drill's folder. */
  readonly files: readonly string[]
}

/** Whether everything was put back, by the residue scan's own look. */
export interface RollbackMeasure {
  readonly complete: boolean
  readonly scanned: boolean
  readonly looked: readonly string[]
  readonly leftBehind: readonly Residue[]
}

/** Something a person said while the drill ran. */
export interface NoteMeasure {
  readonly atMs: number
  readonly by: string
  readonly text: string
}

/** Something to do after the drill, for somebody. */
export interface FollowUp {
  readonly severity: 'high' | 'medium' | 'low'
  readonly text: string
  readonly owner: string | null
}
