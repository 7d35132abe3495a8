import type { Verdict } from '../../model/verdict.ts'
import { flipChance } from './flip-chance.ts'
import { type Interval, pairedInterval } from './paired-interval.ts'

/** One case before and after. A score of undefined could not be told. */
export interface Pair {
  readonly weight: number
  readonly before: number
  readonly passedBefore: boolean
  readonly after: number | undefined
  readonly passedAfter: boolean | undefined
}

/** Whether the answers are no worse than before by more than a margin, as far as these cases can tell. */
export interface NonInferiority {
  readonly verdict: Verdict
  readonly interval: Interval | undefined
  readonly lost: number
  readonly gained: number
  readonly chanceRatio: number
  /** How many cases would settle it, where these cannot. */
  readonly enough: number | undefined
}

/**
 * Passed if even the low end of the interval is within the margin, failed if even the high end is not, else inconclusive.
 * A case that nobody could judge counts as the worst for passing and as the best for failing: the verdict never hangs on it.
 */
export function nonInferiority(pairs: readonly Pair[], marginRatio: number, seed: number): NonInferiority {
  const lost = pairs.filter(pair => pair.passedBefore && pair.passedAfter === false).length
  const gained = pairs.filter(pair => !pair.passedBefore && pair.passedAfter === true).length
  const chanceRatio = flipChance(lost, gained)
  const worst = intervalOf(pairs, 0, seed)
  const best = pairs.every(pair => pair.after !== undefined) ? worst : intervalOf(pairs, 1, seed)
  if (worst === undefined || best === undefined) {
    const enough = fewestCases(marginRatio)
    return { verdict: 'inconclusive', interval: undefined, lost, gained, chanceRatio, enough }
  }
  const interval = { mean: (worst.mean + best.mean) / 2, low: worst.low, high: best.high }
  const isEnough = pairs.length >= fewestCases(marginRatio)
  if (interval.low > -marginRatio && isEnough) return settled('passed')
  if (interval.high < -marginRatio && (isEnough || chanceRatio < ODD)) return settled('failed')
  const enough = Math.max(fewestCases(marginRatio), casesFor(pairs, marginRatio))
  return { verdict: 'inconclusive', interval, lost, gained, chanceRatio, enough: Math.max(enough, pairs.length + 1) }

  function settled(verdict: Verdict): NonInferiority {
    return { verdict, interval, lost, gained, chanceRatio, enough: undefined }
  }
}

// Flips that chance alone would make less often than this are no chance.
const ODD = 0.05

function intervalOf(pairs: readonly Pair[], unknown: 0 | 1, seed: number): Interval | undefined {
  return pairedInterval(
    pairs.map(pair => (pair.after ?? unknown) - pair.before),
    pairs.map(pair => pair.weight),
    seed,
  )
}

/** So many that a true loss as large as the margin would have shown in at least one of them, 19 times out of 20. */
export function fewestCases(marginRatio: number): number {
  return Math.ceil(Math.log(ODD) / Math.log(1 - marginRatio))
}

/** So many that the interval gets narrow enough: 80 % power to tell no loss, or one of twice the margin, from the margin. */
function casesFor(pairs: readonly Pair[], marginRatio: number): number {
  const differences = pairs.map(pair => (pair.after ?? 0) - pair.before)
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / differences.length
  return Math.ceil((Z_BOTH ** 2 * variance) / marginRatio ** 2)
}

// 1.96 for 2.5 % in each tail, 0.84 for 80 % power.
const Z_BOTH = 2.8
