import { hash } from 'node:crypto'

/** Names that were seen, in a few bytes each: enough to know them again, not to say them. */
export interface KnownNames {
  /** Says whether it is a new one. */
  add(name: string): boolean
  knows(name: string): boolean
}

/** Room for about so many names. Of three million others one is taken for one of them. */
export function knownNames(expected: number): KnownNames {
  const bits = Math.min(2 ** Math.ceil(Math.log2(Math.max(LEAST_BITS, BITS_EACH * expected))), MOST_BITS)
  const words = new Uint32Array(bits / 32)
  /** How many of the marks that belong to a name are not there yet; with `make` they are from now on. */
  const lacking = (name: string, make: boolean): number => {
    const drawn = hash('sha256', name, 'buffer')
    let at = drawn.readUInt32LE(0)
    // Odd, so that it comes past every bit before it begins again.
    const step = drawn.readUInt32LE(4) | 1
    let count = 0
    for (let i = 0; i < MARKS; i++) {
      const bit = (at & (bits - 1)) >>> 0
      const [word, mark] = [bit >>> 5, 1 << (bit & 31)]
      if (((words[word] ?? 0) & mark) === 0) {
        count++
        if (!make) return count
        words[word] = (words[word] ?? 0) | mark
      }
      at = (at + step) | 0
    }
    return count
  }
  return { add: name => lacking(name, true) > 0, knows: name => lacking(name, false) === 0 }
}

const LEAST_BITS = 2 ** 16
const BITS_EACH = 32
const MARKS = 16
const MOST_BITS = 2 ** 32
