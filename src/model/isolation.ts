import type { LoadEnd, LoadEngine } from './load.ts'

/** How the neighbours of a misbehaving tenant fared. Ratios compare the time under load with the baseline; durations are named so. */
export interface IsolationMeasure {
  readonly targets: {
    readonly p99Ratio: number | null
    readonly errorsRatio: number | null
    readonly leaks: number
    readonly refusalMs: number | null
  }
  readonly loads: readonly LoadMeasure[]
  readonly victims: readonly VictimMeasure[]
  /** The worst victim's. */
  readonly p50Ratio: number | null
  readonly p95Ratio: number | null
  readonly p99Ratio: number | null
  readonly errorsDelta: number | null
  readonly throughputRatio: number | null
  /** Jain's index over the victims' throughput ratios: 1 if all fared alike, 1/n if one had everything. */
  readonly fairness: number | null
  /** From the start of the load until the last second of it in which a victim was disturbed was over. Null: not before it ended. */
  readonly isolateMs: number | null
  /** The same from its end on. Null: not before the drill ended. */
  readonly recoverMs: number | null
  readonly precisionMs: number
  readonly canaries: CanaryMeasure
  readonly intruders: readonly IntruderMeasure[]
  readonly leakedKeys: readonly LeakedKeyMeasure[]
}

/** What one misbehaving tenant asked and got. */
export interface LoadMeasure {
  readonly fault: string
  readonly tenant: string
  readonly engine: LoadEngine
  readonly startedMs: number
  readonly stoppedMs: number | null
  readonly end: LoadEnd | null
  readonly due: number
  readonly sent: number
  readonly capped: number
  /** Answered as wished. */
  readonly served: number
  /** Told to wait: 429 and 503. */
  readonly turnedAway: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly sentBytes: number
  readonly heardBytes: number
  readonly tokens: number
  readonly money: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  /** Of all that the platform served while the load lasted. */
  readonly shareRatio: number | null
  /** Requests served beyond its quota, in the worst stretch of seconds. Null without a quota. */
  readonly overQuota: number | null
  /** Our own lateness, and whether it was we who could not keep up. */
  readonly lateP99Ms: number | null
  readonly busyRatio: number
  /** How busy all of this machine was meanwhile, at most; null where nobody looked. */
  readonly machineBusyRatio: number | null
  readonly bottleneck: string | null
  /** Whether all of this machine lacked time, and not only the sender: then whatever is on it may have been slow because of us. */
  readonly starved: boolean
  /** What it asked and got, over time. */
  readonly series: SeriesMeasure<LoadStep>
}

/** Numbers over time, from the drill's start. A step without anything is left out; a long drill has wider steps. */
export interface SeriesMeasure<Step> {
  readonly everyMs: number
  readonly steps: readonly (Step & { readonly fromMs: number })[]
}

export interface LoadStep {
  readonly due: number
  readonly sent: number
  readonly capped: number
  readonly served: number
  readonly turnedAway: number
  /** Any other answer, and none. */
  readonly failed: number
  readonly lateP99Ms: number
}

export interface VictimStep {
  readonly samples: number
  readonly bad: number
  readonly meanMs: number
  readonly maxMs: number
}

/** One journey of a tenant that did nothing wrong. */
export interface VictimMeasure {
  readonly tenant: string
  readonly journey: string
  readonly before: WindowMeasure
  readonly during: WindowMeasure
  readonly after: WindowMeasure
  readonly p50Ratio: number | null
  readonly p95Ratio: number | null
  readonly p99Ratio: number | null
  /** What the p99 ratio is at least, and at most, as far as so many samples can tell, and without what we were late ourselves. */
  readonly p99Range: readonly [number, number] | null
  readonly errorsDelta: number | null
  readonly throughputRatio: number | null
  /** Told to wait although it asked no more than ever. */
  readonly turnedAway: number
  /** Told that it asked too often although it asked for less than its quota grants; null without a quota, or where it asks for more. */
  readonly underQuota: number | null
  /** How it fared over time: before, during and after. */
  readonly series: SeriesMeasure<VictimStep>
}

/** One stretch of time, as one journey saw it. */
export interface WindowMeasure {
  readonly samples: number
  readonly bad: number
  /** Of the bad ones, perhaps bad only because of us. */
  readonly blurred: number
  /** How late we were ourselves to ask or to hear, at most. */
  readonly maxLateMs: number
  readonly errorRatio: number | null
  readonly goodPerSecond: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
}

/** Whether anybody was told what belongs to another. */
export interface CanaryMeasure {
  readonly planted: number
  readonly notPlanted: readonly string[]
  readonly searched: number
  readonly seen: number
  /** The same by where the texts were hidden. */
  readonly places: readonly HidingPlaceMeasure[]
  /** The first of each sort: where hidden, and by what it was told. */
  readonly sightings: readonly Sighting[]
}

export interface HidingPlaceMeasure {
  readonly place: string
  readonly planted: number
  readonly seen: number
  /** Whether nothing takes the texts away again: by design they stay until the platform forgets them. */
  readonly stays?: true
}

export interface Sighting {
  readonly owner: string
  readonly seenBy: string | null
  /** Where it had been hidden; null where nobody had said. */
  readonly place: string | null
  readonly where: string
  readonly atMs: number
  /** How often a text from there was told by this, to whomever. */
  readonly times: number
}

/** Whether those who must be refused were, at every moment. */
export interface IntruderMeasure {
  readonly intruder: string
  readonly key: string
  readonly tried: number
  readonly refused: number
  readonly letIn: number
  readonly unanswered: number
  readonly firstLetInMs: number | null
  readonly lastLetInMs: number | null
  readonly detail: string | null
}

/** How long a stolen key opened doors. Durations, counted from the declaration of the leak. */
export interface LeakedKeyMeasure {
  readonly fault: string
  readonly tenant: string
  readonly declaredMs: number
  /** Until the first refusal after which there was no answer any more. Null: never. */
  readonly refusalMs: number | null
  readonly precisionMs: number
  readonly servedAfterwards: number
  readonly met: boolean | null
}
