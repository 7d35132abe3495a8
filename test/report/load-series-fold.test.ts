import { describe, expect, test } from 'vitest'
import type { DrillEvent } from '../../src/model/event.ts'
import { loadSeriesFold } from '../../src/report/chronicle/load-series-fold.ts'

type Second = Extract<DrillEvent, { type: 'load.second' }>

function second(n: number, sent: number, outcomes: Second['outcomes']): Second {
  return {
    ...{ seq: n, atMs: 5000 + (n + 1) * 1000, wall: '', type: 'load.second', fault: 'f1', fromMs: 5000 + n * 1000 },
    ...{ second: n, due: sent, sent, capped: 0, outcomes, sentBytes: 0, heardBytes: 0, tokens: 0, latency: '' },
    ...{ lateP99Ms: 0, lateMaxMs: 0, busyRatio: 0, inFlight: 0 },
  }
}

describe('a load as a report draws it', () => {
  test('says for each second what was sent, served, told to wait and failed', () => {
    const fold = loadSeriesFold('f1')
    fold.see(second(0, 9, { '200': 4, '201': 1, '429': 2, '503': 1, '500': 1 }))
    fold.see(second(1, 3, { timeout: 2, reset: 1 }))
    expect(fold.picture()).toEqual({
      fault: 'f1',
      tenant: '',
      bucketMs: 1000,
      buckets: [
        { fromMs: 5000, sent: 9, served: 5, turnedAway: 3, failed: 1 },
        { fromMs: 6000, sent: 3, served: 0, turnedAway: 0, failed: 3 },
      ],
    })
  })

  test('of hours takes no more room than one of minutes, and loses no request', () => {
    const fold = loadSeriesFold('f1')
    for (let n = 0; n < 6 * 3600; n++) fold.see(second(n, 10, { '200': 9, '429': 1 }))
    const { buckets, bucketMs } = fold.picture()
    expect(buckets.length).toBeLessThanOrEqual(600)
    expect(bucketMs).toBe(64_000)
    expect(buckets.reduce((sum, each) => sum + each.sent, 0)).toBe(216_000)
    expect(buckets.reduce((sum, each) => sum + each.served + each.turnedAway, 0)).toBe(216_000)
  })
})
