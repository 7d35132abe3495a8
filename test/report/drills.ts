import { measuring } from '../../src/measure/measuring.ts'
import type { DrillEvent, Happening } from '../../src/model/event.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { DrillMeasures } from '../../src/model/measures.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { BadReason, Sample } from '../../src/model/sample.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { chronicle } from '../../src/report/chronicle/chronicle.ts'
import type { ChroniclePicture } from '../../src/report/chronicle/picture.ts'
import { type DrillView, drillView } from '../../src/report/view/drill-view.ts'
import { componentWith, platformWith } from '../support/drill.ts'

/** Events of one drill: each is pushed with its time, and gets its number and its label. */
export interface Script {
  readonly events: DrillEvent[]
  at(atMs: number, happening: Happening): void
  /** Samples on a schedule, written once they and all before them are answered. */
  sampled(fromMs: number, toMs: number, answer: (dueMs: number) => Answer): void
}

export interface Answer {
  readonly tookMs: number
  readonly bad?: BadReason
  readonly detail?: string
  readonly mode?: string
}

const START_WALL = Date.UTC(2026, 2, 2, 14, 5, 11)
const IDENTITY = { pid: 4711, born: '1' }
const EVERY_MS = 100

export const refuseFault: Fault = { id: 'f1', component: 'openai', kind: 'refuse', atMs: 0, forMs: 8000 }

export function script(): Script {
  const events: DrillEvent[] = []
  const at = (atMs: number, happening: Happening): void => {
    events.push({ seq: events.length + 1, atMs, wall: new Date(START_WALL + atMs).toISOString(), ...happening })
  }
  const sampled: Script['sampled'] = (fromMs, toMs, answer) => {
    // A journal has samples in the order they were due: a quick answer waits for a slow one before it.
    let writtenMs = fromMs
    for (let dueMs = fromMs; dueMs < toMs; dueMs += EVERY_MS) {
      const { tookMs, bad, detail, mode } = answer(dueMs)
      const sample: Sample = { journey: 'ask', dueMs, tookMs, lateMs: 0.4, bad, detail, mode }
      writtenMs = Math.max(writtenMs, dueMs + tookMs)
      at(writtenMs, { type: 'sample', ...sample })
    }
  }
  return { events, at, sampled }
}

/** The same events in the order of a journal. */
export function inOrder(events: readonly DrillEvent[]): readonly DrillEvent[] {
  return events.toSorted((a, b) => a.atMs - b.atMs).map((event, i) => ({ ...event, seq: i + 1 }))
}

export interface Told {
  readonly measures: DrillMeasures
  readonly picture: ChroniclePicture
  readonly view: DrillView
}

/** What measuring and the chronicle make of events. */
export function told(events: Iterable<DrillEvent>): Told {
  const numbers = measuring()
  const pictures = chronicle()
  for (const event of events) {
    numbers.see(event)
    pictures.see(event)
  }
  const measures = numbers.result()
  const picture = pictures.picture()
  return { measures, picture, view: drillView(measures, picture) }
}

/** Back after about 1.8 s, within the target. */
export function passedDrill(): readonly DrillEvent[] {
  const drill = script()
  opening(drill)
  const t0 = 5000
  drill.sampled(2000, 15_800, dueMs => {
    if (dueMs < t0 || dueMs > t0 + 9200) return { tookMs: quick(dueMs) }
    if (dueMs < t0 + 500) return { tookMs: 1200, bad: 'slow', detail: '1200 ms instead of 400 ms' }
    if (dueMs < t0 + 1700)
      return { tookMs: 12, bad: 'status', detail: '502 instead of 200: {"error":"upstream connection refused"}' }
    return { tookMs: quick(dueMs) + 30, mode: 'fallback-model' }
  })
  breaking(drill, t0)
  drill.at(t0 + 1750, { type: 'signal.changed', signal: 'breaker-open', on: true, detail: '$.breakers.openai is open' })
  drill.at(t0 + 2200, { type: 'journeys.stable', sinceMs: t0 + 1760 })
  recovered(drill, t0 + 2200)
  drill.at(t0 + 8000, { type: 'phase.started', phase: 'heal' })
  healed(drill, t0 + 8010)
  drill.at(t0 + 9300, {
    type: 'signal.changed',
    signal: 'breaker-open',
    on: false,
    detail: '$.breakers.openai is closed',
  })
  closing(drill, t0 + 10_800)
  return inOrder(drill.events)
}

