import { join } from 'node:path'
import { toxicName } from '../../faults/proxy-undo.ts'
import type { Journal } from '../../journal/journal.ts'
import type { LoadAnswer, LoadControl, LoadReport } from '../../load/order.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { Fault } from '../../model/fault.ts'
import type { World } from '../../model/world.ts'
import { canaryOf } from '../../probes/canaries/canary-text.ts'
import type { Drill, Means } from '../drill.ts'
import { LOAD_TOKEN_FILE } from '../ground/ground.ts'

/** Follows every load of a drill and notes what its engine tells, second by second. */
export interface LoadFollower {
  see(event: DrillEvent): void
  /** Whether every thief has been refused so often in a row that the key can be taken for revoked. */
  thievesRefused(): boolean
  /** Resolves once every load that ended has been told to its last second. */
  done(): Promise<void>
}

type Load = Extract<Fault, { kind: 'load.tenant' | 'credential.leak' }>

const ASK_EVERY_MS = 250
// On a busy machine a single answer may be on its way for as long as many requests take.
const CLOCK_LOOKS = 5
// A single refusal may be one part of several that has heard of the revocation.
const REFUSED_FOR_GOOD = 10
// An engine that does not answer for so long is gone; its end is noted by whoever started it.
const PATIENCE = 20

export function followLoads({
  world,
  means,
  drill,
  journal,
}: {
  readonly world: World
  readonly means: Means
  readonly drill: Drill
  readonly journal: Journal
}): LoadFollower {
  const following: Promise<void>[] = []
  const loads = new Map<string, Load>()
  const refusedInARow = new Map<string, number>()
  let controlUrl: string | undefined

  const follow = async (fault: Load): Promise<void> => {
    const token = (await world.files.read(join(drill.dir, LOAD_TOKEN_FILE))).trim()
    const control = means.load(controlUrl ?? '', token)
    const note = noteTaker(fault, drill, journal, await startOf(control, toxicName(drill.id, fault.id), journal))
    const from = { second: 0, answer: 0 }
    for (let misses = 0; misses < PATIENCE; ) {
      const report = await reportOf(control, toxicName(drill.id, fault.id), from)
      if (report === undefined) misses++
      else {
        misses = 0
        note(report)
        from.second += report.seconds.length
        from.answer += report.answers.length
        if (report.state === 'ended') return
      }
      await world.clock.sleep(ASK_EVERY_MS)
    }
  }
  return {
    see(event) {
      if (event.type === 'load.found') controlUrl = event.control
      if (event.type === 'fault.intended' && isLoad(event.fault)) loads.set(event.fault.id, event.fault)
      if (event.type === 'intruder.tried' && loads.has(event.intruder)) {
        const before = refusedInARow.get(event.intruder) ?? 0
        refusedInARow.set(event.intruder, event.outcome === 'refused' ? before + 1 : 0)
      }
      if (event.type !== 'fault.injected') return
      const fault = loads.get(event.fault)
      if (fault !== undefined) following.push(follow(fault).catch(() => {}))
    },
    thievesRefused: () =>
      [...loads.values()].every(
        ({ id, kind }) => kind !== 'credential.leak' || (refusedInARow.get(id) ?? 0) >= REFUSED_FOR_GOOD,
      ),
    done: async () => void (await Promise.all(following)),
  }
}

function isLoad(fault: Fault): fault is Load {
  return fault.kind === 'load.tenant' || fault.kind === 'credential.leak'
}

async function reportOf(control: LoadControl, load: string, from: { second: number; answer: number }) {
  return control.report(load, from).catch(() => undefined)
}

/** When a load began by our clock; its engine counts from its own start. Of a few answers the quickest is known best when it was given. */
async function startOf(control: LoadControl, load: string, journal: Journal): Promise<number | undefined> {
  let best: { readonly startedMs: number; readonly roundTripMs: number } | undefined
  for (let asked = 0; asked < CLOCK_LOOKS; asked++) {
    const askedMs = journal.nowMs()
    const report = await reportOf(control, load, { second: 0, answer: 0 })
    const roundTripMs = journal.nowMs() - askedMs
    if (
      report === undefined ||
      report.state === 'ended' ||
      roundTripMs >= (best?.roundTripMs ?? Number.POSITIVE_INFINITY)
    )
      continue
    best = { startedMs: round(askedMs + roundTripMs / 2 - report.sinceStartMs), roundTripMs }
  }
  return best?.startedMs
}

/** Notes what is new in each report. */
function noteTaker(
  fault: Load,
  drill: Drill,
  journal: Journal,
  beganMs: number | undefined,
): (report: LoadReport) => void {
  const owners = new Map(
    drill.platform.canaries.flatMap(place =>
      drill.platform.tenants.map(tenant => [canaryOf(drill.id, tenant.id, place.id), tenant.id] as const),
    ),
  )
  const seen = new Set<string>()
  let startedMs: number | undefined
  return report => {
    if (startedMs === undefined) {
      startedMs = beganMs ?? round(journal.nowMs() - report.sinceStartMs)
      const endsMs = startedMs + (fault.forMs ?? drill.plan.deadlineMs)
      const engine = fault.kind === 'load.tenant' ? fault.engine : 'own'
      journal.append({ type: 'load.started', fault: fault.id, tenant: fault.tenant, engine, startedMs, endsMs })
    }
    for (const second of report.seconds) {
      const fromMs = round(startedMs + second.second * 1000)
      journal.append({ type: 'load.second', fault: fault.id, fromMs, ...second })
    }
    for (const answer of report.answers) journal.append(triedBy(fault, answer, startedMs))
    for (const { canary, where } of report.sightings) {
      const owner = owners.get(canary)
      if (owner === undefined || seen.has(`${canary} ${where}`)) continue
      seen.add(`${canary} ${where}`)
      journal.append({ type: 'canary.seen', canary, owner, seenBy: fault.tenant, where })
    }
    if (report.state === 'running') return
    const stoppedMs = round(startedMs + report.sinceStartMs)
    const { end = 'stopped', detail } = report
    journal.append({ type: 'load.stopped', fault: fault.id, stoppedMs, end, detail })
  }
}

/** A thief is refused by any answer that is none of the wished ones. */
function triedBy(fault: Load, { dueMs, tookMs, outcome }: LoadAnswer, startedMs: number) {
  const refused = outcome === '401' || outcome === '403'
  return {
    type: 'intruder.tried' as const,
    intruder: fault.id,
    key: 'leaked',
    dueMs: round(startedMs + dueMs),
    tookMs: round(tookMs),
    outcome: refused ? ('refused' as const) : /^2/.test(outcome) ? ('let-in' as const) : ('no-answer' as const),
    detail: /^\d/.test(outcome) ? `status ${outcome}` : outcome,
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
