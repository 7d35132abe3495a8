import type { Arrivals } from '../model/load.ts'
import { seededRandom } from '../model/random.ts'

/** When requests are due, one after the other: milliseconds from the start. The same seed gives the same times. */
export function* arrivalTimes(arrivals: Arrivals, seed: number): Generator<number, void> {
  switch (arrivals.kind) {
    case 'constant':
      return yield* along([{ fromPerSecond: arrivals.perSecond, toPerSecond: arrivals.perSecond, forMs: Infinity }])
    case 'poisson':
      return yield* byChance(arrivals.perSecond, seededRandom(seed))
    case 'ramp': {
      const { fromPerSecond, toPerSecond, overMs } = arrivals
      const stays = { fromPerSecond: toPerSecond, toPerSecond, forMs: Infinity }
      return yield* along([{ fromPerSecond, toPerSecond, forMs: overMs }, stays])
    }
    case 'spike': {
      const { perSecond, peakPerSecond, peakAtMs, peakForMs } = arrivals
      const flat = (rate: number, forMs: number): Stretch => ({ fromPerSecond: rate, toPerSecond: rate, forMs })
      return yield* along([flat(perSecond, peakAtMs), flat(peakPerSecond, peakForMs), flat(perSecond, Infinity)])
    }
    case 'step':
      return yield* along(steps(arrivals))
    case 'replay':
      return yield* arrivals.timesMs
    default:
      return arrivals satisfies never
  }
}

/** A stretch of time in which the rate goes evenly from one value to another. */
interface Stretch {
  readonly fromPerSecond: number
  readonly toPerSecond: number
  readonly forMs: number
}

function* steps({ fromPerSecond, byPerSecond, everyMs }: Extract<Arrivals, { kind: 'step' }>): Generator<Stretch> {
  for (let n = 0; ; n++) {
    const rate = fromPerSecond + n * byPerSecond
    yield { fromPerSecond: rate, toPerSecond: rate, forMs: everyMs }
  }
}

/** The n-th request is due when the rate, summed up over time, reaches n: nothing is rounded from one to the next. */
function* along(stretches: Iterable<Stretch>): Generator<number, void> {
  let startMs = 0
  let before = 0
  let n = 0
  for (const stretch of stretches) {
    const holds = expected(stretch, stretch.forMs)
    // Sums of fractions are a hair off: what is due at the very end belongs to the next stretch.
    while (n - before < holds - 1e-9) yield startMs + whenExpected(stretch, n++ - before)
    before += holds
    startMs += stretch.forMs
  }
}

/** How many are due within the first so many milliseconds of a stretch. */
function expected({ fromPerSecond, toPerSecond, forMs }: Stretch, ms: number): number {
  if (fromPerSecond === toPerSecond) return (fromPerSecond * ms) / 1000
  const slope = (toPerSecond - fromPerSecond) / forMs
  return (fromPerSecond * ms + (slope * ms * ms) / 2) / 1000
}

/** The other way round: after how many milliseconds so many are due. */
function whenExpected({ fromPerSecond, toPerSecond, forMs }: Stretch, count: number): number {
  if (count <= 0) return 0
  if (fromPerSecond === toPerSecond) return (count * 1000) / fromPerSecond
  const slope = (toPerSecond - fromPerSecond) / forMs
  const root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * slope * count * 1000))
  return (root - fromPerSecond) / slope
}

/** Gaps between independent users are exponential. */
function* byChance(perSecond: number, random: () => number): Generator<number, void> {
  for (let ms = 0; ; ) {
    ms += (-Math.log(1 - random()) * 1000) / perSecond
    yield ms
  }
}
