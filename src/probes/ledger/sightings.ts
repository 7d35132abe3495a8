import type { Ledger } from '../../model/ledger.ts'
import { valueAt } from '../json-path.ts'
import { entryOf, numberOf, sumOf } from './entry.ts'

/** What one reading of a ledger saw of its entries. */
export interface Sightings {
  see(item: unknown): void
  /** How often an entry is there. */
  times(entry: number): number
  /** Whether what is there under its name is not what was written. */
  isCorrupt(entry: number): boolean
  /** Whether two readings saw the same of the first so many. */
  equals(other: Sightings, upTo: number): boolean
}

export interface Names {
  readonly prefix: string
  /** The entry that the platform calls by this name. */
  known(name: string): number | undefined
}

export function sightings(read: Ledger['read'], names: Names, upTo: number): Sightings {
  const times = new Uint8Array(upTo)
  const corrupt = new Uint8Array(upTo)

  const entryAt = (item: unknown): number | undefined => {
    const name = textOf(valueAt(item, read.idAt))
    const text = read.textAt === undefined ? undefined : textOf(valueAt(item, read.textAt))
    return (
      (name === undefined ? undefined : (names.known(name) ?? numberOf(names.prefix, name))) ??
      // A copy under a name of its own is known by what it says.
      (text === undefined ? undefined : numberOf(names.prefix, text))
    )
  }
  const isAsWritten = (item: unknown, entry: number): boolean => {
    const { sum } = entryOf(names.prefix, entry)
    if (read.textAt !== undefined && sumOf(textOf(valueAt(item, read.textAt)) ?? '') !== sum) return false
    return read.sumAt === undefined || textOf(valueAt(item, read.sumAt)) === sum
  }
  return {
    see(item) {
      const entry = entryAt(item)
      // Written by somebody else, by an earlier drill, or after this reading began.
      if (entry === undefined || entry >= upTo) return
      times[entry] = Math.min(255, (times[entry] ?? 0) + 1)
      if (!isAsWritten(item, entry)) corrupt[entry] = 1
    },
    times: entry => times[entry] ?? 0,
    isCorrupt: entry => corrupt[entry] === 1,
    equals(other, first) {
      for (let entry = 0; entry < first; entry++) {
        if (times[entry] !== other.times(entry) || (corrupt[entry] === 1) !== other.isCorrupt(entry)) return false
      }
      return true
    },
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : undefined
}
