import { reasonsInWords } from '../../../model/baseline.ts'
import { formatDuration } from '../../../model/duration.ts'
import type { DrillEvent } from '../../../model/event.ts'
import { formatSize } from '../../../model/size.ts'
import { worst } from '../../../model/verdict.ts'
import { counted, wallWords } from '../words.ts'

/** Something that happened at one instant, in words. */
export interface Moment {
  readonly atMs: number
  readonly what: string
  readonly detail?: string
}

/** What an event says to those who read the timeline as a table. */
export function momentsOf(event: DrillEvent): readonly Moment[] {
  const { atMs } = event
  switch (event.type) {
    case 'drill.started':
      return [{ atMs, what: 'drill started', detail: wallWords(event.wall) }]
    case 'phase.started':
      return [{ atMs, what: `phase ${event.phase}` }]
    case 'baseline.judged':
      return [
        {
          atMs,
          what: event.healthy ? 'baseline healthy' : 'baseline unhealthy',
          detail: reasonsInWords(event.reasons),
        },
      ]
    case 'parachute.skipped':
      return [{ atMs, what: 'no parachute', detail: event.why }]
    case 'fault.injected':
      return [
        {
          atMs: event.startedMs,
          what: `fault ${event.fault} injected`,
          detail: `acknowledged after ${formatDuration(event.ackMs - event.startedMs)}`,
        },
      ]
    case 'fault.refused':
      return [{ atMs, what: `fault ${event.fault} could not be injected`, detail: event.error }]
    case 'fault.effect':
      return [{ atMs, what: `effect of ${event.fault}: ${event.effect.state}`, detail: event.effect.seen }]
    case 'fault.undone':
      return [
        {
          atMs,
          what: `fault ${event.fault}: ${event.outcome.state}`,
          detail: `by the ${event.by}: ${event.outcome.detail}`,
        },
      ]
    case 'route.closed':
      return [
        {
          atMs,
          what: `route of ${event.component}: ${event.outcome.state}`,
          detail: `by the ${event.by}: ${event.outcome.detail}`,
        },
      ]
    case 'canary.removed':
      return [
        {
          atMs,
          what: `what was hidden in ${event.place}: ${event.outcome.state}`,
          detail: `by the ${event.by}: ${event.outcome.detail}`,
        },
      ]
    case 'mailbox.closed':
      return event.lost === null
        ? []
        : [{ atMs, what: `signals ${event.signals.join(', ')} cannot be received any more`, detail: event.lost }]
    case 'journeys.stable':
      return [{ atMs: event.sinceMs, what: 'all journeys good again' }]
    case 'parachute.packed':
      return [
        {
          atMs,
          what: `snapshot of ${event.component} taken`,
          detail: `${counted(event.rows, 'row')}, ${event.detail}`,
        },
      ]
    case 'runbook.started':
      return [{ atMs, what: 'runbook started', detail: `${event.title} (${event.runbook})` }]
    case 'runbook.step.finished':
      return [
        {
          atMs,
          what: `runbook step ${event.step}: ${event.outcome.replaceAll('-', ' ')}`,
          detail: `${event.title}, ${formatDuration(event.tookMs)}${event.detail === '' ? '' : `: ${event.detail}`}`,
        },
      ]
    case 'runbook.decided':
      return [{ atMs, what: `decided by a ${event.by}: ${event.answer}`, detail: event.question }]
    case 'runbook.finished':
      return [{ atMs, what: `runbook ${event.outcome.replaceAll('-', ' ')}`, detail: event.detail }]
    case 'restore.timed':
      return [
        {
          atMs,
          what: `${event.component} restored${event.into === 'scratch' ? ' beside itself, as a trial' : ''}`,
          detail: `${counted(event.rows, 'row')}, ${formatSize(event.bytes)} in ${formatDuration(event.tookMs)}`,
        },
      ]
    case 'integrity.checked':
      return [
        {
          atMs,
          what: `integrity of ${event.component}: ${worst(event.checks.map(check => check.verdict))}`,
          detail: event.checks
            .filter(check => check.verdict !== 'passed')
            .map(check => `${check.check}: ${check.detail}`)
            .join('; '),
        },
      ]
    case 'load.started':
      return [{ atMs: event.startedMs, what: `load of tenant ${event.tenant} began`, detail: `fault ${event.fault}` }]
    case 'load.stopped':
      return [{ atMs: event.stoppedMs, what: `load of ${event.fault} ended`, detail: event.detail }]
    case 'canary.seen':
      return [
        {
          atMs,
          what: `text of tenant ${event.owner} seen by ${event.seenBy ?? 'somebody else'}`,
          detail: event.where,
        },
      ]
    case 'ledger.read':
      return [
        {
          atMs,
          what: `ledger ${event.ledger} read back${event.complete ? '' : ', not completely'}`,
          detail: event.detail,
        },
      ]
    case 'gate.finished':
      return [{ atMs, what: `gate ${event.gate}: ${event.verdict}`, detail: event.detail }]
    case 'note.added':
      return [{ atMs, what: `note by ${event.by}`, detail: event.text }]
    case 'deadline.passed':
      return [{ atMs, what: 'deadline passed', detail: `gave up after ${formatDuration(event.deadlineMs)}` }]
    case 'guard.tripped':
      return [{ atMs, what: `guard ${event.guard} tripped`, detail: event.detail }]
    case 'drill.aborted':
      return [{ atMs, what: `drill stopped by ${event.cause}`, detail: event.why }]
    case 'residue.scanned':
      return [
        {
          atMs,
          what: 'residue scan',
          detail: `by the ${event.by}: ${counted(event.left.length, 'thing')} left behind`,
        },
      ]
    case 'drill.finished':
      return [{ atMs, what: 'drill finished' }]
    default:
      // Processes, routes and intents belong to the journal; in a table of moments they would bury the rest.
      return []
  }
}
