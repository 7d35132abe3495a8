import type { GoldenSet } from './golden.ts'
import type { HttpRequest } from './http.ts'
import type { Ledger } from './ledger.ts'
import type { ComponentProcess, CustomFault } from './machine-fault.ts'
import type { Capture, Question } from './question.ts'
import type { Signal } from './signal.ts'
import type { Spec } from './spec.ts'
import type { StorePlace } from './store.ts'

export const ENVIRONMENTS = ['local', 'staging', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

export const COMPONENT_KINDS = [
  'model-provider',
  'gateway',
  'service',
  'edge',
  'vector-store',
  'database',
  'cache',
  'queue',
  'object-storage',
  'embedding',
  'identity',
  'registry',
  'region',
] as const
export type ComponentKind = (typeof COMPONENT_KINDS)[number]

/** The wire formats our mock providers speak. */
export const DIALECTS = [
  'openai',
  'azure-openai',
  'anthropic',
  'gemini',
  'vertex-gemini',
  'vertex-claude',
  'bedrock',
] as const
export type Dialect = (typeof DIALECTS)[number]

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

/** One part that can break. */
export interface Component {
  readonly id: string
  readonly kind: ComponentKind
  readonly dialect: Dialect | undefined
  readonly route: Route | undefined
  /** The process it is, where it is one of the stage's. */
  readonly process: ComponentProcess | undefined
  /** The container it is, by name. */
  readonly container: string | undefined
  /** The component of kind region in which it lies. */
  readonly region: string | undefined
  /** The folder in which it keeps its data. */
  readonly folder: string | undefined
  readonly dependsOn: readonly string[]
  readonly owner: string | undefined
  readonly tier: number | undefined
  readonly targets: Targets
  readonly failover: string | undefined
  readonly backup: Backup | undefined
  readonly drillEveryMs: number | undefined
  readonly largest: string | undefined
  /** The file that lists, one id a line, what was deleted from it for good and must not come back. */
  readonly tombstones: string | undefined
  /** Where its data is, for what keeps any. */
  readonly store: StorePlace | undefined
}

/** Where a proxy stands in front of a component. `mock` is a mock provider that the drill starts. */
export interface Route {
  readonly listen: string
  readonly upstream: Upstream
}
export type Upstream = { readonly kind: 'mock' } | { readonly kind: 'address'; readonly address: string }

export interface Targets {
  readonly rtoMs: number | undefined
  readonly rpoMs: number | undefined
}

export interface Backup {
  readonly how: string
  readonly everyMs: number | undefined
  readonly runbook: string | undefined
}

/** Something a user does, asked again and again during a drill. */
export type Journey = JourneyFrame & Question

export interface JourneyFrame {
  /** `ask`, or `ask@acme` for one of several tenants. */
  readonly id: string
  readonly tenant: string | undefined
  /** The part that it shows to be there, for targets of components. */
  readonly component: string | undefined
  readonly everyMs: number
  /** An answer later than this is given up. At least `good.withinMs`. */
  readonly timeoutMs: number
  readonly maxInFlight: number
  /** So many good samples in a row are a recovery; one lucky retry is not. */
  readonly stable: number
}

/** A question with one right answer, asked once: what smoke gates are made of. */
export type Check = CheckFrame & Question

export interface CheckFrame {
  readonly id: string
  readonly tenant: string | undefined
  /** What checks that are asked after this one need of its answer, as `${captured.NAME}`. */
  readonly captures: readonly Capture[]
}

/** One of those who share the platform. Whoever's key a request carries, asks. */
export interface Tenant {
  readonly id: string
  readonly key: string
  /** How much the platform grants it; undefined where nothing was promised. */
  readonly quota: Quota | undefined
}

/** So many requests a second, and so many at once after a pause. */
export interface Quota {
  readonly perSecond: number
  readonly burst: number
}

/** A place in the platform where each tenant hides a text of its own, and where it is looked for as every other tenant. */
export interface CanaryPlace {
  readonly id: string
  /** Hides it. `{canary}` stands for the text; asked with each tenant's own key. */
  readonly plant: HttpRequest
  /** Where the answer says by which name the planted thing can be read: `{id}`. */
  readonly idAt: string | undefined
  /** Lists or searches what a tenant may see; asked with each tenant's own key. */
  readonly look: HttpRequest | undefined
  /** Reads `{id}`: with any key but its owner's it must be refused. */
  readonly read: HttpRequest | undefined
  /** Takes `{id}` away again after the drill. */
  readonly remove: HttpRequest | undefined
  readonly everyMs: number
}

/** Somebody who tries, again and again, to get in with keys that must be refused. */
export interface Intruder {
  readonly id: string
  readonly request: HttpRequest
  /** The keys that are tried, by what is wrong with them. */
  readonly keys: Readonly<Record<string, string>>
  /** The statuses that refuse. */
  readonly refusedBy: readonly number[]
  readonly everyMs: number
}

/** Where a tenant is told things that are no answers: a log it may read, an export that is made for it. */
export interface Outlet {
  /** `log`, or `log@acme` for one of several tenants. */
  readonly id: string
  /** Who reads it; undefined: somebody who must be told nothing of anybody. */
  readonly tenant: string | undefined
  readonly source:
    | { readonly kind: 'file'; readonly file: string }
    | { readonly kind: 'command'; readonly command: string; readonly cwd: string; readonly timeoutMs: number }
  readonly everyMs: number
}

/** The name that `ask@acme` has in the platform file: a name stands for all its tenants. */
export function isNamed(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}@`)
}