/** Without a fallback it never comes back. */
export function stillDownDrill(): readonly DrillEvent[] {
  const drill = script()
  opening(drill, { scenario: sabotage })
  const t0 = 5000
  drill.sampled(2000, 15_500, dueMs => {
    if (dueMs < t0 || dueMs >= t0 + 9100) return { tookMs: quick(dueMs) }
    return dueMs < t0 + 900
      ? { tookMs: 35, bad: 'status', detail: '502 instead of 200: {"error":"upstream connection refused"}' }
      : { tookMs: 3, bad: 'status', detail: '503 instead of 200: {"error":"circuit open, no fallback"}' }
  })
  breaking(drill, t0)
  drill.at(t0 + 910, { type: 'signal.changed', signal: 'breaker-open', on: true, detail: '$.breakers.openai is open' })
  drill.at(t0 + 9000, { type: 'deadline.passed', deadlineMs: 9000 })
  drill.at(t0 + 9001, { type: 'phase.started', phase: 'heal' })
  healed(drill, t0 + 9010)
  return inOrder(drill.events.filter(event => event.type !== 'sample' || event.dueMs < t0 + 9000)).concat(
    closingEvents(t0 + 9200),
  )
}

/** Sick before the drill: nothing is injected. */
export function unhealthyDrill(): readonly DrillEvent[] {
  const drill = script()
  opening(drill)
  drill.sampled(2000, 5000, dueMs =>
    dueMs % 300 === 0 ? { tookMs: 20, bad: 'wrong', detail: '$.answer does not contain "30 days"' } : { tookMs: 40 },
  )
  drill.at(5000, {
    type: 'baseline.judged',
    healthy: false,
    reasons: ['journey ask: 10 of 30 samples were bad (wrong answer)'],
  })
  drill.at(5010, { type: 'phase.started', phase: 'heal' })
  closing(drill, 5200)
  return inOrder(drill.events)
}

/** A guard stops it while it is down. */
export function guardedDrill(): readonly DrillEvent[] {
  const drill = script()
  opening(drill)
  const t0 = 5000
  drill.sampled(2000, 9000, dueMs =>
    dueMs < t0 ? { tookMs: 40 } : { tookMs: 2000, bad: 'timeout', detail: 'no answer after 2 s' },
  )
  breaking(drill, t0)
  drill.at(t0 + 3500, {
    type: 'guard.tripped',
    guard: 'ask below 20 %',
    detail: 'availability of ask was 0 % for 3 s',
  })
  drill.at(t0 + 3501, { type: 'drill.aborted', cause: 'guard', why: 'availability of ask stayed below 20 % for 3 s' })
  drill.at(t0 + 3510, { type: 'phase.started', phase: 'heal' })
  healed(drill, t0 + 3520)
  closing(drill, t0 + 6200)
  return inOrder(drill.events)
}

/** Somebody pressed Ctrl-C after it had come back. */
export function interruptedDrill(): readonly DrillEvent[] {
  const drill = script()
  opening(drill)
  const t0 = 5000
  drill.sampled(2000, 9000, dueMs =>
    dueMs >= t0 && dueMs < t0 + 1700 ? { tookMs: 8, bad: 'refused', detail: 'connect ECONNREFUSED' } : { tookMs: 45 },
  )
  breaking(drill, t0)
  drill.at(t0 + 3000, { type: 'drill.aborted', cause: 'interrupt', why: 'interrupted by Ctrl-C' })
  drill.at(t0 + 3010, { type: 'phase.started', phase: 'heal' })
  healed(drill, t0 + 3020)
  closing(drill, t0 + 4200)
  return inOrder(drill.events)
}

