import { describe, expect, test } from 'vitest'
import { flipChance } from '../../../src/measure/quality/flip-chance.ts'
import { fewestCases, nonInferiority, type Pair } from '../../../src/measure/quality/non-inferiority.ts'
import { pairedInterval, quantile } from '../../../src/measure/quality/paired-interval.ts'
import { passPowers } from '../../../src/measure/quality/pass-powers.ts'
import { seededRandom } from '../../../src/model/random.ts'

describe('McNemar, exact', () => {
  test.each([
    // The example of R's exact2x2: 9 against 2.
    [9, 2, 134 / 2048],
    // Agresti's two ratings of a prime minister, 150 against 86; the tail summed as a whole fraction.
    [150, 86, 3.715_936_14e-5],
    [1, 0, 1],
    [5, 0, 2 / 32],
    [8, 0, 2 / 256],
    [0, 0, 1],
    [7, 7, 1],
  ])('%i lost and %i gained', (lost, gained, chance) => {
    expect(flipChance(lost, gained)).toBeCloseTo(chance, 9)
    expect(flipChance(gained, lost)).toBeCloseTo(chance, 9)
  })

  test('hundreds of thousands of flips are still a number', () => {
    expect(flipChance(100_000, 100_000)).toBe(1)
    expect(flipChance(60_000, 40_000)).toBe(0)
  })
})

describe('the interval of a mean difference', () => {
  // Cushny and Peebles, hours of sleep gained by ten patients with one drug over the other.
  const SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]

  test('is that of the published sleep data, within what drawing cases by chance can differ', () => {
    const interval = pairedInterval(SLEEP, SLEEP.map(one), 7)
    expect(interval?.mean).toBeCloseTo(1.58, 10)
    // The bootstrap's own spread is s/sqrt(n) with n in the variance: 0.369. Student's interval is 0.70 to 2.46.
    expect(interval?.low).toBeGreaterThan(0.8)
    expect(interval?.low).toBeLessThan(1.05)
    expect(interval?.high).toBeGreaterThan(2.2)
    expect(interval?.high).toBeLessThan(2.55)
  })

  test('of two cases has the ends that all four ways to draw them have', () => {
    expect(pairedInterval([0, 1], [1, 1], 1)).toEqual({ mean: 0.5, low: 0, high: 1 })
  })

  test('weighs cases', () => {
    expect(pairedInterval([0, 1], [3, 1], 1)?.mean).toBe(0.25)
  })

  test('is the same for the same seed, and another for another', () => {
    const of = (seed: number) => pairedInterval(SLEEP, SLEEP.map(one), seed)
    expect(of(3)).toEqual(of(3))
    expect(of(3)).not.toEqual(of(4))
  })

  test('of nothing is none', () => {
    expect(pairedInterval([], [], 1)).toBeUndefined()
  })

  test('quantiles lie straight between their neighbours', () => {
    expect([0, 0.25, 0.5, 1].map(ratio => quantile([10, 20, 30], ratio))).toEqual([10, 15, 20, 30])
  })
})

describe('pass^k', () => {
  test('is the share of ways to pick k askings that all passed', () => {
    // Of 4 askings 3 passed: 3/4 once, 3 of 6 pairs, 1 of 4 threes, never four times.
    expect(passPowers([{ asked: 4, passed: 3, weight: 1 }], 4)).toEqual([0.75, 0.5, 0.25, 0])
  })

  test('is averaged over cases by weight, and says nothing of more askings than there were', () => {
    const cases = [
      { asked: 2, passed: 2, weight: 3 },
      { asked: 2, passed: 1, weight: 1 },
    ]
    expect(passPowers(cases, 3)).toEqual([0.875, 0.75])
  })
})

describe('no worse than before by more than a margin', () => {
  test('sixty answers that are all as before pass a margin of 5 %, and fifty-eight are too few', () => {
    expect(fewestCases(0.05)).toBe(59)
    expect(nonInferiority(cases(60, 0), 0.05, 1).verdict).toBe('passed')
    expect(nonInferiority(cases(58, 0), 0.05, 1)).toMatchObject({ verdict: 'inconclusive', enough: 59 })
  })

  test('one loss among sixty is too much for 5 % and nothing for 20 %', () => {
    expect(nonInferiority(cases(60, 1), 0.05, 1).verdict).toBe('inconclusive')
    expect(nonInferiority(cases(60, 1), 0.2, 1).verdict).toBe('passed')
  })

  test('twenty losses among sixty fail, and say how unlikely they are by chance', () => {
    const result = nonInferiority(cases(60, 20), 0.05, 1)
    expect(result).toMatchObject({ verdict: 'failed', lost: 20, gained: 0 })
    expect(result.chanceRatio).toBeCloseTo(2 / 2 ** 20, 12)
  })

  test('three of three lost cannot tell, eight of eight can', () => {
    expect(nonInferiority(cases(3, 3), 0.05, 1).verdict).toBe('inconclusive')
    expect(nonInferiority(cases(8, 8), 0.05, 1).verdict).toBe('failed')
  })

  test('the verdict never hangs on an answer that nobody could judge', () => {
    const holes = (count: number): readonly Pair[] => [
      ...cases(60 - count, 0),
      ...Array.from({ length: count }, () => ({ ...pair(true, true), after: undefined, passedAfter: undefined })),
    ]
    expect(nonInferiority(holes(0), 0.05, 1).verdict).toBe('passed')
    expect(nonInferiority(holes(6), 0.05, 1).verdict).toBe('inconclusive')
    expect(nonInferiority(holes(6), 0.3, 1).verdict).toBe('passed')
    expect(nonInferiority(holes(60), 0.05, 1).verdict).toBe('inconclusive')
  })

  test('no case at all is inconclusive', () => {
    expect(nonInferiority([], 0.1, 1)).toMatchObject({ verdict: 'inconclusive', interval: undefined, enough: 29 })
  })

  // `node bench/main.ts golden` prints these rates for thousands of trials and several sizes.
  test('it errs no more often than it says', () => {
    const random = seededRandom(42)
    const verdicts = (dropRatio: number) =>
      Array.from({ length: 100 }, (_, seed) => nonInferiority(drawn(200, dropRatio, random), 0.05, seed).verdict)
    const count = (found: readonly string[], of: string) => found.filter(each => each === of).length
    expect(count(verdicts(0), 'passed')).toBe(100)
    const atTheMargin = verdicts(0.05)
    expect(count(atTheMargin, 'passed')).toBeLessThanOrEqual(8)
    expect(count(atTheMargin, 'failed')).toBeLessThanOrEqual(5)
    const twice = verdicts(0.1)
    expect(count(twice, 'passed')).toBe(0)
    expect(count(twice, 'failed')).toBeGreaterThanOrEqual(45)
  })
})

function one(): number {
  return 1
}

function pair(before: boolean, after: boolean): Pair {
  return { weight: 1, before: Number(before), passedBefore: before, after: Number(after), passedAfter: after }
}

/** All were right before; the first so many are wrong now. */
function cases(count: number, lost: number): readonly Pair[] {
  return Array.from({ length: count }, (_, n) => pair(true, n >= lost))
}

/** Nine of ten were right before; each of those is lost now with the chance that makes the mean drop what is asked. */
function drawn(count: number, dropRatio: number, random: () => number): readonly Pair[] {
  return Array.from({ length: count }, () => {
    const before = random() < 0.9
    return pair(before, before && random() >= dropRatio / 0.9)
  })
}
