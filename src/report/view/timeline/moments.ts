import { formatDuration } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture, NamedSpans } from '../../chronicle/picture.ts'
import { counted, offset, reasonCounts } from '../words.ts'
import { type Moment, momentsOf } from './moment-of-event.ts'

const MOST_ROWS = 300
// What flickers more often than that is told in two rows.
const MOST_SPANS_LISTED = 10

/** One row of the timeline as a table. */
export interface MomentView {
  readonly at: string
  readonly what: string
  readonly detail: string
}

/** The timeline in words, in order. */
export function moments(
  measures: DrillMeasures,
  picture: ChroniclePicture,
): { readonly moments: readonly MomentView[]; readonly momentsOmitted: string | undefined } {
  const zeroMs = measures.t0 ?? 0
  const all = [
    ...picture.rare.flatMap(momentsOf),
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
