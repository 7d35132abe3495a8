import { LOAD_FAULT_KINDS, type LoadFault } from './load-fault.ts'
import { MACHINE_FAULT_KINDS, type MachineFault } from './machine-fault.ts'
import { PROVIDER_FAULT_KINDS, type ProviderFault } from './provider-fault.ts'
import { STORE_FAULT_KINDS, type StoreFault } from './store-fault.ts'
import { WIRE_FAULT_KINDS, type WireFault } from './wire-fault.ts'

/** The kinds of damage a drill can do, family by family. `src/faults` holds one file for each. */
export const FAULT_KINDS = [
  ...WIRE_FAULT_KINDS,
  ...PROVIDER_FAULT_KINDS,
  ...LOAD_FAULT_KINDS,
  ...MACHINE_FAULT_KINDS,
  ...STORE_FAULT_KINDS,
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** One kind of damage to one component, from `atMs` after t0, for `forMs` or until the drill heals. */
export type Fault = FaultFrame & (WireFault | ProviderFault | LoadFault | MachineFault | StoreFault)

/** What all faults have in common. */
export interface FaultFrame {
  readonly id: string
  readonly component: string
  readonly atMs: number
  readonly forMs: number | undefined
}

/** Whether a fault, as it is written or resolved, is of one of these kinds. */
export function isOneOf<F extends { readonly kind: FaultKind }, Kind extends FaultKind>(
  fault: F,
  kinds: readonly Kind[],
): fault is Extract<F, { readonly kind: Kind }> {
  return kinds.some(kind => kind === fault.kind)
}

/** Whether it is a load that k6 sends. */
export function isForK6(fault: Fault): boolean {
  return fault.kind === 'load.tenant' && fault.engine === 'k6'
}

/** Whether the damage was really felt, and what was seen of it. */
export const EFFECTS = ['bitten', 'not-bitten', 'unknown'] as const
export type EffectState = (typeof EFFECTS)[number]
export interface Effect {
  readonly state: EffectState
  readonly seen: string
}
