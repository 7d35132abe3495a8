import { formatDuration } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture, LatencySeries, LoadBucket } from '../../chronicle/picture.ts'
import { loadLanes, runbookLane } from './deed-lanes.ts'
import { chartedJourneys, journeyLane, modeLanes } from './journey-lanes.ts'
import { markLane, milestones, noteLane } from './marks.ts'
import { type MomentView, moments } from './moments.ts'
import { spanLane } from './span-lane.ts'

/** One time axis for everything. All times count from the drill's start; labels count from `zeroMs`. */
export interface TimelineView {
  readonly fromMs: number
  readonly toMs: number
  readonly zeroMs: number
  readonly zeroWords: string
  readonly zeroShort: string
  /** What the picture shows, in a sentence, for those who cannot see it. */
  readonly summary: string
  /** The instants that run down through all lanes: t0, restored, verified. */
  readonly milestones: readonly MarkView[]
  /** Stretches that run down through all lanes: within them an instant is only known so well. */
  readonly bands: readonly SpanView[]
  readonly lanes: readonly Lane[]
  /** What the colours and lines mean; only those that occur. */
  readonly legend: readonly KeyView[]
  /** The same as a table. */
  readonly moments: readonly MomentView[]
  readonly momentsOmitted: string | undefined
}

/** One row of the picture. New kinds of happenings become new lanes. */
export type Lane =
  | { readonly kind: 'spans'; readonly label: string; readonly tone: Tone; readonly spans: readonly SpanView[] }
  | { readonly kind: 'marks'; readonly label: string; readonly marks: readonly MarkView[] }
  | LatencyLane
  | LoadLane

export interface LatencyLane {
  readonly kind: 'latency'
  readonly label: string
  readonly withinMs: number | undefined
  readonly outages: readonly SpanView[]
  readonly series: LatencySeries
  /** Single samples around each turn: drawn where the series is too coarse to show them. */
  readonly points: readonly SamplePoint[]
  /** Only its strip of outages: of many journeys the others would make the picture too tall to be read. */
  readonly stripOnly: boolean
}

/** What a tenant's load asked and got, second by second. */
export interface LoadLane {
  readonly kind: 'load'
  readonly label: string
  readonly bucketMs: number
  readonly buckets: readonly LoadBucket[]
}

export interface SamplePoint {
  readonly atMs: number
  readonly tookMs: number
  readonly good: boolean
}

export type Tone = 'phase' | 'fault' | 'outage' | 'up' | 'check' | 'degraded' | 'signal' | 'step' | 'step-late'

export interface SpanView {
  readonly fromMs: number
  readonly toMs: number
  readonly label: string
  /** Where it is not its lane's. */
  readonly tone?: Tone
}

export interface MarkView {
  readonly atMs: number
  readonly label: string
  readonly tone: 'good' | 'bad' | 'unknown' | 'plain'
}

export interface KeyView {
  readonly key: string
  readonly words: string
}

/** Everything that has a place in time, in lanes from cause to consequence. */
export function timelineView(measures: DrillMeasures, picture: ChroniclePicture): TimelineView {
  const toMs = Math.max(measures.endedMs, picture.lastMs, 1)
  const zeroMs = measures.t0 ?? 0
  const charted = chartedJourneys(measures)
  const lanes = [
    phaseLane(picture, toMs),
    faultLane(measures, toMs),
    ...loadLanes(picture, toMs),
    ...measures.journeys.map(journey => journeyLane(journey, picture, toMs, charted.has(journey.name))),
    ...modeLanes(picture, toMs),
    ...picture.signals.map(signal => spanLane('signal', 'signal', signal, toMs)),
    runbookLane(picture, toMs),
    markLane(measures, picture),
    noteLane(measures),
  ].filter(hasContent)
  return {
    fromMs: 0,
    toMs,
    zeroMs,
    zeroWords: measures.t0 === null ? 'the drill’s start' : 't0, the instant before the first fault',
    zeroShort: measures.t0 === null ? 'start' : 't0',
    summary: summary(measures, toMs),
    // A target that lies beyond the end of the drill has no place on its axis.
    milestones: milestones(measures).filter(mark => mark.atMs <= toMs),
    bands: [],
    lanes,
    legend: legend(lanes),
    ...moments(measures, picture),
  }
}

function phaseLane({ rare }: ChroniclePicture, toMs: number): Lane {
  const starts = rare.filter(event => event.type === 'phase.started')
  const spans = starts.map((event, i) => ({
    fromMs: event.atMs,
    toMs: starts[i + 1]?.atMs ?? toMs,
    label: event.phase,
  }))
  return { kind: 'spans', label: 'phases', tone: 'phase', spans }
}

function faultLane({ faults }: DrillMeasures, toMs: number): Lane {
  const spans = faults.flatMap(({ injectedMs, undoneMs, words }) => {
    if (injectedMs === null) return []
    return { fromMs: injectedMs, toMs: undoneMs ?? toMs, label: undoneMs === null ? `${words} (no undo seen)` : words }
  })
  return { kind: 'spans', label: 'what we broke', tone: 'fault', spans }
}

function hasContent(lane: Lane): boolean {
  switch (lane.kind) {
    case 'spans':
      return lane.spans.length > 0
    case 'marks':
      return lane.marks.length > 0
    case 'latency':
      return lane.series.buckets.length > 0 || lane.outages.length > 0
    case 'load':
      return lane.buckets.length > 0
    default:
      return lane satisfies never
  }
}

const KEY_WORDS = [
  { key: 'fault', words: 'fault in place' },
  { key: 'asked', words: 'requests of the load' },
  { key: 'served', words: 'of these served' },
  { key: 'turned-away', words: 'told to wait' },
  { key: 'failed', words: 'failed' },
  { key: 'outage', words: 'journey down' },
  { key: 'up', words: 'answers good' },
  { key: 'median', words: 'median answer time' },
  { key: 'band', words: 'fastest to p99' },
  { key: 'degraded', words: 'degraded mode' },
  { key: 'signal', words: 'signal on' },
  { key: 'step', words: 'runbook step' },
  { key: 'step-late', words: 'runbook step late or failed' },
] as const

function legend(lanes: readonly Lane[]): readonly KeyView[] {
  const present = new Set(lanes.flatMap(keysOf))
  return KEY_WORDS.filter(({ key }) => present.has(key))
}

function keysOf(lane: Lane): readonly string[] {
  if (lane.kind === 'spans') return lane.spans.map(span => span.tone ?? lane.tone)
  if (lane.kind === 'load')
    return ['asked', ...ANSWERS.filter(([, of]) => lane.buckets.some(each => each[of] > 0)).map(([key]) => key)]
  if (lane.kind === 'latency') return [...(lane.outages.length > 0 ? ['outage'] : []), 'up', 'median', 'band']
  return []
}

const ANSWERS = [
  ['served', 'served'],
  ['turned-away', 'turnedAway'],
  ['failed', 'failed'],
] as const

function summary({ faults, journeys, endedMs }: DrillMeasures, toMs: number): string {
  const outages = journeys.reduce((total, journey) => total + journey.outages.length, 0)
  const broken = faults.filter(fault => fault.injectedMs !== null).length
  const length = formatDuration(Math.max(endedMs, toMs))
  return `Timeline of ${length}: faults injected: ${broken}, outages: ${outages}, journeys watched: ${journeys.length}. The same as a table follows.`
}
