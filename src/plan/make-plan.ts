import type { Plan, PlanStep } from '../model/plan.ts'
import type { Scenario } from '../model/scenario.ts'

/** Turns a scenario into the steps of a drill, in the order they are due. */
export function makePlan(scenario: Scenario, seed: number): Plan {
  const steps = scenario.faults.flatMap(({ id, atMs, forMs }): readonly PlanStep[] => [
    { act: 'inject', atMs, fault: id },
    ...(forMs === undefined ? [] : [{ act: 'undo' as const, atMs: atMs + forMs, fault: id }]),
  ])
  // Undo first: what is put back and broken again at the same moment must end broken.
  const due = steps.toSorted((a, b) => a.atMs - b.atMs || Number(b.act === 'undo') - Number(a.act === 'undo'))
  return {
    seed,
    baselineMs: scenario.baselineMs,
    steps: due,
    lastMs: Math.max(...due.map(step => step.atMs)),
    deadlineMs: scenario.deadlineMs,
  }
}
