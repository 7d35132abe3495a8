import type { Comparison } from './comparison.ts'
import type { Targets } from './component.ts'
import type { Fault } from './fault.ts'
import type { GoldenGate } from './golden.ts'

/** What kind of disaster a scenario rehearses; reports and auditors group by it. */
export const SCENARIO_CLASSES = [
  'provider-outage',
  'latency-spike',
  'rate-limit',
  'region-failure',
  'infrastructure-failure',
  'data-corruption',
  'accidental-deletion',
  'tenant-blast',
  'vendor-termination',
  'model-degradation',
  'security-breach',
  'recovery-failure',
] as const
export type ScenarioClass = (typeof SCENARIO_CLASSES)[number]

/** What we break, how it should come back, and what counts as recovered. */
export interface Scenario {
  readonly id: string
  readonly title: string
  readonly file: string
  readonly why: string
  readonly class: ScenarioClass
  /** What makes two runs comparable: a hash of the file's meaning. */
  readonly hash: string
  readonly faults: readonly Fault[]
  readonly expect: Expectation
  readonly recovery: Recovery
  readonly targets: Targets
  /** What is claimed about the neighbours of a tenant that misbehaves. */
  readonly isolation: IsolationTargets | undefined
  /** What is claimed of how users are served once it is over, held against before. */
  readonly after: AfterTargets | undefined
  /** What is claimed of single journeys, components, tenants and ledgers. */
  readonly partTargets: readonly PartTarget[]
  /** Whether the RTO clock stops when journeys are good again or only when the gates have passed. */
  readonly rtoUntil: 'verified' | 'restored'
  readonly gates: GatePlan
  readonly guards: readonly Guard[]
  readonly baselineMs: number
  readonly deadlineMs: number
}

/** How much the neighbours may notice. What is undefined is measured, but not judged; leaks are always judged. */
export interface IsolationTargets {
  /** Their p99 during the load, over that before. */
  readonly p99Ratio: number | undefined
  /** How much larger the share of bad answers may become. */
  readonly errorsRatio: number | undefined
  /** How many of one tenant's canaries another may see. */
  readonly leaks: number
  /** How soon after its leak was declared a key must be refused. */
  readonly refusalMs: number | undefined
}

/** How much of what there was before the damage there must be after the last outage, of every journey. Undefined is not judged. */
export interface AfterTargets {
  /** Good answers a second, over those before: at least. */
  readonly capacityRatio: number | undefined
  /** How long good answers take, over how long they took before: at most. */
  readonly p50Ratio: number | undefined
  readonly p95Ratio: number | undefined
  readonly p99Ratio: number | undefined
}

/** What a target of its own can be asked for. */
export const TARGET_SUBJECTS = ['journey', 'component', 'tenant', 'ledger'] as const
export type TargetSubject = (typeof TARGET_SUBJECTS)[number]

export interface PartTarget extends Targets {
  readonly of: TargetSubject
  readonly name: string
}

/** What the platform is expected to do while something is broken. */
export interface Expectation {
  readonly degraded: string | undefined
  readonly signals: readonly string[]
  /** That the drill must fail, where the platform is weakened for that: a sabotage twin. */
  readonly verdict?: 'failed'
}

/** How the platform comes back. */
export type Recovery =
  | { readonly kind: 'automatic' }
  | {
      readonly kind: 'runbook'
      /** As seen from the platform's folder, and inside it. */
      readonly file: string
      /** What is answered where the runbook leaves a decision and nobody is there, by the name of what is decided. */
      readonly decisions: Readonly<Record<string, string>>
    }

/** What must pass before we call it recovered: names of checks or journeys, of stores. */
export interface GatePlan {
  readonly smoke: readonly string[]
  /** The stores whose data must be whole, by component. */
  readonly integrity: readonly string[]
  /** How good answers must be, if that is asked. */
  readonly golden: GoldenGate | undefined
}

/** Stops the drill at once, and has everything put back. */
export type Guard = JourneyGuard | WatchedGuard

/** Trips when a journey's availability stays below a ratio for so long. */
export interface JourneyGuard {
  readonly id: string
  readonly kind: 'journey'
  readonly journey: string
  readonly belowRatio: number
  readonly forMs: number
}

/** Trips when what it looks at has been bad for so long, or could not be looked at for so long. */
export type WatchedGuard = {
  readonly id: string
  readonly forMs: number
  readonly everyMs: number
  /** How long it may fail to find out before that counts as tripped. */
  readonly graceMs: number
} & (
  | { readonly kind: 'signal'; readonly signal: string; readonly on: boolean }
  /** A check of the platform that must stay good. */
  | { readonly kind: 'check'; readonly check: string }
  | { readonly kind: 'prometheus'; readonly query: string; readonly is: Comparison; readonly limit: number }
  /** A file that must not be there. */
  | { readonly kind: 'file'; readonly file: string }
)
