import type { Toxic } from '../model/undo.ts'
import type { Target } from './driver.ts'

/** Puts a toxic on every connection through a component's route, with a lease where the Toxiproxy knows leases. */
export function addToxic(at: Target, toxic: Omit<Toxic, 'toxicity'>): Promise<void> {
  return at.network.addToxic(at.component.id, { ...toxic, toxicity: 1 }, { ttlMs: at.leaseMs })
}