/** The residue scan finds a toxic of ours. */
export function leftBehindDrill(): readonly DrillEvent[] {
  const left = [
    { where: 'proxy openai', what: 'toxic blackstart-f1', command: 'curl -X DELETE http://127.0.0.1:40001/…' },
  ]
  return passedDrill().map(event => (event.type === 'residue.scanned' ? { ...event, left } : event))
}

/** The conductor was killed during the fault: the journal just ends. */
export function crashedDrill(): readonly DrillEvent[] {
  return passedDrill().filter(event => event.atMs < 6800)
}

/** Recovered by a runbook whose second step ran out of time. */
export function bookDrill(): readonly DrillEvent[] {
  const drill = script()
  drill.at(5990, { type: 'runbook.started', runbook: 'runbooks/restore.md', title: 'Restore', steps: [] })
  drill.at(6000, { type: 'runbook.step.started', step: 1, title: 'Look' })
  drill.at(6200, { type: 'runbook.decided', step: 1, question: 'Is it gone?', answer: 'yes', by: 'scenario' })
  const looked = { step: 1, title: 'Look', outcome: 'done', tookMs: 500, exitCode: 0, detail: '' } as const
  drill.at(6500, { type: 'runbook.step.finished', ...looked })
  drill.at(6500, { type: 'runbook.step.started', step: 2, title: 'Restore' })
  const late = { step: 2, title: 'Restore', outcome: 'timed-out', tookMs: 400, exitCode: undefined } as const
  drill.at(6900, { type: 'runbook.step.finished', ...late, detail: 'not done after 400 ms' })
  drill.at(6900, { type: 'runbook.finished', outcome: 'failed', detail: 'step 2 timed out' })
  return inOrder([...passedDrill(), ...drill.events])
}

/** One of each kind, by how it went. */
export const DRILLS = {
  passed: passedDrill,
  'still down': stillDownDrill,
  unhealthy: unhealthyDrill,
  guarded: guardedDrill,
  interrupted: interruptedDrill,
  crashed: crashedDrill,
  'left behind': leftBehindDrill,
  'by the book': bookDrill,
} as const satisfies Readonly<Record<string, () => readonly DrillEvent[]>>

export function opening(drill: Script, { scenario = outage, platform = harbor } = {}): void {
  drill.at(0, {
    type: 'drill.started',
    schema: 1,
    drill: '2026-03-02T14-05-11-provider-outage',
    scenario,
    platform,
    plan: { seed: 42, baselineMs: 3000, steps: [], lastMs: 8000, deadlineMs: scenario.deadlineMs },
    versions: { blackstart: '0.1.0', node: '24.21.0', toxiproxy: 'embedded 2.12.0' },
    command: 'blackstart run scenarios/provider-outage.yaml --seed 42',
    holder: IDENTITY,
    lockFile: '/tmp/blackstart/harbor.lock',
  })
  drill.at(1, { type: 'phase.started', phase: 'lock' })
  drill.at(5, { type: 'phase.started', phase: 'stage' })
  drill.at(400, { type: 'network.found', toxiproxy: 'http://127.0.0.1:40001', version: '2.12.0', ours: true })
  drill.at(1900, { type: 'phase.started', phase: 'baseline' })
}

