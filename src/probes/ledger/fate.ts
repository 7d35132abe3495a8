import type { Fate } from '../../model/ledger.ts'
import type { Removal } from './book.ts'
import type { Sightings } from './sightings.ts'

/** What became of an acknowledged entry, by one reading that saw everything. */
export function fateOf(
  entry: number,
  seen: Pick<Sightings, 'times' | 'isCorrupt'>,
  told: { readonly removal: Removal | undefined; readonly beforeMs: number; readonly duplicatesAllowed: boolean },
): Fate {
  const times = seen.times(entry)
  const { removal } = told
  if (removal !== undefined) {
    // A deletion that was under way, or never acknowledged, may have happened or not: either is right.
    const isPromised = removal.atMs !== undefined && removal.atMs < told.beforeMs
    if (times === 0) return 'kept'
    if (isPromised) return 'resurrected'
  }
  if (times === 0) return 'lost'
  if (seen.isCorrupt(entry)) return 'corrupt'
  return times > 1 && !told.duplicatesAllowed ? 'duplicated' : 'kept'
}
