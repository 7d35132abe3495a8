import { formatDuration } from '../../model/duration.ts'
import type { JourneyMeasure, Outage } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { measuredPercent } from '../../model/percent.ts'
import type { Sample } from '../../model/sample.ts'
import type { ChroniclePicture, JourneyPicture, Transition } from '../chronicle/picture.ts'
import { counted, offset, REASON_WORDS, reasonCounts } from './words.ts'

const MOST_OUTAGES = 40
// Of all journeys together: a reader of so many turns reads the journal.
const MOST_TURNS = 96

/** How one journey fared. */
export interface JourneyView {
  readonly name: string
  readonly asked: string
  readonly bad: string
  readonly availability: string
  readonly baselineP50: string
  readonly p50: string
  readonly p99: string
  /** How late we were to ask at worst: our own fault, and part of how far the numbers can be trusted. */
  readonly late: string
  readonly outages: readonly OutageView[]
  readonly outagesOmitted: string | undefined
  readonly transitions: readonly TransitionView[]
  readonly transitionsOmitted: string | undefined
}

export interface OutageView {
  readonly from: string
  readonly to: string
  readonly lasted: string
  readonly samples: string
  readonly reasons: string
  readonly detail: string
}

export interface TransitionView {
  readonly title: string
  readonly samples: readonly SampleView[]
}

export interface SampleView {
  readonly due: string
  readonly took: string
  readonly result: string
  readonly good: boolean
  readonly detail: string
  /** This is the sample that turned it. */
  readonly turn: boolean
}

/** The journeys in words, with the samples around each turn. */
export function journeyViews(measures: DrillMeasures, picture: ChroniclePicture): readonly JourneyView[] {
  const zeroMs = measures.t0 ?? 0
  return measures.journeys.map(journey =>
    journeyView(
      journey,
      picture.journeys.find(each => each.journey === journey.name),
      { zeroMs, mostTurns: Math.max(4, Math.floor(MOST_TURNS / measures.journeys.length)) },
    ),
  )
}

interface Frame {
  readonly zeroMs: number
  readonly mostTurns: number
}

function journeyView(
  journey: JourneyMeasure,
  seen: JourneyPicture | undefined,
  { zeroMs, mostTurns }: Frame,
): JourneyView {
  const { samples, bad, shed, availabilityRatio, outages } = journey
  const omitted = outages.length - MOST_OUTAGES
  const turns = firstAndLast(seen?.transitions ?? [], mostTurns)
  const turnsOmitted = (seen?.transitionsOmitted ?? 0) + (seen?.transitions.length ?? 0) - turns.length
  return {
    name: journey.name,
    asked: `${counted(samples, 'sample')}, one every ${formatDuration(journey.everyMs)}`,
    bad: shed === 0 ? String(bad) : `${bad}, of them ${shed} not asked because too many were waiting`,
    availability: availabilityRatio === null ? 'not observed' : measuredPercent(availabilityRatio),
    baselineP50: duration(journey.baselineP50Ms),
    p50: duration(journey.p50Ms),
    p99: duration(journey.p99Ms),
    late: formatDuration(journey.maxLateMs),
    outages: outages.slice(0, MOST_OUTAGES).map(outage => outageView(outage, zeroMs)),
    outagesOmitted:
      omitted > 0 ? `${counted(omitted, 'more outage')}; the timeline shows all, drill.json lists them.` : undefined,
    transitions: turns.map(transition => transitionView(transition, zeroMs)),
    transitionsOmitted:
      turnsOmitted > 0
        ? `${counted(turnsOmitted, 'more turn')} between the first and the last ones left out; the journal has them all.`
        : undefined,
  }
}

/** How it began and how it ended matter more than the middle. */
function firstAndLast<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  const half = Math.floor(most / 2)
  return [...all.slice(0, most - half), ...all.slice(all.length - half)]
}

function outageView({ fromMs, toMs, samples, reasons, detail }: Outage, zeroMs: number): OutageView {
  return {
    from: offset(fromMs - zeroMs),
    to: toMs === null ? 'not over' : offset(toMs - zeroMs),
    lasted: toMs === null ? 'until the drill’s end' : formatDuration(toMs - fromMs),
    samples: counted(samples, 'sample'),
    reasons: reasonCounts(reasons),
    detail: detail ?? '',
  }
}

function transitionView({ to, atMs, samples }: Transition, zeroMs: number): TransitionView {
  return {
    title: `${to === 'down' ? 'Going down' : 'Coming back'} at ${offset(atMs - zeroMs)}`,
    samples: samples.map(sample => sampleView(sample, sample.dueMs === atMs, zeroMs)),
  }
}

function sampleView(sample: Sample, turn: boolean, zeroMs: number): SampleView {
  const mode = sample.mode === undefined ? '' : `, ${sample.mode}`
  return {
    due: offset(sample.dueMs - zeroMs),
    took: formatDuration(sample.tookMs),
    result: `${sample.bad === undefined ? 'good' : REASON_WORDS[sample.bad]}${mode}`,
    good: sample.bad === undefined,
    detail: sample.detail ?? '',
    turn,
  }
}

function duration(ms: number | null): string {
  return ms === null ? 'not observed' : formatDuration(ms)
}
