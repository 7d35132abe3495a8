import { measuring } from '../measure/measuring.ts'
import type { DrillEvent } from '../model/event.ts'
import type { DrillMeasures } from '../model/measures.ts'
import { runDrill } from '../run/conductor.ts'
import type { FakeWorld } from './fake-world.ts'
import { type SimulatedDrill, simulatedGround } from './simulated-ground.ts'

export interface Simulation extends SimulatedDrill {
  /** Hears every event, and may interfere: this is how a test stops or crashes a drill at an exact moment. */
  readonly onEvent?: (event: DrillEvent, stage: SimulationStage) => void
}

export interface SimulationStage {
  readonly world: FakeWorld
  readonly interrupt: AbortController
}

export interface Simulated extends SimulationStage {
  readonly events: readonly DrillEvent[]
  readonly measures: DrillMeasures
  /** What is still broken when it is over. Must be empty. */
  readonly left: readonly string[]
}

/** Runs a whole drill, by the real conductor, on a toy platform in virtual time. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const { clock, world, means, drill, broken } = simulatedGround(simulation)
  const stage = { world, interrupt: new AbortController() }
  const events: DrillEvent[] = []
  const measure = measuring()
  const see = (event: DrillEvent): void => {
    events.push(event)
    measure.see(event)
    simulation.onEvent?.(event, stage)
  }
  const audience = { listeners: [see], interrupt: stage.interrupt.signal }
  await clock.drive(runDrill(world, means, drill, audience))
  return { ...stage, events, measures: measure.result(), left: broken() }
}
