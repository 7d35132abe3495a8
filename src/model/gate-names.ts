import type { GatePlan } from './scenario.ts'

/** What the gate is called that holds a store's data against what it was. */
export function integrityGateName(component: string): string {
  return `integrity of ${component}`
}

/** The gates a scenario asks one by one, by the names under which they answer. */
export function gateNamesOf({ smoke, integrity }: GatePlan): readonly string[] {
  // Journals from before there were stores say nothing of their integrity.
  return [...smoke, ...(integrity ?? []).map(integrityGateName)]
}

/** When a gate was asked: before the damage, while something was broken, once the platform seemed back, or after everything was healed. */
export const GATE_MOMENTS = ['baseline', 'during', 'recovered', 'healed'] as const
export type GateMoment = (typeof GATE_MOMENTS)[number]
