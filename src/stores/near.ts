import type { StoreRow } from './store.ts'

type Vector = StoreRow['vector']

/**
 * A store that keeps a vector as a direction and a length divides, multiplies and multiplies again: three roundings, each half a last digit in
 * single precision or, where the next power of two lies between, a whole one. So a number that is written once comes back at most so many off.
 */
const OFF_BY_ONE_WRITING = 3

/** Whether two vectors say the same in single precision, but for the last digits that a store may lose in so many writings: in most stores none. */
export function isNear(a: Vector, b: Vector, writings = 0): boolean {
  if (a === undefined || b === undefined) return a === b
  const most = writings * OFF_BY_ONE_WRITING
  return a.length === b.length && a.every((number, i) => Math.abs(rank(number) - rank(b[i] ?? 0)) <= most)
}

/** All numbers of a vector, in single precision, as a text. */
export function textOf(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64')
}

/** The vector such a text is of. */
export function vectorIn(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
}

const single = new Float32Array(1)
const bits = new Int32Array(single.buffer)

/** Which of all numbers in single precision this is, counted from zero: the next one is one further. */
function rank(number: number): number {
  single[0] = number
  const [read = 0] = bits
  return read < 0 ? -(read & 0x7fffffff) : read
}
