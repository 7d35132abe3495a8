import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inOrder } from '../../src/probes/in-order.ts'
import { dueCount, dueMs } from '../../src/probes/pace.ts'
import { heapBytes } from '../support/heap.ts'

describe('the schedule', () => {
  test('is a fixed grid from the start on', () => {
    expect([0, 1, 2, 1000].map(n => dueMs(50, 100, n))).toEqual([50, 150, 250, 100_050])
  })
  test.for([
    ['the first is due at once', 0, 0, 1],
    ['the next not before its time', 99, 1, 0],
    ['at its time', 100, 1, 1],
    ['all that were missed while we were away', 1050, 1, 10],
    ['never again what was asked', 1050, 11, 0],
    ['nothing is due before the start', -1, 0, 0],
    ['asked ahead of time is not asked again', 0, 5, 0],
  ] as const)('%s', ([_, nowMs, asked, count]) => {
    expect(dueCount(0, 100, nowMs, asked)).toBe(count)
  })

  test('whenever anybody looks, everything due has its turn exactly once', () => {
    const looks = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(looks, fc.integer({ min: 1, max: 500 }), (times, everyMs) => {
        let asked = 0
        for (const nowMs of times.toSorted((a, b) => a - b)) asked += dueCount(0, everyMs, nowMs, asked)
        const lastMs = Math.max(...times)
        expect(dueMs(0, everyMs, asked - 1)).toBeLessThanOrEqual(lastMs)
        expect(dueMs(0, everyMs, asked)).toBeGreaterThan(lastMs)
      }),
    )
  })
})

describe('in order', () => {
  test('each is handed on when all before it have been', () => {
    const handed: string[] = []
    const queue = inOrder<string>(thing => handed.push(thing))
    const [first, second, third] = [queue.place(), queue.place(), queue.place()]
    third('c')
    second('b')
    expect(handed).toEqual([])
    first('a')
    expect(handed).toEqual(['a', 'b', 'c'])
  })

  test('whatever order they arrive in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), order => {
        const handed: number[] = []
        const queue = inOrder<number>(thing => handed.push(thing))
        const places = order.map(() => queue.place())
        for (const n of order) places[n]?.(n)
        expect(handed).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      }),
    )
  })

  test('what was handed on is not kept', () => {
    const queue = inOrder<{ n: number }>(() => {})
    queue.place()({ n: -1 })
    const before = heapBytes()
    for (let n = 0; n < 300_000; n++) queue.place()({ n })
    const grown = heapBytes() - before
    // Used once more, so that it was not thrown away as a whole before we looked.
    queue.place()({ n: 0 })
    expect(grown).toBeLessThan(2_000_000)
  })

  test('places may be taken while others are being handed on', () => {
    const handed: number[] = []
    const queue = inOrder<number>(thing => {
      handed.push(thing)
      if (thing < 3) queue.place()(thing + 1)
    })
    queue.place()(0)
    expect(handed).toEqual([0, 1, 2, 3])
  })
})
