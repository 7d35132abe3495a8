import { reasonsInWords } from '../../model/baseline.ts'
import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'

/** What happened, in one plain line for a log; undefined for what would only be noise there. */
export function happeningLine(event: DrillEvent): string | undefined {
  const words = wordsFor(event)
  return words === undefined ? undefined : lineOf(event.atMs, words)
}

/** Words with the moment before them, as all lines of a log have it. */
export function lineOf(atMs: number, words: string): string {
  return `${at(atMs)}  ${words}`
}

function at(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`
}

function wordsFor(event: DrillEvent): string | undefined {
  switch (event.type) {
    case 'drill.started':
      return `drill ${event.drill}: ${event.scenario.title} (seed ${event.plan.seed}, scenario ${event.scenario.hash})`
    case 'phase.started':
      return `phase ${event.phase}`
    case 'network.found':
      return `Toxiproxy ${event.version} at ${event.toxiproxy}${event.ours ? ', ours' : ''}`
    case 'signal.changed':
      return `signal ${event.signal} is ${event.on ? 'on' : 'off'}`
    case 'baseline.judged':
      return event.healthy ? 'the platform is healthy' : `the platform is not healthy: ${reasonsInWords(event.reasons)}`
    case 'baseline.repeated':
      return `not healthy just then, good now: watching once more (${reasonsInWords(event.reasons)})`
    case 'runbook.started':
      return `following ${event.runbook}: ${event.title}`
    case 'runbook.step.started':
      return `step ${event.step}: ${event.title}`
    case 'runbook.said':
      return `  | ${event.text}`
    case 'runbook.decided':
      return `  ? ${event.question} ${event.answer} (said by the ${event.by})`
    case 'runbook.step.finished':
      return `step ${event.step} ${event.outcome} after ${formatDuration(event.tookMs)}${event.detail === '' ? '' : `: ${event.detail}`}`
    case 'runbook.finished':
      return `the runbook is ${event.outcome}: ${event.detail}`
    case 'parachute.packed':
      return `parachute for ${event.component}: ${event.detail}`
    case 'scratch.intended':
      return `making a place for a copy beside ${event.component}`
    case 'fault.injected':
      return `fault ${event.fault} injected in ${formatDuration(event.ackMs - event.startedMs)}`
    case 'fault.refused':
      return `fault ${event.fault} could not be injected: ${event.error}`
    case 'fault.intended':
      return `fault ${event.fault.id}: ${event.words}`
    case 'fault.effect':
      return `fault ${event.fault} ${event.effect.state}: ${event.effect.seen}`
    case 'fault.undone':
      return `fault ${event.fault} ${event.outcome.state}: ${event.outcome.detail}`
    case 'journeys.stable':
      return `every journey has been good since ${at(event.sinceMs).trim()}`
    case 'gate.finished':
      return `gate ${event.gate} ${event.verdict} (${event.during}): ${event.detail}`
    case 'golden.started':
      return `asking ${event.cases * event.repeats} questions of ${event.set} (${event.during})`
    case 'golden.agreement':
      return `${event.scorer} agrees with people on ${event.agreed} of ${event.labels} answers`
    case 'ledger.reading':
      return `reading back ${event.upTo} writes of ledger ${event.ledger} (${event.during})`
    case 'ledger.read':
      return event.complete ? undefined : `ledger ${event.ledger} cannot be read back: ${event.detail}`
    case 'note.added':
      return `note by ${event.by}: ${event.text}`
    case 'deadline.passed':
      return `not back after ${formatDuration(event.deadlineMs)}: giving up`
    case 'guard.tripped':
      return `guard ${event.guard} tripped: ${event.detail}`
    case 'drill.aborted':
      return `stopping: ${event.why}`
    case 'residue.scanned':
      return event.left.length === 0
        ? 'nothing was left behind'
        : `LEFT BEHIND: ${event.left.map(({ what, where }) => `${what} on ${where}`).join('; ')}`
    default:
      return undefined
  }
}
