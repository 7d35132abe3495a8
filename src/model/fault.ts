import type { Arrivals, LoadCaps, LoadEngine, LoadPart } from './load.ts'
import type { MachineFault } from './machine-fault.ts'
import type { ProviderFault } from './provider-fault.ts'
import type { Attachment, Corruption, OnlyRows, Removal } from './store.ts'

/** The kinds of damage a drill can do. `src/faults` holds one file for each. */
export const FAULT_KINDS = [
  'refuse',
  'hang',
  'latency',
  'bandwidth',
  'reset',
  'cut',
  'slow-close',
  'slice',
  'provider.status',
  'provider.degrade',
  'provider.stall',
  'provider.truncate',
  'provider.model-gone',
  'provider.wrong-model',
  'provider.contract',
  'load.tenant',
  'credential.leak',
  'process.kill',
  'process.freeze',
  'process.restart-storm',
  'container.kill',
  'container.pause',
  'container.disconnect',
  'region.down',
  'cpu.squeeze',
  'disk.fill',
  'custom',
  'store.delete',
  'store.corrupt',
  'store.rollback',
  'store.detach',
  'store.throttle',
  'store.scratch',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** The kinds done to a component's network route, through Toxiproxy. */
export const NETWORK_FAULT_KINDS = [
  'refuse',
  'hang',
  'latency',
  'bandwidth',
  'reset',
  'cut',
  'slow-close',
  'slice',
] as const satisfies readonly FaultKind[]
export type NetworkFaultKind = (typeof NETWORK_FAULT_KINDS)[number]

/** The kinds done to what a store holds. */
export const STORE_FAULT_KINDS = [
  'store.delete',
  'store.corrupt',
  'store.rollback',
  'store.detach',
  'store.throttle',
  'store.scratch',
] as const satisfies readonly FaultKind[]
export type StoreFaultKind = (typeof STORE_FAULT_KINDS)[number]

/** Whether it destroys data, so that a parachute must be packed before. */
export function isDestructive(kind: FaultKind): boolean {
  return ['store.delete', 'store.corrupt', 'store.rollback', 'store.detach'].includes(kind)
}

/** Which way through a route: upstream is what the component is sent, downstream what it answers. */
export const DIRECTIONS = ['upstream', 'downstream', 'both'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** One kind of damage to one component, from `atMs` after t0, for `forMs` or until the drill heals. */
export type Fault = FaultFrame &
  (
    | { readonly kind: 'refuse' }
    | { readonly kind: 'store.delete'; readonly what: Removal }
    | {
        readonly kind: 'store.corrupt'
        readonly how: Corruption
        readonly shareRatio: number
        /** What texts are overwritten with. */
        readonly text: string
        /** All rows, unless only some may be hit. */
        readonly only: OnlyRows | undefined
      }
    | { readonly kind: 'store.rollback'; readonly backMs: number }
    /** The data is left as it is; how it is found, or what keeps tenants apart, is lost. */
    | { readonly kind: 'store.detach'; readonly what: Attachment }
    | { readonly kind: 'store.throttle'; readonly heldRatio: number }
    /** Harms nothing: an empty place beside the store, to be restored into. */
    | { readonly kind: 'store.scratch' }
    | (WireFault &
        (
          | { readonly kind: 'hang' }
          | { readonly kind: 'latency'; readonly delay: Delay; readonly jitterMs: number }
          | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
          | { readonly kind: 'reset' }
          | { readonly kind: 'cut'; readonly afterBytes: number }
          | { readonly kind: 'slow-close'; readonly delayMs: number }
          | { readonly kind: 'slice'; readonly pieceBytes: number; readonly pauseMs: number }
        ))
    | {
        readonly kind: 'provider.status'
        readonly status: number
        readonly shareRatio: number
        readonly retryAfterMs: number | undefined
      }
    | ProviderFault
    | {
        readonly kind: 'load.tenant'
        readonly tenant: string
        readonly arrivals: Arrivals
        readonly mix: readonly LoadPart[]
        readonly caps: LoadCaps
        readonly engine: LoadEngine
      }
    /** A thief asks with a tenant's key, from the moment the leak is declared; the platform is expected to refuse it soon. */
    | {
        readonly kind: 'credential.leak'
        readonly tenant: string
        readonly journey: string
        readonly everyMs: number
      }
    | MachineFault
  )

/** Whether it is a load that k6 sends. */
export function isForK6(fault: Fault): boolean {
  return fault.kind === 'load.tenant' && fault.engine === 'k6'
}

export interface FaultFrame {
  readonly id: string
  readonly component: string
  readonly atMs: number
  readonly forMs: number | undefined
}

/** What all toxics have in common. */
export interface WireFault {
  readonly direction: Direction
  /** The share of connections that meet it. Each one draws its lot once, so a kept-alive connection is hit or spared for good. */
  readonly shareRatio: number
}

/** How much slower: a fixed time, or so many times what a journey took during this drill's baseline. */
export type Delay =
  | { readonly kind: 'fixed'; readonly delayMs: number }
  | { readonly kind: 'times-baseline'; readonly times: number; readonly journey: string }

/** Whether the damage was really felt, and what was seen of it. */
export const EFFECTS = ['bitten', 'not-bitten', 'unknown'] as const
export type EffectState = (typeof EFFECTS)[number]
export interface Effect {
  readonly state: EffectState
  readonly seen: string
}
