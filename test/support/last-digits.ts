/** The number in single precision that is so many further from zero. */
export function offBy(number: number, steps: number): number {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(number)
  bytes.writeInt32LE(bytes.readInt32LE() + steps)
  return bytes.readFloatLE()
}

/** What a store gives back that keeps a vector in single precision as a direction and a length: Chroma, where it measures by cosine. */
export function asDirectionAndLength(vector: readonly number[]): readonly number[] {
  const { fround } = Math
  const length = vector.reduce((sum, number) => fround(sum + fround(number * number)), 0) ** 0.5
  const shrink = fround(1 / fround(length))
  return vector.map(number => fround(fround(fround(number) * shrink) * fround(length)))
}