export function breaking(drill: Script, t0: number, words = 'openai refuses every connection'): void {
  drill.at(t0 - 60, {
    type: 'gate.finished',
    gate: 'health',
    during: 'baseline',
    verdict: 'passed',
    detail: 'status 200 in 4 ms',
    startedMs: t0 - 64,
  })
  drill.at(t0 - 30, { type: 'baseline.judged', healthy: true, reasons: [] })
  drill.at(t0 - 20, { type: 'phase.started', phase: 'inject' })
  const before = { name: 'openai', listen: '127.0.0.1:40100', upstream: '127.0.0.1:40200', enabled: true, toxics: [] }
  drill.at(t0 - 10, {
    type: 'fault.intended',
    fault: refuseFault,
    words,
    undo: { kind: 'toxiproxy.restore-proxy', toxiproxy: 'http://127.0.0.1:40001', before, toxics: [], switches: true },
  })
  drill.at(t0 + 4, { type: 'fault.injected', fault: 'f1', startedMs: t0, ackMs: t0 + 4 })
  drill.at(t0 + 30, {
    type: 'fault.effect',
    fault: 'f1',
    effect: { state: 'bitten', seen: 'a canary connection to openai was refused after 1 ms' },
  })
  drill.at(t0 + 40, { type: 'phase.started', phase: 'observe' })
  drill.at(t0 + 50, { type: 'phase.started', phase: 'recover' })
}

export function recovered(drill: Script, atMs: number): void {
  drill.at(atMs, { type: 'phase.started', phase: 'validate' })
  gate(drill, atMs + 14, 'health', 'recovered')
  gate(drill, atMs + 95, 'ask-once', 'recovered')
}

export function healed(drill: Script, atMs: number): void {
  const detail = 'proxy openai enabled again, as it was before; read back and compared'
  drill.at(atMs, { type: 'fault.undone', fault: 'f1', outcome: { state: 'undone', detail }, by: 'conductor' })
}

export function closing(drill: Script, atMs: number): void {
  drill.events.push(...closingEvents(atMs))
}

function closingEvents(atMs: number): readonly DrillEvent[] {
  const drill = script()
  gate(drill, atMs + 5, 'health', 'healed')
  gate(drill, atMs + 88, 'ask-once', 'healed')
  drill.at(atMs + 100, { type: 'phase.started', phase: 'scan' })
  const looked = ['every proxy of http://127.0.0.1:40001', 'faults of the mock provider at 127.0.0.1:40200']
  drill.at(atMs + 140, { type: 'residue.scanned', looked, left: [], by: 'conductor' })
  drill.at(atMs + 150, { type: 'phase.started', phase: 'measure' })
  drill.at(atMs + 160, { type: 'drill.finished' })
  return drill.events
}

function gate(drill: Script, endMs: number, name: string, during: 'recovered' | 'healed'): void {
  const detail = name === 'health' ? 'status 200 in 4 ms' : 'right answer in 71 ms'
  drill.at(endMs, { type: 'gate.finished', gate: name, during, verdict: 'passed', detail, startedMs: endMs - 4 })
}

/** Answer times that look like answer times, the same in every run. */
function quick(dueMs: number): number {
  return 38 + ((dueMs * 7919) % 23)
}

export const harbor: Platform = platformWith({
  name: 'harbor',
  file: 'fixtures/harbor/platform.yaml',
  dir: 'fixtures/harbor',
  environment: 'local',
  toxiproxy: { kind: 'embedded' },
  components: [
    component('openai', 'model-provider', 'model-platform'),
    component('anthropic', 'model-provider', 'model-platform'),
    component('gateway', 'gateway', 'model-platform', '127.0.0.1:40300'),
    component('agent', 'service', 'agent-runtime', '127.0.0.1:40400'),
  ],
  journeys: [
    {
      id: 'ask',
      kind: 'http',
      tenant: undefined,
      component: undefined,
      request: { method: 'POST', url: 'http://127.0.0.1:40500/v1/runs', headers: {}, body: '{}' },
      good: { status: 200, withinMs: 400, json: [] },
      modeAt: '$.degraded',
      everyMs: EVERY_MS,
      timeoutMs: 2000,
      maxInFlight: 50,
      stable: 5,
    },
  ],
  checks: [],
  golden: [],
  specs: [],
  signals: [],
  tenants: [],
  canaries: [],
  intruders: [],
  ledgers: [],
  people: { commander: 'whoever is on call for model-platform' },
})

