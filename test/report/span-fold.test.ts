import { describe, expect, test } from 'vitest'
import { spanFold } from '../../src/report/chronicle/span-fold.ts'

describe('when something was on', () => {
  test('on and off make a span', () => {
    const fold = spanFold()
    fold.see(true, 100)
    fold.see(false, 400)
    expect(fold.result(1000)).toEqual({ spans: [{ fromMs: 100, toMs: 400 }], times: 1, onMs: 300 })
  })

  test('what is still on has no end, and counts up to now', () => {
    const fold = spanFold()
    fold.see(true, 100)
    expect(fold.result(1000)).toEqual({ spans: [{ fromMs: 100, toMs: undefined }], times: 1, onMs: 900 })
  })

  test('hearing the same thing twice changes nothing', () => {
    const fold = spanFold()
    for (const [on, atMs] of [
      [false, 0],
      [true, 100],
      [true, 200],
      [false, 300],
      [false, 400],
    ] as const)
      fold.see(on, atMs)
    expect(fold.result(1000)).toEqual({ spans: [{ fromMs: 100, toMs: 300 }], times: 1, onMs: 200 })
  })

  test('what flickers has its nearest spans joined; the wide gaps stay, and the counts stay true', () => {
    const fold = spanFold()
    const bursts = 10
    for (let burst = 0; burst < bursts; burst++) {
      for (let i = 0; i < 1000; i++) {
        fold.see(true, burst * 1_000_000 + i * 20)
        fold.see(false, burst * 1_000_000 + i * 20 + 10)
      }
    }
    const { spans, times, onMs } = fold.result(10_000_000)
    expect({ times, onMs }).toEqual({ times: 10_000, onMs: 100_000 })
    expect(spans.length).toBeLessThanOrEqual(200)
    const gaps = spans.slice(1).map((span, i) => span.fromMs - (spans[i]?.toMs ?? 0))
    expect(gaps.filter(gapMs => gapMs > 900_000)).toHaveLength(bursts - 1)
    expect([spans[0]?.fromMs, spans.at(-1)?.toMs]).toEqual([0, 9_000_000 + 999 * 20 + 10])
  })
})
