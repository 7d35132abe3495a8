import { describe, expect, test } from 'vitest'
import { explain } from '../../src/measure/explain/explain.ts'
import { witnesses } from '../../src/measure/explain/witnesses.ts'
import type { AfterTargets } from '../../src/model/scenario.ts'
import { broken, healed, measured, sentences } from './story.ts'
import { type Drawn, samples } from './timeline.ts'

const NOTHING: AfterTargets = {
  capacityRatio: undefined,
  p50Ratio: undefined,
  p95Ratio: undefined,
  p99Ratio: undefined,
}
const T0 = 10_000

/** A hundred good samples, the damage, and what is drawn. */
function claimed(after: Partial<AfterTargets>, drawing: string, drawn: Drawn = {}) {
  const all = `${'.'.repeat(100)}${drawing}`
  return measured(samples(all, drawn), [...broken(T0), ...healed(all.length * 100)], {
    scenario: { targets: { rtoMs: undefined, rpoMs: undefined }, after: { ...NOTHING, ...after } },
  })
}

/** How long each answer takes from one column on. */
function slowerFrom(column: number, to: number, tookMs: number): Drawn {
  return { tookMs: Object.fromEntries(Array.from({ length: to - column }, (_, n) => [column + n, tookMs])) }
}

const said = (measures: ReturnType<typeof claimed>) =>
  sentences(measures).filter(
    sentence => sentence.includes('After the recovery') || sentence.includes('cannot be judged'),
  )

const GOOD = '.'.repeat(100)

describe('what a journey gives after the recovery, over what it gave before', () => {
  test('as much as before', () => {
    const measures = claimed({ capacityRatio: 0.9 }, `xxx${GOOD}`)
    expect(measures.after).toMatchObject([
      { journey: 'ask', what: 'capacity', targetRatio: 0.9, before: 10, after: 10, ratio: 1, met: true },
    ])
    expect(said(measures)).toEqual([
      'passed: After the recovery ask gave 1 times (0.96 to 1.04) as many good answers as before; the target is at least 0.9.',
    ])
  })
  test('half of it: it flaps, and flapping is not back', () => {
    const measures = claimed({ capacityRatio: 0.9 }, `xxx${'.'.repeat(10)}${'...xxx'.repeat(20)}`)
    expect(measures.after[0]).toMatchObject({ met: false })
    expect(said(measures)).toEqual([])
    // It was flapping to the end, which is what it says of itself.
    expect(sentences(measures).some(sentence => sentence.includes('had not come back'))).toBe(true)
  })
  test('less than before, in short outages of which each comes to its end', () => {
    const measures = claimed({ capacityRatio: 0.9 }, `xxx${'.....xxxx.....'.repeat(10)}${'.'.repeat(10)}`)
    expect(measures.after[0]).toMatchObject({ met: false })
    expect(said(measures)[0]).toMatch(
      /^failed: After the recovery ask gave 0\.7\d* times .* the target is at least 0\.9\.$/,
    )
  })
  test('a claim inside the error bar cannot be told', () => {
    const measures = claimed({ capacityRatio: 0.97 }, `xxx${GOOD}`)
    expect(measures.after[0]?.met).toBeNull()
    expect(said(measures)).toEqual([
      'inconclusive: After the recovery ask gave 1 times (0.96 to 1.04) as many good answers as before; the target of at least 0.97 lies within the error bar.',
    ])
    expect(measures.verdict).toBe('inconclusive')
  })
  test('what was answered between two outages is not after the last of them', () => {
    const afterOf = (drawing: string) => claimed({}, drawing).journeys[0]?.after?.samples
    expect(afterOf(`xxx${'.'.repeat(20)}xxx${GOOD}`)).toBe(afterOf(`xxx${GOOD}`))
  })
  test('one that was never down gave as much all along', () => {
    expect(claimed({ capacityRatio: 0.9 }, GOOD).after[0]).toMatchObject({ ratio: 1, met: true })
  })
  test('of one of which nothing was seen after it nothing is known', () => {
    expect(said(claimed({ capacityRatio: 0.9 }, 'xxx...'))).toEqual([
      'inconclusive: How ask was served before and after was not seen, so its capacity cannot be judged.',
    ])
    expect(said(claimed({ p50Ratio: 2 }, 'xxx...'))).toEqual([
      'inconclusive: How ask was served before and after was not seen, so its p50 cannot be judged.',
    ])
  })
})

describe('how long answers take after the recovery, over before', () => {
  test('as long as before', () => {
    const measures = claimed({ p50Ratio: 1.5 }, `xxx${GOOD}`)
    expect(measures.after).toMatchObject([{ what: 'p50', before: 10, after: 10, ratio: 1, met: true }])
  })
  test('twice as long, where half as much again was claimed', () => {
    const measures = claimed({ p50Ratio: 1.5, p95Ratio: 3 }, `xxx${GOOD}`, slowerFrom(100, 203, 20))
    expect(measures.after.map(({ what, ratio, met }) => [what, ratio, met])).toEqual([
      ['p50', 2, false],
      ['p95', 2, true],
    ])
    expect(said(measures)).toEqual([
      'failed: After the recovery the p50 of ask was 2 times (2 to 2) what it was before; the target is at most 1.5.',
      'passed: After the recovery the p95 of ask was 2 times (2 to 2) what it was before; the target is at most 3.',
    ])
  })
  test('what was before is as little known as what is now: half of its answers took three times as long', () => {
    const mixed = { tookMs: Object.fromEntries(Array.from({ length: 153 }, (_, n) => [50 + n, n < 50 ? 30 : 20])) }
    const [one] = claimed({ p50Ratio: 1.5 }, `xxx${GOOD}`, mixed).after
    expect(one).toMatchObject({ before: 10, after: 20, ratio: 2, met: null })
    expect([one?.bounds.low, one?.bounds.high]).toEqual([expect.closeTo(2 / 3, 1), expect.closeTo(2, 1)])
  })
  test('a percentile that so few answers cannot show is not known, however good it looks', () => {
    const measures = claimed({ p99Ratio: 10 }, `xxx${GOOD}`)
    expect(measures.after[0]).toMatchObject({ ratio: 1, met: null, bounds: { high: null } })
    expect(said(measures)[0]).toMatch(/^inconclusive: .* lies within the error bar\.$/)
  })
  test('what we were late ourselves is not held against the platform', () => {
    const late = {
      ...slowerFrom(100, 203, 20),
      lateMs: Object.fromEntries(Array.from({ length: 103 }, (_, n) => [100 + n, 10])),
    }
    const measures = claimed({ p50Ratio: 1.5 }, `xxx${GOOD}`, late)
    expect(measures.after[0]).toMatchObject({ ratio: 2, bounds: { low: 1 }, met: null })
  })
  test('what is not claimed is not judged', () => {
    expect(claimed({}, `xxx${GOOD}`).after).toEqual([])
  })
})

test('it is explained from its figures', () => {
  const measures = claimed({ capacityRatio: 0.9, p50Ratio: 1.5 }, `xxx${GOOD}`)
  const [explanation] = explain(measures, witnesses(measures).found).filter(({ name }) => name === 'after')
  expect(explanation?.steps.map(({ text }) => text)).toEqual([
    'ask, good answers a second: 10 a second of 97 samples after, over 10 a second of 100 before = 1 times (0.96 to 1.04); claimed is at least 0.9: met.',
    'ask, time of half of all good answers: 10 ms of 97 samples after, over 10 ms of 100 before = 1 times (1 to 1); claimed is at most 1.5: met.',
  ])
})
