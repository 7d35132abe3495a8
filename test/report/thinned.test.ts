import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thinned } from '../../src/report/charts/thinned.ts'

interface Point {
  readonly x: number
  readonly y: number
}
const line = (heights: readonly number[]): readonly Point[] => heights.map((y, x) => ({ x, y }))
const thin = (points: readonly Point[], most: number) =>
  thinned(
    points,
    most,
    point => point.x,
    point => point.y,
  )

describe('thinning a curve', () => {
  test('few points stay as they are', () => {
    const points = line([1, 5, 2])
    expect(thin(points, 10)).toBe(points)
  })

  test('a single peak among thousands of points is kept, and so are both ends', () => {
    const points = line(Array.from({ length: 5000 }, (_, x) => (x === 3217 ? 900 : 40)))
    const kept = thin(points, 50)
    expect(kept.map(point => point.x)).toContain(3217)
    expect([kept[0]?.x, kept.at(-1)?.x]).toEqual([0, 4999])
    expect(kept.length).toBeLessThanOrEqual(50)
  })

  test('whatever the curve, what is kept was there, in order, and no more than asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 400 }),
        fc.integer({ min: 3, max: 60 }),
        (heights, most) => {
          const points = line(heights)
          const kept = thin(points, most)
          const places = kept.map(point => points.indexOf(point))
          expect(places).toEqual(places.toSorted((a, b) => a - b))
          expect(places).not.toContain(-1)
          expect(kept.length).toBeLessThanOrEqual(Math.max(most, points.length <= most ? points.length : most))
        },
      ),
    )
  })
})
