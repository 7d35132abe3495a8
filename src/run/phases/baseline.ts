import type { BaselineReason } from '../../model/baseline.ts'
import { type Fault, isOneOf } from '../../model/fault.ts'
import { PROVIDER_FAULT_KINDS } from '../../model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../../model/store-fault.ts'
import type { Network } from '../../network/network.ts'
import type { Ground, Running } from '../drill.ts'
import { askGates } from './gates.ts'

// One sample in twenty may be bad before we call a platform sick: drills are for platforms as they are.
const HEALTHY_RATIO = 0.95

/** Watches the platform before anything is broken, and says everything that keeps it from being drilled. */
export async function judgeBaseline(running: Running, ground: Ground): Promise<readonly BaselineReason[]> {
  const { world, drill, abort, watch } = running
  const routes = brokenRoutes(running)
  const before = await crossed(ground.network, routes)
  await world.clock.sleep(drill.plan.baselineMs, abort.signal)
  const gates = await askGates(running, 'baseline')
  const after = await crossed(ground.network, routes)
  return [
    ...sickJourneys(running),
    ...gates
      .filter(gate => gate.verdict !== 'passed')
      .map(gate => because('gate', `gate ${gate.name}: ${gate.detail}`)),
    ...routes.filter(route => before.get(route) !== undefined && before.get(route) === after.get(route)).map(unused),
    ...[...watch.tally()].flatMap(([id, { modes }]) =>
      modes.map(mode => because('mode', `journey ${id} is already answered as ${mode}`)),
    ),
  ]
}

function sickJourneys({ watch, drill }: Running): readonly BaselineReason[] {
  const stable = watch.stableSince(0) !== undefined
  const sick = [...watch.tally()].flatMap(([id, { samples, bad, lastBad }]) => {
    const last = lastBad === undefined ? '' : ` (${lastBad.bad}: ${lastBad.detail})`
    if (samples === 0) return [`journey ${id} had no answer at all in ${drill.plan.baselineMs} ms`]
    if (1 - bad / samples < HEALTHY_RATIO) return [`journey ${id}: ${bad} of ${samples} samples were bad${last}`]
    // Few bad ones in all, but the newest among them: not the moment to break something.
    return stable || lastBad === undefined ? [] : [`journey ${id} has only just been bad${last}`]
  })
  return sick.map(text => because('journey', text))
}

function unused(route: string): BaselineReason {
  return because('unused-route', `no traffic crosses the route of ${route}, so breaking it would prove nothing`)
}

function because(kind: BaselineReason['kind'], text: string): BaselineReason {
  return { kind, text }
}

function brokenRoutes({ drill }: Running): readonly string[] {
  const felt = drill.scenario.faults.filter(fault => !provesItself(fault))
  const routed = new Set(drill.platform.components.filter(({ route }) => route !== undefined).map(({ id }) => id))
  return [...new Set(felt.map(fault => fault.component))].filter(component => routed.has(component))
}

/** What is done to data is seen in the store; what a provider says is told to somebody, if only once another one is gone. */
function provesItself(fault: Fault): boolean {
  return isOneOf(fault, [...PROVIDER_FAULT_KINDS, ...STORE_FAULT_KINDS])
}

/** Bytes that have crossed each route, where this Toxiproxy can tell. */
async function crossed(network: Network, routes: readonly string[]): Promise<ReadonlyMap<string, number | undefined>> {
  const counts = routes.map(async route => {
    const traffic = await network.traffic(route)
    const tells = traffic !== undefined && traffic.late !== true
    return [route, tells ? traffic.upstreamBytes + traffic.downstreamBytes : undefined] as const
  })
  return new Map(await Promise.all(counts))
}
