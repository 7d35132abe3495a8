import type { TargetSubject } from './scenario.ts'

/** What can be said of a recovery. */
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
  /** The journeys that show it to be there. */
  readonly journeys: readonly string[]
  /** Since when it is counted: t0, or when the component was broken itself. */
  readonly fromMs: number | null
  readonly targetMs: number | null
  readonly achievedMs: number | null
  readonly precisionMs: number | null
  readonly state: RecoveryState
  readonly met: boolean | null
}

/** Where the time went. All durations, counted from t0. */
export interface SplitMeasure {
  /** When the first signal came on that tells of something noticed, degraded or taken over. */
  readonly detectMs: number | null
  /** Which signal that was, and how much earlier it may have come on. */
  readonly detectedBy: string | null
  readonly detectPrecisionMs: number | null
  /** When the platform said that a stand-in had taken over. */
  readonly failedOverMs: number | null
  readonly failedOverBy: string | null
  /** When users were told. */
  readonly communicatedMs: number | null
  readonly communicatedBy: string | null
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
