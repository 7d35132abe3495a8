import type { Fault } from '../model/fault.ts'
import type { Toxic } from '../model/undo.ts'
import type { Target } from './driver.ts'
import { toxicName } from './proxy-undo.ts'

/** Our toxic for one fault, on every connection through the component's route. */
export function toxicOf(
  at: Pick<Target, 'drill'>,
  fault: Fault,
  toxic: Pick<Toxic, 'type' | 'stream' | 'attributes'>,
): Toxic {
  return { ...toxic, name: toxicName(at.drill, fault.id), toxicity: 1 }
}

/** Puts a toxic on a component's route, with a lease where the Toxiproxy knows leases. */
export function addToxic(
  at: Target,
  fault: Fault,
  toxic: Pick<Toxic, 'type' | 'stream' | 'attributes'>,
): Promise<void> {
  return at.network.addToxic(at.component.id, toxicOf(at, fault, toxic), { ttlMs: leaseMs(fault) })
}

/** How long a fault may outlive us at most: its own time and a minute, or ten minutes if it has none. */
export function leaseMs(fault: Fault): number {
  return fault.forMs === undefined ? 600_000 : fault.forMs + 60_000
}
