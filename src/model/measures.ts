import type { Residue } from './event.ts'
import type { EffectState, FaultKind } from './fault.ts'
import type { GateMoment } from './gate-names.ts'
import type { IsolationMeasure } from './isolation.ts'
import type { AfterMeasure, JourneyMeasure } from './journey-measure.ts'
import type { RpoMeasure } from './loss.ts'
import type { Environment } from './platform.ts'
import type { QualityMeasure } from './quality.ts'
import type { RtoMeasure, SplitMeasure } from './recovery.ts'
import type { IntegrityMeasure, RestoreMeasure } from './restore.ts'
import type { RunbookMeasure } from './runbook.ts'
import type { ScenarioClass } from './scenario.ts'
import type { Signal } from './signal.ts'
import type { Verdict } from './verdict.ts'

/** The version of `drill.json`. */
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

/** What one signal said. */
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

/** What became of one fault. */
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

/** What one asking of one gate came to. */
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
