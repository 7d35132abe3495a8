import { expect } from 'vitest'
import type { LatencyHistogram } from '../../src/measure/latency-histogram.ts'
import { orderWith, serve, type TestServer } from './sender-rig.ts'

const FREEZE_FROM_MS = 700
const FREEZE_MS = 2000
const FOR_MS = 4000
const PER_SECOND = 100
// What a busy machine adds to answers, and how long those that waited take one after the other.
const SLACK_MS = 300

/** A server that, from the first request on, freezes once for two seconds. */
export function freezingServer(): Promise<TestServer> {
  let firstMs: number | undefined
  return serve((_, response) => {
    firstMs ??= performance.now()
    const atMs = performance.now() - firstMs
    const frozen = atMs > FREEZE_FROM_MS && atMs < FREEZE_FROM_MS + FREEZE_MS
    setTimeout(() => response.end(), frozen ? FREEZE_FROM_MS + FREEZE_MS - atMs : 0)
  })
}

/** Few connections: whoever waits for answers before asking again would ask, and notice, next to nothing meanwhile. */
export function freezingOrder(url: string) {
  const timesMs = Array.from({ length: (FOR_MS * PER_SECOND) / 1000 }, (_, n) => (n * 1000) / PER_SECOND)
  return orderWith(url, { forMs: 20_000, arrivals: { kind: 'replay', timesMs }, caps: { inFlight: 20 } })
}

/** Each request waits from when it was due until the freeze is over: so the percentiles of all of them are known beforehand. */
export function expectTheFreeze(latency: LatencyHistogram): void {
  const waits = Array.from({ length: (FOR_MS * PER_SECOND) / 1000 }, (_, n) => {
    const dueMs = (n * 1000) / PER_SECOND
    const isFrozen = dueMs >= FREEZE_FROM_MS && dueMs < FREEZE_FROM_MS + FREEZE_MS
    return isFrozen ? FREEZE_FROM_MS + FREEZE_MS - dueMs : 0
  }).toSorted((a, b) => a - b)
  expect(latency.count()).toBe(waits.length)
  for (const percent of [25, 75, 90, 99]) {
    const truthMs = waits[Math.ceil((percent / 100) * waits.length) - 1] ?? 0
    const seenMs = latency.percentileMs(percent) ?? Number.NaN
    expect(seenMs, `p${percent}`).toBeGreaterThan(truthMs - SLACK_MS)
    expect(seenMs, `p${percent}`).toBeLessThan(truthMs + SLACK_MS)
  }
}
