import type { Component } from './component.ts'
import type { GoldenSet } from './golden.ts'
import type { Check, Journey } from './journey.ts'
import type { Ledger } from './ledger.ts'
import type { CustomFault } from './machine-fault.ts'
import type { CanaryPlace, Intruder, Outlet, Tenant } from './sharing.ts'
import type { Signal } from './signal.ts'
import type { Spec } from './spec.ts'

/** How much care a platform asks for. */
export const ENVIRONMENTS = ['local', 'staging', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** The system being drilled, with every placeholder filled in and nothing optional left. */
export interface Platform {
  readonly name: string
  readonly file: string
  readonly dir: string
  readonly environment: Environment
  readonly toxiproxy: ToxiproxyChoice
  readonly stage: Stage | undefined
  readonly components: readonly Component[]
  readonly journeys: readonly Journey[]
  readonly checks: readonly Check[]
  readonly signals: readonly Signal[]
  readonly tenants: readonly Tenant[]
  readonly canaries: readonly CanaryPlace[]
  readonly intruders: readonly Intruder[]
  /** What tenants are told elsewhere than in answers. */
  readonly outlets: readonly Outlet[]
  readonly ledgers: readonly Ledger[]
  readonly golden: readonly GoldenSet[]
  readonly specs: readonly Spec[]
  readonly people: Readonly<Record<string, string>>
  readonly runbooks: RunbookSetting
  /** The faults this platform describes itself. */
  readonly custom: readonly CustomFault[]
  readonly atMost: BlastRadius
  /** Where its Prometheus answers queries. */
  readonly prometheus: string | undefined
}

/** What the commands of runbooks are given: these values and nothing else of ours. */
export interface RunbookSetting {
  readonly environment: Readonly<Record<string, string>>
}

/** How much a drill may break at once, and for how long; undefined is without limit. */
export interface BlastRadius {
  readonly components: number | undefined
  /** The largest share of connections or requests that one fault may hit. */
  readonly shareRatio: number | undefined
  readonly durationMs: number | undefined
}

/** Which Toxiproxy carries the faults: one that is started for the drill and ends with it, or one that is already there. */
export type ToxiproxyChoice =
  /** Ours. */
  | { readonly kind: 'embedded' }
  /** The original: a name on the PATH, or a path as seen from the platform's folder. */
  | { readonly kind: 'binary'; readonly file: string }
  | { readonly kind: 'container'; readonly image: string }
  | { readonly kind: 'url'; readonly url: string }

/** How a drill starts a platform of its own. */
export interface Stage {
  readonly up: string
  readonly ready: string
  readonly readyWithinMs: number
}
