import { FATES, type Fate, type FateCounts, type FatedEntry } from '../../model/ledger.ts'

/** What we remember of every entry, in a few bytes each: when it was acknowledged, whether it was deleted, and its worst fate so far. */
export interface Book {
  /** Notes the next entry, in order. */
  wrote(ackMs: number | undefined): void
  removing(entry: number): void
  removed(entry: number, ackMs: number): void
  /** How many entries have been noted. */
  size(): number
  /** When an entry was acknowledged; undefined if it never was. */
  ackMs(entry: number): number | undefined
  removal(entry: number): Removal | undefined
  /** Notes a fate, which can only get worse; what it now is, if it did. */
  fated(entry: number, fate: Fate): FatedEntry | undefined
  /** The fates of the first so many. */
  counts(upTo: number): FateCounts
}

/** `atMs` is undefined while it is not acknowledged: the entry may be there or not. */
export interface Removal {
  readonly atMs: number | undefined
}

const NEVER = -1

export function makeBook(): Book {
  let acks = new Float64Array(1024)
  let fates = new Uint8Array(1024)
  let size = 0
  const removals = new Map<number, Removal>()

  const ackMs = (entry: number): number | undefined => {
    const ms = entry < size ? acks[entry] : NEVER
    return ms === undefined || ms === NEVER ? undefined : ms
  }
  const promiseMs = (entry: number, fate: Fate): number =>
    (fate === 'resurrected' ? removals.get(entry)?.atMs : undefined) ?? ackMs(entry) ?? 0
  return {
    wrote(ms) {
      if (size === acks.length) {
        acks = grown(acks, new Float64Array(2 * size))
        fates = grown(fates, new Uint8Array(2 * size))
      }
      acks[size++] = ms ?? NEVER
    },
    removing: entry => void removals.set(entry, { atMs: undefined }),
    removed: (entry, atMs) => void removals.set(entry, { atMs }),
    size: () => size,
    ackMs,
    removal: entry => removals.get(entry),
    fated(entry, fate) {
      const rank = FATES.indexOf(fate)
      if (fate === 'kept' || (fates[entry] ?? 0) >= rank) return undefined
      fates[entry] = rank
      return { entry, fate, ackMs: promiseMs(entry, fate) }
    },
    counts(upTo) {
      const counts = { kept: 0, duplicated: 0, resurrected: 0, corrupt: 0, lost: 0, removed: 0 }
      for (let entry = 0; entry < Math.min(upTo, size); entry++) {
        if (ackMs(entry) === undefined) continue
        const fate = FATES[fates[entry] ?? 0] ?? 'kept'
        counts[fate === 'kept' && removals.get(entry)?.atMs !== undefined ? 'removed' : fate]++
      }
      return counts
    },
  }
}

function grown<Numbers extends Float64Array | Uint8Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}
