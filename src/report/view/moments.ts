import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { ChroniclePicture, NamedSpans } from '../chronicle/picture.ts'
import { counted, offset, reasonCounts, wallWords } from './words.ts'

const MOST_ROWS = 300
// What flickers more often than that is told in two rows.
const MOST_SPANS_LISTED = 10

/** One row of the timeline as a table. */
export interface MomentView {
  readonly at: string
  readonly what: string
  readonly detail: string
}

interface Moment {
  readonly atMs: number
  readonly what: string
  readonly detail?: string
}

/** The timeline in words, in order. */
export function moments(
  measures: DrillMeasures,
  picture: ChroniclePicture,
): { readonly moments: readonly MomentView[]; readonly momentsOmitted: string | undefined } {
  const zeroMs = measures.t0 ?? 0
  const all = [
    ...picture.rare.flatMap(ofEvent),
    ...measures.journeys.flatMap(ofOutages),
    ...picture.signals.flatMap(signal => ofSpans(`signal ${signal.name}`, signal)),
    ...picture.journeys.flatMap(journey =>
      journey.modes.flatMap(mode => ofSpans(`journey ${journey.journey}: mode ${mode.name}`, mode)),
    ),
  ].sort((a, b) => a.atMs - b.atMs)
  const omitted = all.length - MOST_ROWS + picture.rareOmitted
  return {
    moments: all.slice(0, MOST_ROWS).map(moment => ({
      at: offset(moment.atMs - zeroMs),
      what: moment.what,
      detail: moment.detail ?? '',
    })),
    momentsOmitted: omitted > 0 ? `${counted(omitted, 'more row')} left out; the journal has them all.` : undefined,
  }
}

function ofEvent(event: DrillEvent): readonly Moment[] {
  const { atMs } = event
  switch (event.type) {
    case 'drill.started':
      return [{ atMs, what: 'drill started', detail: wallWords(event.wall) }]
    case 'phase.started':
      return [{ atMs, what: `phase ${event.phase}` }]
    case 'baseline.judged':
      return [
        { atMs, what: event.healthy ? 'baseline healthy' : 'baseline unhealthy', detail: event.reasons.join('; ') },
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
    case 'journeys.stable':
      return [{ atMs: event.sinceMs, what: 'all journeys good again' }]
    case 'gate.finished':
      return [{ atMs, what: `gate ${event.gate}: ${event.verdict}`, detail: event.detail }]
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

function ofOutages({ name, outages }: DrillMeasures['journeys'][number]): readonly Moment[] {
  return outages.flatMap(({ fromMs, toMs, reasons }) => [
    { atMs: fromMs, what: `journey ${name} down`, detail: reasonCounts(reasons) },
    ...(toMs === null
      ? []
      : [{ atMs: toMs, what: `journey ${name} back`, detail: `after ${formatDuration(toMs - fromMs)}` }]),
  ])
}

function ofSpans(what: string, { spans, times, onMs }: NamedSpans): readonly Moment[] {
  const last = spans.at(-1)
  if (times > MOST_SPANS_LISTED && last !== undefined) {
    const often = `${counted(times, 'time')}, ${formatDuration(onMs)} in all`
    return [
      { atMs: spans[0]?.fromMs ?? 0, what: `${what} on, for the first time`, detail: often },
      ...(last.toMs === undefined ? [] : [{ atMs: last.toMs, what: `${what} off, for the last time`, detail: often }]),
    ]
  }
  return spans.flatMap(({ fromMs, toMs }) => [
    { atMs: fromMs, what: `${what} on` },
    ...(toMs === undefined
      ? []
      : [{ atMs: toMs, what: `${what} off`, detail: `after ${formatDuration(toMs - fromMs)}` }]),
  ])
}
