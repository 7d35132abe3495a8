/** When requests leave: on a schedule that waits for no answer. */
export type Arrivals =
  | { readonly kind: 'constant' | 'poisson'; readonly perSecond: number }
  /** Rises evenly, then stays. */
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number; readonly overMs: number }
  /** Much more for a while. */
  | {
      readonly kind: 'spike'
      readonly perSecond: number
      readonly peakPerSecond: number
      readonly peakAtMs: number
      readonly peakForMs: number
    }
  /** A little more every so often. */
  | { readonly kind: 'step'; readonly fromPerSecond: number; readonly byPerSecond: number; readonly everyMs: number }
  | Replay

/** As it once happened. */
export interface Replay {
  readonly kind: 'replay'
  /** Milliseconds from the first request. Empty until the recording has been read. */
  readonly timesMs: readonly number[]
  /** Where the times were recorded; undefined where the scenario itself lists them. */
  readonly recording?: Recording | undefined
}

/** A file that says when requests once came: a log, a table, or one time in each line. */
export interface Recording {
  /** As seen from the scenario's file. */
  readonly file: string
  /** The column, or the key of a JSON line, that holds the time; undefined: what is usually called so. */
  readonly at: string | undefined
  /** So many times as fast as it happened. */
  readonly speed: number
}

/** One sort of request among those a tenant sends. */
export interface LoadPart {
  /** The journey whose request it is, asked with the tenant's own key. */
  readonly journey: string
  /** How often, beside the other parts. */
  readonly weight: number
  /** The longest text in it is made so long: an expensive prompt, a huge upload. */
  readonly bodyBytes: number | undefined
  /** Answers are read no faster than this. */
  readonly readBytesPerSecond: number | undefined
  /** Half a request is sent and its connection kept, for so long. */
  readonly holdMs: number | undefined
}

/** What a load never goes beyond, whatever its schedule says. */
export interface LoadCaps {
  readonly perSecond: number
  readonly inFlight: number
  readonly bytes: number
  readonly tokens: number | undefined
  /** In whatever currency the price is. */
  readonly money: number | undefined
  /** What a million tokens cost. */
  readonly pricePerMillionTokens: number | undefined
  /** Where an answer says how many tokens it took; reckoned from its length where it does not say. */
  readonly tokensAt: string | undefined
}

/** What sends the load. */
export const LOAD_ENGINES = ['own', 'k6'] as const
export type LoadEngine = (typeof LOAD_ENGINES)[number]

/** Why a load ended. */
export const LOAD_ENDS = ['stopped', 'schedule', 'time', 'bytes', 'tokens', 'money', 'orphaned', 'broken'] as const
export type LoadEnd = (typeof LOAD_ENDS)[number]

/** One second of a load. Requests count in the second in which they were due. */
export interface LoadSecond {
  /** Counted from the load's first due time. */
  readonly second: number
  readonly due: number
  readonly sent: number
  /** Due, but the caps allowed no more. */
  readonly capped: number
  /** Answers that came in during this second, by what they were: a status, or why there was none. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly sentBytes: number
  readonly heardBytes: number
  readonly tokens: number
  /** From due to the last byte, in microseconds: an HDR histogram, compressed, in base64. */
  readonly latency: string
  /** How late requests left for reasons of our own: 99 of 100 no later than this. */
  readonly lateP99Ms: number
  readonly lateMaxMs: number
  /** How much of its time the busiest sender was busy. */
  readonly busyRatio: number
  /** How much of all processors' time of this machine was used, by whomever; not in journals from before anybody looked. */
  readonly machineBusyRatio?: number | undefined
  /** The most requests under way at once. */
  readonly inFlight: number
}

/** What happens while a tenant misbehaves. */
export type LoadHappening =
  | { readonly type: 'load.found'; readonly control: string }
  | {
      readonly type: 'load.started'
      readonly fault: string
      readonly tenant: string
      readonly engine: LoadEngine
      /** When its first request was due. */
      readonly startedMs: number
      /** When it ends by itself, whatever becomes of us. */
      readonly endsMs: number
    }
  | ({ readonly type: 'load.second'; readonly fault: string; readonly fromMs: number } & LoadSecond)
  | {
      readonly type: 'load.stopped'
      readonly fault: string
      readonly stoppedMs: number
      readonly end: LoadEnd
      readonly detail: string
    }