function component(id: string, kind: Platform['components'][number]['kind'], owner: string, address?: string) {
  return componentWith({
    id,
    kind,
    dialect: undefined,
    route: {
      listen: '127.0.0.1:40100',
      upstream: address === undefined ? ({ kind: 'mock' } as const) : ({ kind: 'address', address } as const),
    },
    dependsOn: [],
    owner,
    tier: 0,
    targets: { rtoMs: 60_000, rpoMs: undefined },
    failover: 'the gateway goes to anthropic',
  })
}

export const outage: Scenario = {
  id: 'provider-outage',
  title: 'The primary model provider refuses every connection',
  file: 'scenarios/provider-outage.yaml',
  why: 'Model providers have been down for hours; ours is a tier 0 dependency, and nobody has watched the fallback work',
  class: 'provider-outage',
  hash: 'sha256:7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
  faults: [refuseFault],
  expect: { degraded: 'fallback-model', signals: ['breaker-open'] },
  recovery: { kind: 'automatic' },
  targets: { rtoMs: 6000, rpoMs: undefined },
  isolation: undefined,
  after: undefined,
  partTargets: [],
  rtoUntil: 'verified',
  gates: { smoke: ['health', 'ask-once'], integrity: [], golden: undefined },
  guards: [{ id: 'ask below 20 %', kind: 'journey', journey: 'ask', belowRatio: 0.2, forMs: 30_000 }],
  baselineMs: 3000,
  deadlineMs: 24_000,
}

export const sabotage: Scenario = {
  ...outage,
  id: 'no-fallback',
  title: 'The primary provider refuses every connection and the fallback is switched off',
  file: 'scenarios/sabotage/no-fallback.yaml',
  expect: { degraded: undefined, signals: [], verdict: 'failed' },
  targets: { rtoMs: 3000, rpoMs: undefined },
  deadlineMs: 9000,
  guards: [],
}

/** Six hours with 216 000 samples, made one by one: a short outage, hours later one bad sample, and a mode that flickers. */
export function* longDrill({ hours = 6 } = {}): Generator<DrillEvent> {
  const frame = script()
  const t0 = 3_600_000
  opening(frame)
  breaking(frame, t0)
  healed(frame, t0 + 1_800_000)
  closing(frame, hours * 3_600_000)
  const rare = inOrder(frame.events)
  let next = 0
  let seq = 0
  const numbered = (event: DrillEvent): DrillEvent => ({ ...event, seq: ++seq })
  for (let dueMs = 2000; dueMs < hours * 3_600_000; dueMs += EVERY_MS) {
    for (let event = rare[next]; event !== undefined && event.atMs <= dueMs; event = rare[++next]) yield numbered(event)
    const { tookMs, bad, detail, mode } = longAnswer(dueMs, t0)
    const sample: Sample = { journey: 'ask', dueMs, tookMs, lateMs: 0.4, bad, detail, mode }
    const atMs = dueMs + 99
    yield numbered({ type: 'sample', ...sample, seq: 0, atMs, wall: '' })
  }
  yield* rare.slice(next).map(numbered)
}

function longAnswer(dueMs: number, t0: number): Answer {
  if (dueMs >= t0 && dueMs < t0 + 4200) return { tookMs: 5, bad: 'refused', detail: 'connect ECONNREFUSED' }
  if (dueMs === 3 * 3_600_000) return { tookMs: 900, bad: 'slow', detail: '900 ms instead of 400 ms' }
  const tookMs = quick(dueMs)
  const flickers = dueMs >= t0 && dueMs < t0 + 1_800_000 && dueMs % 3000 < 1500
  return flickers ? { tookMs, mode: 'fallback-model' } : { tookMs }
}
