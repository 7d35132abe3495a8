/** As many points as there is room for: those that make the largest triangles with their neighbours, so that no peak is lost. */
export function thinned<T>(
  points: readonly T[],
  most: number,
  at: (point: T) => number,
  height: (point: T) => number,
): readonly T[] {
  const first = points[0]
  const last = points.at(-1)
  if (points.length <= most || most < 3 || first === undefined || last === undefined) return points
  const perBucket = (points.length - 2) / (most - 2)
  const kept = [first]
  let before = first
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const from = 1 + Math.floor(bucket * perBucket)
    const to = 1 + Math.floor((bucket + 1) * perBucket)
    const next = middle(points.slice(to, Math.max(to + 1, 1 + Math.floor((bucket + 2) * perBucket))), at, height)
    const best = points.slice(from, to).reduce<T | undefined>((sofar, point) => {
      if (sofar === undefined) return point
      return area(before, point, next, at, height) > area(before, sofar, next, at, height) ? point : sofar
    }, undefined)
    if (best === undefined) continue
    kept.push(best)
    before = best
  }
  return [...kept, last]
}

interface Middle {
  readonly x: number
  readonly y: number
}

function middle<T>(points: readonly T[], at: (point: T) => number, height: (point: T) => number): Middle {
  const sum = (value: (point: T) => number) => points.reduce((total, point) => total + value(point), 0)
  return { x: sum(at) / points.length, y: sum(height) / points.length }
}

/** Twice the area, which orders them as well. */
function area<T>(a: T, b: T, c: Middle, at: (point: T) => number, height: (point: T) => number): number {
  return Math.abs((at(a) - c.x) * (height(b) - height(a)) - (at(a) - at(b)) * (c.y - height(a)))
}
