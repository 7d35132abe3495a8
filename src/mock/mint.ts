import { seededRandom } from '../model/random.ts'
import type { Mint } from './wire.ts'

/** Ids that look like a provider's and repeat for the same seed. */
export function mint(seed: number, nowMs: () => number): Mint {
  const random = seededRandom(seed)
  const part = (): string => {
    const drawn = Math.floor(random() * SIX)
    return `${PAIRS[Math.floor(drawn / FOUR)]}${PAIRS[Math.floor(drawn / TWO) % TWO]}${PAIRS[drawn % TWO]}`
  }
  return { id: prefix => `${prefix}${part()}${part()}${part()}${part()}`, nowMs }
}

// How many texts of two, four and six letters or digits there are. Pairs written out beforehand are quicker than numbers.
const [TWO, FOUR, SIX] = [36 ** 2, 36 ** 4, 36 ** 6]
const PAIRS = Array.from({ length: TWO }, (_, i) => i.toString(36).padStart(2, '0'))
