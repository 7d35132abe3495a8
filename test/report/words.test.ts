import { describe, expect, test } from 'vitest'
import { measuredPercent } from '../../src/model/percent.ts'
import { counted, offset, reasonCounts, unbroken, wallWords } from '../../src/report/view/words.ts'

describe('instants on the drill’s clock', () => {
  test.each([
    [0, '+0:00.000'],
    [1834, '+0:01.834'],
    [-2100, '−0:02.100'],
    [65_250, '+1:05.250'],
    [59_999.6, '+1:00.000'],
    [3_600_000, '+1:00:00.000'],
    [11_405_834, '+3:10:05.834'],
  ])('%d ms is %s', (ms, expected) => {
    expect(offset(ms)).toBe(expected)
  })
})

describe('ratios', () => {
  test.each([
    [1, '100 %'],
    [0.5, '50 %'],
    [0.99999, '99.99 %'],
    [0.9913, '99.13 %'],
    [0.29, '29 %'],
    [0, '0 %'],
  ])('%d is %s; only what was whole reads as whole', (ratio, expected) => {
    expect(measuredPercent(ratio)).toBe(expected)
  })
})

test('the most frequent reason comes first, in words', () => {
  expect(reasonCounts({ slow: 3, refused: 12, shed: 1 })).toBe(
    '12 × connection refused, 3 × too slow, 1 × not asked, too many waiting',
  )
})

test('one is singular, thousands are grouped', () => {
  expect([counted(1, 'sample'), counted(0, 'sample'), counted(215_980, 'sample')]).toEqual([
    '1 sample',
    '0 samples',
    '215,980 samples',
  ])
})

test('a wall clock label loses its letters; anything else stays as it is', () => {
  expect(wallWords('2026-03-02T14:05:11.123Z')).toBe('2026-03-02 14:05:11 UTC')
  expect(wallWords('yesterday')).toBe('yesterday')
})

test('numbers stay on one line with their units, other words do not', () => {
  expect(unbroken('back after 1.8 s ± 0.1 s, 3 samples, 2 h')).toBe(
    'back after 1.8\u{a0}s\u{a0}±\u{a0}0.1\u{a0}s, 3 samples, 2\u{a0}h',
  )
})
