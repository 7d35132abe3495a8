import type { Secret } from '../journal/redact.ts'
import type { Approval } from '../model/event.ts'
import type { LoadedGolden } from '../model/golden.ts'
import type { Platform } from '../model/platform.ts'
import type { Scenario } from '../model/scenario.ts'
import type { StorePlace } from '../model/store.ts'
import type { ProxyState } from '../model/undo.ts'
import type { ProcessSpec } from '../model/world/processes.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Drill, Means, ReadyRunbook } from '../run/drill.ts'
import { asWatched } from '../scenario/as-watched.ts'
import type { StoreRow } from '../stores/store.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { type FakeLoad, fakeLoad } from './fake-load.ts'
import { type FakeMock, fakeMock } from './fake-mock.ts'
import { type FakeNetwork, fakeNetwork } from './fake-network.ts'
import { type FakeStores, fakeStores, type StoreContents } from './fake-store.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { toyParts } from './toy-parts.ts'
import { type Reaction, toyPlatform } from './toy-platform.ts'

/** A drill to be run in virtual time. */
export interface SimulatedDrill {
  readonly scenario: Scenario
  readonly platform: Platform
  readonly seed?: number
  readonly reaction?: Partial<Reaction>
  readonly secrets?: readonly Secret[]
  readonly runbook?: ReadyRunbook | undefined
  /** What commands of the runbook do. Unless given each puts everything back. */
  readonly command?: (text: string, on: SimulatedStores) => SimulatedCommand
  readonly approval?: Approval
  /** The golden sets of the scenario, as they were read. */
  readonly golden?: readonly LoadedGolden[]
  /** Proxies that somebody else has put up before. */
  readonly before?: readonly ProxyState[]
}

/** Everything that a simulated drill stands on. */
export interface SimulatedGround {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly mock: FakeMock
  readonly load: FakeLoad
  readonly stores: FakeStores
  readonly world: FakeWorld
  readonly means: Means
  readonly drill: Drill
  /** What is not as it was before, just now. */
  broken(): readonly string[]
}

const PROXY_URL = 'http://127.0.0.1:30001'
const MOCK_URL = 'http://127.0.0.1:30002'
const LOAD_URL = 'http://127.0.0.1:30004'
const CONTROL_URL = 'http://127.0.0.1:30003'

export function simulatedGround(simulation: SimulatedDrill): SimulatedGround {
  const { platform, before = [] } = simulation
  const clock = fakeClock()
  const changed = () => toy.look()
  const network = fakeNetwork(platform.toxiproxy.kind === 'url' ? platform.toxiproxy.url : PROXY_URL, changed)
  for (const proxy of before) network.state.set(proxy.name, proxy)
  const mock = fakeMock(changed)
  const load = fakeLoad(clock, changed)
  const stores = fakeStores(changed)
  const whole = filled(stores, platform)
  const hurt = () => [
    ...load.running.keys(),
    ...mock.state.keys(),
    ...stores.unlike(whole),
    ...[...network.state.values()].filter(proxy => !isAsBefore(proxy, before)).map(proxy => proxy.name),
    ...parts.broken(),
  ]
  const broken = () => [...hurt(), ...stores.beside(whole), ...toy.hidden()]
  const parts = toyParts(platform, clock, reactionOf(simulation).restartMs, changed)
  // A platform that isolates its tenants does not mind what one of them does.
  const { isolates, unused } = reactionOf(simulation)
  const damaged = () => hurt().length > (isolates ? load.running.size : 0)
  const toy = toyPlatform(platform, reactionOf(simulation), damaged, clock.nowMs, simulation.golden, (...given) =>
    world.mailboxes.post(...given),
  )
  const world = fakeWorld({
    clock,
    sayFirst,
    started: parts.started,
    ended: parts.ended,
    computedMs: parts.computedMs,
    // Where the platform keeps its data there is little room, so that it can run out.
    disks: { stage: 64_000_000 },
    run: parts.run,
    live: spec => commandOf(spec, simulation, clock, { stores, whole }),
    canary: async (address, _hello, waitMs) => network.canary(address, waitMs),
    exchange: async (address, said, { waitMs }) => network.exchange(address, said, waitMs),
    answer(request) {
      network.cross(request.url.length, damaged() ? [] : unused)
      return toy.answer(request)
    },
  })
  parts.moveInto(world)
  // Nothing was ever deleted for good.
  for (const { tombstones } of platform.components)
    if (tombstones !== undefined) world.files.contents.set(tombstones, '')
  return {
    clock,
    network,
    mock,
    load,
    world,
    stores,
    means: { network: () => network, mock: () => mock, load: () => load, stores },
    drill: drillOf(simulation),
    broken,
  }
}

