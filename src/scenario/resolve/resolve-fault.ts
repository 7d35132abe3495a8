import { parseDuration } from '../../model/duration.ts'
import { type Fault, isOneOf } from '../../model/fault.ts'
import { LOAD_FAULT_KINDS, type LoadFault } from '../../model/load-fault.ts'
import type { MachineFault } from '../../model/machine-fault.ts'
import { PROVIDER_FAULT_KINDS, type ProviderFault } from '../../model/provider-fault.ts'
import { STORE_FAULT_KINDS, type StoreFault } from '../../model/store-fault.ts'
import { WIRE_FAULT_KINDS, type WireFault } from '../../model/wire-fault.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'
import { resolveLoadFault } from './resolve-load-fault.ts'
import { resolveMachineFault } from './resolve-machine-fault.ts'
import { resolveProviderFault } from './resolve-provider-fault.ts'
import { resolveStoreFault } from './resolve-store-fault.ts'
import { resolveWireFault } from './resolve-wire-fault.ts'

/** A fault with all that was left unsaid. */
export function resolveFault(written: WrittenFault, index: number): Fault {
  return {
    id: `f${index + 1}`,
    component: written.break,
    atMs: parseDuration(written.at ?? '0s') ?? 0,
    forMs: written.for === undefined ? undefined : parseDuration(written.for),
    ...resolveDamage(written),
  }
}

function resolveDamage(written: WrittenFault): WireFault | ProviderFault | LoadFault | MachineFault | StoreFault {
  if (isOneOf(written, WIRE_FAULT_KINDS)) return resolveWireFault(written)
  if (isOneOf(written, PROVIDER_FAULT_KINDS)) return resolveProviderFault(written)
  if (isOneOf(written, LOAD_FAULT_KINDS)) return resolveLoadFault(written)
  if (isOneOf(written, STORE_FAULT_KINDS)) return resolveStoreFault(written)
  return resolveMachineFault(written)
}
