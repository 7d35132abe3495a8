import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, formatMeasured, parseDuration } from '../../src/model/duration.ts'

describe('a written duration is read', () => {
  test.for([
    ['250ms', 250],
    ['5s', 5000],
    ['1.5h', 5_400_000],
    ['1m30s', 90_000],
    ['30d', 2_592_000_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
    ['0.5ms', 0.5],
    ['1.001s', 1001],
    ['2.3h', 8_280_000],
    ['1s1s', 2000],
  ] as const)('%s is %d ms', ([text, ms]) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.for(['', '5', 's', '5 s', '-5s', '+5s', '5S', '1e3s', '.5s', '5.s', '1.2.3s', '5s ', '5sec', '1m 30s', '∞s'])(
    '"%s" is no duration',
    text => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  test('one too long for a number is no duration', () => {
    expect(parseDuration(`${'9'.repeat(400)}d`)).toBeUndefined()
  })
})

describe('milliseconds are shown as people read them', () => {
  test.for([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [0.5, '1 ms'],
    [85, '85 ms'],
    [999.4, '999 ms'],
    [999.5, '1 s'],
    [1000, '1 s'],
    [1049, '1 s'],
    [1050, '1.1 s'],
    [4200, '4.2 s'],
    [59_940, '59.9 s'],
    [59_949.9, '59.9 s'],
    [59_950, '1 min'],
    [59_960, '1 min'],
    [60_000, '1 min'],
    [60_499, '1 min'],
    [60_500, '1 min 1 s'],
    [125_000, '2 min 5 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_900, '1 h'],
    [3_600_000, '1 h'],
    [3_629_000, '1 h'],
    [3_630_000, '1 h 1 min'],
    [11_400_000, '3 h 10 min'],
    [172_740_000, '47 h 59 min'],
    [172_776_000, '2 d'],
    [172_800_000, '2 d'],
    [176_400_000, '2 d 1 h'],
    [2_592_000_000, '30 d'],
    [-250, '-250 ms'],
    [-90_000, '-1 min 30 s'],
    [-0.2, '0 ms'],
  ] as const)('%d ms is "%s"', ([ms, shown]) => {
    expect(formatDuration(ms)).toBe(shown)
  })

  test('a measured time carries its error bar', () => {
    expect(formatMeasured(4200, 100)).toBe('4.2 s ± 0.1 s')
  })

  test('no figure reaches the next unit: 1000 ms, 60 s, 60 min and 24 h are never shown', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), ms => {
        expect(formatDuration(ms)).not.toMatch(/\b(1000 ms|60(\.0)? s|60 min|48 h)\b|\.0/)
      }),
      { numRuns: 2000 },
    )
  })

  test('what is shown and read again is never further off than half its last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 * 86_400_000 }), ms => {
        const shown = formatDuration(ms)
        const again = parseDuration(shown.replaceAll('min', 'm').replaceAll(' ', '')) ?? Number.NaN
        const halfDigitMs = ms < 172_770_000 ? 30_000 : 1_800_000
        expect(Math.abs(again - ms)).toBeLessThanOrEqual(ms < 59_950 ? 50 : ms < 3_599_500 ? 500 : halfDigitMs)
      }),
      { numRuns: 2000 },
    )
  })
})
