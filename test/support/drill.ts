import type { Component } from '../../src/model/component.ts'
import type { DrillEvent, DrillStarted, Happening } from '../../src/model/event.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Check, Journey } from '../../src/model/journey.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import type { ReceivedSignal } from '../../src/model/signal.ts'
import type { Undo } from '../../src/model/undo.ts'

// The plainest possible parts of a drill. Tests say only what matters to them.

/** A journey over HTTP. */
export type HttpJourney = Extract<Journey, { kind: 'http' }>

export function journeyWith(change: Partial<HttpJourney> = {}): HttpJourney {
  return {
    id: 'ask',
    kind: 'http',
    tenant: undefined,
    component: undefined,
    request: { method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, body: undefined },
    good: { status: 200, withinMs: 250, json: [] },
    modeAt: undefined,
    everyMs: 100,
    timeoutMs: 1000,
    maxInFlight: 10,
    stable: 3,
    ...change,
  }
}

export type HttpCheck = Extract<Check, { kind: 'http' }>

export function checkWith(change: Partial<HttpCheck> = {}): HttpCheck {
  return {
    id: 'health',
    kind: 'http',
    tenant: undefined,
    request: { method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, body: undefined },
    good: { status: 200, withinMs: 250, json: [] },
    modeAt: undefined,
    captures: [],
    ...change,
  }
}

/** A signal that is posted to us. */
export function receivedSignal(change: Partial<ReceivedSignal> = {}): ReceivedSignal {
  return {
    id: 'alerted',
    kind: 'received',
    role: 'detected',
    at: 'http://127.0.0.1:9/alerted',
    each: undefined,
    headers: [],
    when: [{ kind: 'equals', path: '$.state', value: 'firing' }],
    off: [{ kind: 'equals', path: '$.state', value: 'resolved' }],
    ...change,
  }
}

export function componentWith(change: Partial<Component> = {}): Component {
  return {
    id: 'openai',
    kind: 'model-provider',
    dialect: 'openai',
    route: { listen: '127.0.0.1:1', upstream: { kind: 'mock' } },
    process: undefined,
    container: undefined,
    region: undefined,
    folder: undefined,
    dependsOn: [],
    owner: 'model-platform',
    tier: 0,
    targets: { rtoMs: undefined, rpoMs: undefined },
    failover: undefined,
    backup: undefined,
    drillEveryMs: undefined,
    largest: undefined,
    tombstones: undefined,
    store: undefined,
    ...change,
  }
}

export function platformWith(change: Partial<Platform> = {}): Platform {
  return {
    name: 'toy',
    file: 'platform.yaml',
    dir: '.',
    environment: 'local',
    toxiproxy: { kind: 'embedded' },
    stage: undefined,
    components: [componentWith()],
    journeys: [journeyWith()],
    checks: [],
    signals: [],
    tenants: [],
    canaries: [],
    intruders: [],
    outlets: [],
    ledgers: [],
    golden: [],
    specs: [],
    people: {},
    runbooks: { environment: {} },
    custom: [],
    atMost: { components: undefined, shareRatio: undefined, durationMs: undefined },
    prometheus: undefined,
    ...change,
  }
}

export function faultWith(change: Partial<Fault> = {}): Fault {
  return { id: 'f1', component: 'openai', kind: 'refuse', atMs: 0, forMs: undefined, ...change } as Fault
}

export function scenarioWith(change: Partial<Scenario> = {}): Scenario {
  return {
    id: 'outage',
    title: 'The provider refuses',
    file: 'outage.yaml',
    why: 'it happens',
    class: 'provider-outage',
    hash: 'sha256:0',
    faults: [faultWith()],
    expect: { degraded: undefined, signals: [] },
    recovery: { kind: 'automatic' },
    targets: { rtoMs: 1000, rpoMs: undefined },
    isolation: undefined,
    after: undefined,
    partTargets: [],
    rtoUntil: 'verified',
    gates: { smoke: [], integrity: [], golden: undefined },
    guards: [],
    baselineMs: 300,
    deadlineMs: 5000,
    ...change,
  }
}

export function startedWith({ scenario = scenarioWith(), platform = platformWith() } = {}): DrillStarted {
  return {
    type: 'drill.started',
    schema: 1,
    drill: 'd1',
    scenario,
    platform,
    plan: { seed: 7, baselineMs: scenario.baselineMs, steps: [], lastMs: 0, deadlineMs: scenario.deadlineMs },
    versions: {},
    command: 'blackstart run outage.yaml',
    holder: { pid: 1, born: '1' },
    lockFile: 'toy.lock',
  }
}

export const UNDO: Undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: 'http://127.0.0.1:1', proxy: 'openai' }

/** A journal of these happenings, each at its time, in the order of time. */
export function journalOf(happenings: readonly (readonly [atMs: number, happening: Happening])[]): DrillEvent[] {
  return happenings
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, happening], seq) => ({
      seq,
      atMs,
      wall: new Date(Date.UTC(2026, 0, 1) + atMs).toISOString(),
      ...happening,
    }))
}
