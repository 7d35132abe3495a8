import type { Secret } from '../journal/redact.ts'
import { measuring } from '../measure/measuring.ts'
import type { DrillEvent } from '../model/event.ts'
import type { DrillMeasures } from '../model/measures.ts'
import type { Platform } from '../model/platform.ts'
import type { Scenario } from '../model/scenario.ts'
import type { ProcessSpec } from '../model/world.ts'
import { makePlan } from '../plan/make-plan.ts'
import { runDrill } from '../run/conductor.ts'
import type { Drill } from '../run/drill.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeMock } from './fake-mock.ts'
import { fakeNetwork } from './fake-network.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { type Reaction, toyPlatform } from './toy-platform.ts'

export interface Simulation {
  readonly scenario: Scenario
  readonly platform: Platform
  readonly seed?: number
  readonly reaction?: Partial<Reaction>
  readonly secrets?: readonly Secret[]
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

const PROXY_URL = 'http://127.0.0.1:30001'
const MOCK_URL = 'http://127.0.0.1:30002'
const CONTROL_URL = 'http://127.0.0.1:30003'

/** Runs a whole drill, by the real conductor, on a toy platform in virtual time. */
export async function simulate(simulation: Simulation): Promise<Simulated> {
  const { platform } = simulation
  const clock = fakeClock()
  const changed = () => toy.look()
  const network = fakeNetwork(platform.toxiproxy.kind === 'url' ? platform.toxiproxy.url : PROXY_URL, changed)
  const mock = fakeMock(changed)
  const broken = () => [
    ...mock.state.keys(),
    ...[...network.state.values()].filter(proxy => !proxy.enabled || proxy.toxics.length > 0).map(proxy => proxy.name),
  ]
  const toy = toyPlatform(platform, reactionOf(simulation), () => broken().length > 0, clock.nowMs)
  const world = fakeWorld({
    clock,
    sayFirst,
    canary: async (address, _hello, waitMs) => network.canary(address, waitMs),
    answer(request) {
      network.cross(request.url.length)
      return toy.answer(request)
    },
  })
  const stage = { world, interrupt: new AbortController() }
  const events: DrillEvent[] = []
  const measure = measuring()
  const see = (event: DrillEvent): void => {
    events.push(event)
    measure.see(event)
    simulation.onEvent?.(event, stage)
  }
  const means = { network: () => network, mock: () => mock }
  const audience = { listeners: [see], interrupt: stage.interrupt.signal }
  await clock.drive(runDrill(world, means, drillOf(simulation), audience))
  return { ...stage, events, measures: measure.result(), left: broken() }
}

function reactionOf({ scenario, reaction }: Simulation): Reaction {
  return { detectMs: 1200, fallback: true, failbackMs: 1500, mode: scenario.expect.degraded ?? 'degraded', ...reaction }
}

function sayFirst({ run }: ProcessSpec): string | undefined {
  if (!('program' in run)) return undefined
  return JSON.stringify(
    run.program === 'proxy' ? { listening: PROXY_URL } : { listening: MOCK_URL, control: CONTROL_URL },
  )
}

function drillOf({ scenario, platform, seed = 1, secrets = [] }: Simulation): Drill {
  return {
    id: 'simulated',
    dir: '/drills/simulated',
    stageDir: '/drills/simulated/stage',
    lockFile: '/locks/simulated.lock',
    scenario,
    platform,
    plan: makePlan(scenario, seed),
    secrets,
    versions: { blackstart: 'simulated' },
    command: `blackstart run ${scenario.file} --seed ${seed}`,
  }
}
