import { formatPercent } from '../../model/percent.ts'
import type { QualityComparison, QualityFlip, QualitySlice } from '../../model/quality.ts'
import { type AskingFold, type CaseSeen, hasPassed, scoreOf } from './asking-fold.ts'
import { fewestCases, type NonInferiority, nonInferiority, type Pair } from './non-inferiority.ts'
import { pairedInterval } from './paired-interval.ts'

/** What two askings are held against each other by. */
export interface Yardstick {
  readonly set: string
  readonly marginRatio: number
  readonly seed: number
}

/** Holds a later asking of a set against an earlier one, case by case. */
export function compare(
  before: AskingFold,
  after: AskingFold,
  { set, marginRatio, seed }: Yardstick,
): QualityComparison {
  const both = pairsOf(before, after)
  const result = nonInferiority(
    both.map(({ pair }) => pair),
    marginRatio,
    seed,
  )
  const flips = both.flatMap(flipOf)
  return {
    set,
    during: after.during,
    marginRatio,
    pairs: both.length,
    undecided: both.filter(({ pair }) => pair.after === undefined).length,
    differenceRatio: result.interval?.mean ?? null,
    lowRatio: result.interval?.low ?? null,
    highRatio: result.interval?.high ?? null,
    gained: result.gained,
    lost: result.lost,
    chanceRatio: both.length === 0 ? null : result.chanceRatio,
    verdict: result.verdict,
    detail: inWords(result, both.length, marginRatio),
    enough: result.enough ?? null,
    slices: slicesOf(both, seed),
    flips: flips.slice(0, FLIPS_SHOWN),
    flipsOmitted: Math.max(0, flips.length - FLIPS_SHOWN),
  }
}

// A reader goes through so many answers at most; the journal has them all.
const FLIPS_SHOWN = 40

interface Both {
  readonly before: CaseSeen
  readonly after: CaseSeen
  readonly pair: Pair
}

/** The cases that were asked both times, as far as it is known how good they were before. */
function pairsOf(before: AskingFold, after: AskingFold): readonly Both[] {
  return [...after.cases.values()].flatMap((later): readonly Both[] => {
    const earlier = before.cases.get(later.id)
    const score = earlier === undefined ? undefined : scoreOf(earlier)
    if (earlier === undefined || score === undefined) return []
    const now = scoreOf(later)
    const pair = {
      weight: later.weight,
      before: score,
      passedBefore: hasPassed(earlier),
      after: now,
      passedAfter: now === undefined ? undefined : hasPassed(later),
    }
    return [{ before: earlier, after: later, pair }]
  })
}

function inWords(result: NonInferiority, pairs: number, marginRatio: number): string {
  const { interval, lost, gained, enough } = result
  if (interval === undefined) return 'no case could be scored both before and now'
  const range = `${signed(interval.mean)} (95 % interval ${signed(interval.low)} to ${signed(interval.high)})`
  const flips = lost + gained === 0 ? 'no case changed sides' : `${lost} cases lost, ${gained} gained`
  const seen = `${range} over ${pairs} ${pairs === 1 ? 'case' : 'cases'}, ${flips}`
  const margin = `the margin is ${formatPercent(marginRatio)}`
  if (result.verdict !== 'inconclusive') return `${seen}; ${margin}`
  const few = pairs < fewestCases(marginRatio) ? 'too few cases' : 'these cases cannot tell'
  return `${seen}; ${few} for a margin of ${formatPercent(marginRatio)}, about ${enough ?? 0} would do`
}

function signed(ratio: number): string {
  const points = (ratio * 100).toFixed(1)
  return `${ratio > 0 ? '+' : ''}${points === '-0.0' ? '0.0' : points} points`
}

function slicesOf(both: readonly Both[], seed: number): readonly QualitySlice[] {
  const known = both.filter(({ pair }) => pair.after !== undefined)
  const tags = [...new Set(known.flatMap(({ after }) => after.tags))].sort()
  const tenants = [...new Set(known.flatMap(({ after }) => after.tenant ?? []))].sort()
  return [
    ...tags.map(name =>
      slice(
        'tag',
        name,
        known.filter(({ after }) => after.tags.includes(name)),
        seed,
      ),
    ),
    ...tenants.map(name =>
      slice(
        'tenant',
        name,
        known.filter(({ after }) => after.tenant === name),
        seed,
      ),
    ),
  ]
}

function slice(of: 'tag' | 'tenant', name: string, both: readonly Both[], seed: number): QualitySlice {
  const weights = both.map(({ pair }) => pair.weight)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (value: (pair: Pair) => number) =>
    both.reduce((sum, { pair }) => sum + pair.weight * value(pair), 0) / total
  const differences = both.map(({ pair }) => (pair.after ?? 0) - pair.before)
  // Drawn less often: a slice decides nothing.
  const interval = pairedInterval(differences, weights, seed, 400) ?? { mean: 0, low: 0, high: 0 }
  return {
    of,
    name,
    pairs: both.length,
    beforeRatio: mean(pair => pair.before),
    afterRatio: mean(pair => pair.after ?? 0),
    differenceRatio: interval.mean,
    lowRatio: interval.low,
    highRatio: interval.high,
  }
}

function flipOf({ before, after, pair }: Both): readonly QualityFlip[] {
  if (pair.passedAfter === undefined || pair.passedAfter === pair.passedBefore) return []
  const lost = pair.passedBefore
  return [
    {
      case: after.id,
      tenant: after.tenant ?? null,
      tags: after.tags,
      way: lost ? 'lost' : 'gained',
      question: after.texts?.question ?? '',
      expected: after.texts?.expected ?? '',
      before: before.texts?.answer ?? '',
      after: after.texts?.answer ?? '',
      why: (lost ? after : before).texts?.why ?? '',
    },
  ]
}
