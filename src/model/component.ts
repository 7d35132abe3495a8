import type { ComponentProcess } from './machine-fault.ts'
import type { StorePlace } from './store.ts'

/** What parts there are. */
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

/** Where what crosses the route goes on to. */
export type Upstream = { readonly kind: 'mock' } | { readonly kind: 'address'; readonly address: string }

/** How soon it must be back, and how much recent data may be lost. */
export interface Targets {
  readonly rtoMs: number | undefined
  readonly rpoMs: number | undefined
}

/** How its data is kept, how often, and what brings it back. */
export interface Backup {
  readonly how: string
  readonly everyMs: number | undefined
  readonly runbook: string | undefined
}
