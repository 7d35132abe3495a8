import { latencies } from '../measure/latencies.ts'
import type { DrillEvent } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import type { Sample } from '../model/sample.ts'
import { isNamed } from '../model/sharing.ts'

/** What the conductor must know of the journeys while the drill is under way. */
export interface Watch {
  see(event: DrillEvent): void
  /** Since when every journey has been good, with enough good samples in a row due after `afterMs`; undefined if one is not. */
  stableSince(afterMs: number): number | undefined
  /** Whether every journey's newest answers, enough in a row and due after `afterMs`, admitted to no degraded mode. */
  undegraded(afterMs: number): boolean
  /** From now on only newer samples are in the tally. */
  startOver(): void
  /** Each journey's samples so far. */
  tally(): ReadonlyMap<string, Tally>
  /** What a journey usually takes, as far as it has been seen to be good; of several tenants the slowest one's. */
  usualMs(journey: string): number | undefined
}

export interface Tally {
  readonly samples: number
  readonly bad: number
  readonly lastBad: Sample | undefined
  readonly modes: readonly string[]
}

export function makeWatch(journeys: readonly Journey[]): Watch {
  const states = new Map(journeys.map(journey => [journey.id, stateOf(journey)]))
  const all = () => [...states.values()]
  return {
    see(event) {
      if (event.type === 'sample') states.get(event.journey)?.see(event)
    },
    stableSince(afterMs) {
      const since = all().map(state => state.goodSince(afterMs))
      return since.length === 0 || since.includes(undefined)
        ? undefined
        : Math.max(...since.filter(ms => ms !== undefined))
    },
    undegraded: afterMs => all().every(state => state.plainSince(afterMs)),
    startOver() {
      for (const state of all()) state.startOver()
    },
    tally: () => new Map([...states].map(([id, state]) => [id, state.tally()])),
    usualMs(journey) {
      const usual = [...states].filter(([id]) => isNamed(id, journey)).flatMap(([, state]) => state.usualMs() ?? [])
      return usual.length === 0 ? undefined : Math.max(...usual)
    },
  }
}

interface JourneyState {
  see(sample: Sample): void
  goodSince(afterMs: number): number | undefined
  plainSince(afterMs: number): boolean
  startOver(): void
  tally(): Tally
  usualMs(): number | undefined
}

function stateOf(journey: Journey): JourneyState {
  const usual = latencies()
  let modes = new Set<string>()
  let samples = 0
  let bad = 0
  let lastBad: Sample | undefined
  /** The newest samples, as many as make a recovery. */
  let newest: readonly Sample[] = []
  let goodFromMs: number | undefined

  const enough = (afterMs: number, is: (sample: Sample) => boolean): boolean =>
    newest.length >= journey.stable && newest.every(sample => sample.dueMs > afterMs && is(sample))
  return {
    see(sample) {
      samples++
      newest = [...newest, sample].slice(-journey.stable)
      if (sample.mode !== undefined) modes.add(sample.mode)
      if (sample.bad === undefined) {
        usual.record(sample.tookMs)
        goodFromMs ??= sample.dueMs
      } else {
        bad++
        lastBad = sample
        goodFromMs = undefined
      }
    },
    goodSince: afterMs => (enough(afterMs, sample => sample.bad === undefined) ? goodFromMs : undefined),
    plainSince: afterMs => enough(afterMs, sample => sample.bad === undefined && sample.mode === undefined),
    startOver() {
      samples = 0
      bad = 0
      lastBad = undefined
      modes = new Set()
    },
    tally: () => ({ samples, bad, lastBad, modes: [...modes] }),
    usualMs: () => usual.percentile(50) ?? undefined,
  }
}
