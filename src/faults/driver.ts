import type { LoadControl } from '../load/order.ts'
import type { MockControl } from '../mock/control-client.ts'
import type { Component } from '../model/component.ts'
import type { ProcessIdentity } from '../model/event.ts'
import type { Effect, Fault, FaultKind } from '../model/fault.ts'
import type { Platform } from '../model/platform.ts'
import type { StoreManifest } from '../model/store.ts'
import type { Undo } from '../model/undo.ts'
import type { World } from '../model/world.ts'
import type { Network } from '../network/network.ts'
import type { Packed } from '../stores/newer.ts'
import type { Stores } from '../stores/store.ts'

/** Where a fault is done: the component, and the means to reach it. */
export interface Target {
  readonly world: World
  readonly drill: string
  /** The drill's own folder. */
  readonly dir: string
  readonly platform: Platform
  readonly component: Component
  /** What the drill has started as the platform; whatever they have started belongs to it too. */
  readonly stages: readonly ProcessIdentity[]
  /** Aborts when the fault is put back: what goes on by itself stops then. */
  readonly until: AbortSignal
  readonly network: Network
  readonly mock: MockAccess | undefined
  readonly load: LoadAccess | undefined
  readonly seed: number
  /** Values that must be written nowhere. */
  readonly secrets?: readonly string[]
  readonly stores: Stores
  /** What was packed before anything was broken, by component. */
  readonly parachutes: ReadonlyMap<string, Parachute>
  /** How long the damage may outlive us at most, on servers that know leases. Longer than the drill can wait for it. */
  readonly leaseMs: number
}

/** A snapshot that has been restored once, and what the store was like when it was taken. */
export interface Parachute {
  /** In the drill's folder. */
  readonly file: string
  readonly sha256: string
  readonly manifest: StoreManifest
  /** By which what was written since is told apart. */
  readonly packed: Packed
}

/** All that faults need of a mock's control endpoint. */
export type MockFaults = Pick<MockControl, 'put' | 'clear' | 'faults'>

/** A mock's control endpoint, and the file that holds its token for whoever must undo later. */
export interface MockAccess {
  readonly control: MockFaults
  readonly controlUrl: string
  readonly tokenFile: string
}

/** A load engine's control endpoint, and the file that holds its token for whoever must stop it later. */
export interface LoadAccess {
  readonly control: LoadControl
  readonly controlUrl: string
  readonly tokenFile: string
}

/** What one kind of fault can do. */
export interface FaultDriver<F extends Fault> {
  /** Reads the state before and says how to put it back. Harms nothing. */
  prepare(fault: F, at: Target): Promise<Undo>
  /** Does the damage for which `undo` was prepared. */
  inject(fault: F, at: Target, signal: AbortSignal, undo: Undo): Promise<void>
  /** Proof that it really bit. */
  effect(fault: F, at: Target, signal: AbortSignal, undo: Undo): Promise<Effect>
}

/** A fault of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>

/** One driver for every kind: a missing kind does not compile. */
export type Drivers = { readonly [K in FaultKind]: FaultDriver<FaultOf<K>> }
