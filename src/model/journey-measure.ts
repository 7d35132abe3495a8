import type { BadReason } from './sample.ts'

/** One stretch in which a journey was bad. `toMs` is null if it had not ended when the drill did. */
export interface Outage {
  readonly fromMs: number
  readonly toMs: number | null
  readonly samples: number
  readonly reasons: Readonly<Partial<Record<BadReason, number>>>
  readonly detail: string | null
}

/** How one journey fared. */
export interface JourneyMeasure {
  readonly name: string
  readonly everyMs: number
  readonly samples: number
  readonly bad: number
  readonly shed: number
  /** Perhaps bad only because we asked late, or were kept from hearing the answer. */
  readonly blurred: number
  /** Samples that were due after t0. */
  readonly sinceT0: number
  readonly outages: readonly Outage[]
  readonly availabilityRatio: number | null
  readonly baselineP50Ms: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxLateMs: number
  /** How it was served before t0. */
  readonly before: SteadyMeasure | null
  /** How it was served after its last outage; since t0, if it had none. */
  readonly after: SteadyMeasure | null
  /** The same since it was first good again, later outages and all. */
  readonly back: ServedMeasure | null
}

/** How much a journey was served for a while. */
export interface ServedMeasure {
  readonly samples: number
  readonly forMs: number
  readonly good: number
  readonly goodRatio: number
  readonly goodBounds: Bounds
  readonly goodPerSecond: number
}

/** The same, and how quickly. Percentiles count good answers; their bounds say where the truth lies, with 95 % confidence. */
export interface SteadyMeasure extends ServedMeasure {
  readonly p50Ms: number | null
  readonly p50Bounds: Bounds
  readonly p95Ms: number | null
  readonly p95Bounds: Bounds
  readonly p99Ms: number | null
  readonly p99Bounds: Bounds
  /** Until the first piece, of answers that come in pieces. */
  readonly firstPieceP50Ms: number | null
}

/** The ends of an error bar. Null: too little was seen to know. */
export interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

/** One claim of how a journey is served after the recovery, over how it was served before. */
export interface AfterMeasure {
  readonly journey: string
  readonly what: 'capacity' | 'p50' | 'p95' | 'p99'
  /** Of capacity at least, of a latency at most. */
  readonly targetRatio: number
  /** Good answers a second, or milliseconds. */
  readonly before: number | null
  readonly after: number | null
  readonly ratio: number | null
  readonly bounds: Bounds
  readonly met: boolean | null
}