/** Where a simulated command may put things back. */
export interface SimulatedStores {
  readonly stores: FakeStores
  /** What they held before anything happened. */
  readonly whole: StoreContents
}

export interface SimulatedCommand {
  readonly output: string
  readonly code: number
  readonly tookMs: number
}

/** A command of a runbook, and what becomes of it; everything else that is started lives until it is ended. */
function commandOf({ run }: ProcessSpec, simulation: SimulatedDrill, clock: FakeClock, on: SimulatedStores) {
  if (!('file' in run) || (run.file !== 'sh' && run.file !== 'bash')) return undefined
  const { output, code, tookMs } = (simulation.command ?? restoresEverything)(run.args.at(-1) ?? '', on)
  return clock.sleep(tookMs).then(() => ({ output, code }))
}

function restoresEverything(_text: string, { stores, whole }: SimulatedStores): SimulatedCommand {
  stores.refill(whole)
  return { output: 'restored\n', code: 0, tookMs: 200 }
}

/** Every store the platform describes, with a few rows of two tenants in it. */
function filled(stores: FakeStores, { components }: Platform): StoreContents {
  for (const { store } of components) if (store !== undefined) stores.fill(store, twenty(store))
  return stores.contents()
}

/** Rows that have all the parts that a store's rows are said to have. */
function twenty({ fields: { payload = ['text'] } }: StorePlace): readonly StoreRow[] {
  return Array.from({ length: 20 }, (_, i) => ({
    id: `row-${String(i).padStart(2, '0')}`,
    tenant: i % 2 === 0 ? 'acme' : 'globex',
    vector: [Math.cos(i / 7), Math.sin(i / 7)],
    // A day apart, the newest a minute before anything happens.
    written: `2025-12-${String(i + 10).padStart(2, '0')}T00:00:00.000Z`,
    payload: Object.fromEntries(payload.map(name => [name, `what ${name} of row ${i} says`])),
  }))
}

/** Enabled and without toxics, unless somebody else had it otherwise. */
function isAsBefore(proxy: ProxyState, before: readonly ProxyState[]): boolean {
  const was = before.find(known => known.name === proxy.name) ?? { enabled: true, toxics: [] }
  return proxy.enabled === was.enabled && JSON.stringify(proxy.toxics) === JSON.stringify(was.toxics)
}

function reactionOf({ scenario, reaction }: SimulatedDrill): Reaction {
  return {
    detectMs: 1200,
    fallback: true,
    isolates: true,
    leaks: false,
    failbackMs: 1500,
    unused: [],
    forgetsMs: 0,
    wrongRatio: 0,
    restartMs: 800,
    mode: scenario.expect.degraded ?? 'degraded',
    ...reaction,
  }
}

function sayFirst({ run }: ProcessSpec): string | undefined {
  return 'program' in run ? JSON.stringify(FIRST_WORDS[run.program]) : undefined
}

const FIRST_WORDS = {
  watchdog: { watching: 'simulated' },
  proxy: { listening: PROXY_URL },
  mock: { listening: MOCK_URL, control: CONTROL_URL },
  load: { listening: LOAD_URL, control: LOAD_URL },
  squeeze: { squeezing: 1 },
} as const

function drillOf({
  scenario,
  platform,
  seed = 1,
  secrets = [],
  runbook,
  approval,
  golden = [],
}: SimulatedDrill): Drill {
  return {
    id: 'simulated',
    dir: '/drills/simulated',
    stageDir: '/drills/simulated/stage',
    lockFile: '/locks/simulated.lock',
    haltFile: '/locks/halt.json',
    scenario,
    platform: asWatched(platform, scenario),
    plan: makePlan(scenario, seed),
    runbook,
    golden: new Map(golden.map(loaded => [loaded.set, loaded])),
    secrets,
    approval,
    versions: { blackstart: 'simulated' },
    command: `blackstart run ${scenario.file} --seed ${seed}`,
  }
}
