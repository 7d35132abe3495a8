import type { DrillEvent, DrillStarted, Stamp } from '../../model/event.ts'
import type { BadReason, Sample } from '../../model/sample.ts'

/** What a report shows of a journal beside its measures. Its size does not grow with the drill's length. */
export interface ChroniclePicture {
  readonly started: (Stamp & DrillStarted) | undefined
  readonly lastMs: number
  /** Everything that happens only now and then, as it was written: phases, faults, gates, guards, undos. */
  readonly rare: readonly DrillEvent[]
  /** How many rare events there were beyond those kept. */
  readonly rareOmitted: number
  readonly journeys: readonly JourneyPicture[]
  readonly signals: readonly NamedSpans[]
  readonly loads: readonly LoadPicture[]
}

/** What one tenant's load asked and got. */
export interface LoadPicture {
  readonly fault: string
  readonly tenant: string
  readonly bucketMs: number
  readonly buckets: readonly LoadBucket[]
}

/** Requests of one stretch of time. They count where they were due, answers where they came in. */
export interface LoadBucket {
  readonly fromMs: number
  readonly sent: number
  readonly served: number
  readonly turnedAway: number
  readonly failed: number
}

/** How one journey went. */
export interface JourneyPicture {
  readonly journey: string
  readonly series: LatencySeries
  readonly transitions: readonly Transition[]
  readonly transitionsOmitted: number
  /** When its answers admitted to a degraded mode. */
  readonly modes: readonly NamedSpans[]
}

/** Answer times in buckets of equal width. Buckets in which nothing was asked are left out. */
export interface LatencySeries {
  readonly bucketMs: number
  readonly buckets: readonly LatencyBucket[]
}

/** What was asked in one stretch of time. The latencies are of whole answers, right or wrong; undefined if none came. */
export interface LatencyBucket {
  readonly fromMs: number
  readonly count: number
  readonly bad: Readonly<Partial<Record<BadReason, number>>>
  readonly latency: BucketLatency | undefined
}

export interface BucketLatency {
  readonly minMs: number
  /** Good to about 5 %: read from a histogram. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Where a journey went down or came back, with the samples before and after. */
export interface Transition {
  readonly to: 'down' | 'up'
  /** When the sample that turned it was due. */
  readonly atMs: number
  readonly samples: readonly Sample[]
}

/** When something that has a name was on. */
export interface NamedSpans {
  readonly name: string
  /** Where there were very many, the nearest ones are joined to one. */
  readonly spans: readonly Span[]
  /** How often it really came on, and how long it really was on. */
  readonly times: number
  readonly onMs: number
}

/** From when to when. `toMs` is undefined while it goes on. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number | undefined
}
