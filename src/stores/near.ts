import type { StoreRow } from './store.ts'

type Vector = StoreRow['vector']

// A store may keep a vector as a direction and a length, and give back numbers whose last digits are others.
const TOLERANCE = 1e-5

/** Whether two vectors are the same but for the last digits, which stores may lose. */
export function isNear(a: Vector, b: Vector): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.length !== b.length) return false
  const most = TOLERANCE * Math.max(lengthOf(a), lengthOf(b))
  return a.every((number, i) => Math.abs(number - (b[i] ?? 0)) <= most)
}

/** What a vector is like, in a line: how many numbers, how long it is, and how far it reaches in a few directions. */
export function sketchOf(vector: Vector): string | undefined {
  if (vector === undefined) return undefined
  const reaches = Array.from({ length: DIRECTIONS }, () => 0)
  for (const [i, number] of vector.entries()) {
    const signs = signsAt(i)
    for (let k = 0; k < DIRECTIONS; k++) reaches[k] = (reaches[k] ?? 0) + ((signs >>> k) & 1 ? number : -number)
  }
  return [vector.length, ...[lengthOf(vector), ...reaches].map(number => number.toPrecision(9))].join(' ')
}

/** Whether two such lines are of the same vector, but for its last digits. */
export function isSameSketch(a: string | undefined, b: string | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b
  const [[count = 0, ...ours], [others = 0, ...theirs]] = [a.split(' ').map(Number), b.split(' ').map(Number)]
  if (count !== others || ours.length !== theirs.length) return false
  // Whatever each number is off adds up over all of them.
  const most = TOLERANCE * Math.sqrt(count) * Math.max(ours[0] ?? 0, theirs[0] ?? 0)
  return ours.every((number, i) => Math.abs(number - (theirs[i] ?? 0)) <= most)
}

const DIRECTIONS = 8

/** Which way a number counts in each direction: drawn once for each place, the same each time. */
function signsAt(i: number): number {
  let bits = Math.imul(i + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b)
  return bits ^ (bits >>> 13)
}

function lengthOf(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, number) => sum + number * number, 0))
}
