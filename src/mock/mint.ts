import { seededRandom } from '../model/random.ts'
import type { Mint } from './wire.ts'

/** Ids that look like a provider's and repeat for the same seed. */
export function mint(seed: number, nowMs: () => number): Mint {
  const random = seededRandom(seed)
  const part = (): string =>
    Math.floor(random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0')
  return { id: prefix => `${prefix}${part()}${part()}${part()}${part()}`, nowMs }
}
