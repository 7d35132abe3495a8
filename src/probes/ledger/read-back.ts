import { formatDuration } from '../../model/duration.ts'
import type { Happening } from '../../model/event.ts'
import type { FatedEntry, Ledger } from '../../model/ledger.ts'
import type { ReadMoment } from '../../model/ledger-event.ts'
import type { World } from '../../model/world.ts'
import { fillRequest } from '../fill-request.ts'
import type { Book } from './book.ts'
import { fateOf } from './fate.ts'
import { type PagesRead, readPages } from './read-pages.ts'
import { type Names, type Sightings, sightings } from './sightings.ts'

export interface ReadingBack {
  readonly book: Book
  readonly names: Names
  /** The drill's clock. */
  readonly nowMs: () => number
  readonly note: (happening: Happening) => void
  readonly signal: AbortSignal
}

/**
 * Reads a ledger back and says what became of every entry noted so far. What is missing or wrong is looked for again until it has had
 * its time to settle and two readings agree; who reads while others write may be shown an entry twice, or not at all.
 */
export async function readBack(
  world: Pick<World, 'clock' | 'http'>,
  ledger: Ledger,
  during: ReadMoment,
  back: ReadingBack,
): Promise<void> {
  const { book, note } = back
  const startedMs = back.nowMs()
  const upTo = book.size()
  note({ type: 'ledger.reading', ledger: ledger.id, during, upTo })
  const read = await untilStable(world, ledger, back, { upTo, startedMs })
  const { complete, seen, readings, pages, items } = read
  if (complete)
    for (const entries of inChunks(fated(ledger, back, seen, { upTo, startedMs }))) {
      note({ type: 'ledger.fates', ledger: ledger.id, during, entries })
    }
  note({
    type: 'ledger.read',
    ledger: ledger.id,
    during,
    upTo,
    startedMs,
    complete,
    counts: book.counts(upTo),
    unknownThere: complete ? unknownThere(book, seen, upTo) : 0,
    readings,
    pages,
    items,
    detail: read.detail,
  })
}

interface StableReading {
  readonly complete: boolean
  readonly seen: Sightings
  readonly readings: number
  readonly pages: number
  readonly items: number
  readonly detail: string
}

interface Extent {
  readonly upTo: number
  readonly startedMs: number
}

// Long enough that a second look is another look.
const LOOK_AGAIN_MS = 150

async function untilStable(
  world: Pick<World, 'clock' | 'http'>,
  ledger: Ledger,
  back: ReadingBack,
  extent: Extent,
): Promise<StableReading> {
  const { clock } = world
  const settledMs = clock.nowMs() + ledger.settleMs
  const untilMs = clock.nowMs() + Math.max(ledger.readWithinMs, ledger.settleMs)
  const firstByMs = clock.nowMs() + ledger.firstPageWithinMs
  let before: Sightings | undefined
  for (let readings = 1; ; readings++) {
    const { seen, result } = await readOnce(world, ledger, back, extent, {
      untilMs,
      // Whoever has shown something once is back.
      firstByMs: before === undefined ? firstByMs : untilMs,
    })
    const { pages, items } = result
    const now = { seen, readings, pages, items }
    if (!result.complete) return { ...now, complete: false, detail: whyNot(ledger, now, result.detail) }
    if (isAllWell(ledger, back, seen, extent)) return { ...now, complete: true, detail: 'everything is there' }
    const agree = before !== undefined && seen.equals(before, extent.upTo)
    if (agree && clock.nowMs() >= settledMs)
      return { ...now, complete: true, detail: `${readings} readings; the last two agree` }
    if (clock.nowMs() + LOOK_AGAIN_MS >= untilMs) {
      return { ...now, complete: false, detail: `${readings} readings, and no two in a row agree` }
    }
    before = seen
    await clock.sleep(LOOK_AGAIN_MS, back.signal)
  }
}

/** What came instead of a page, and how long there was for the first of all. */
function whyNot(ledger: Ledger, { readings, pages }: { readings: number; pages: number }, detail: string): string {
  const none = readings === 1 && pages === 0
  return none ? `not one page within ${formatDuration(ledger.firstPageWithinMs)}, but ${detail}` : detail
}

async function readOnce(
  world: Pick<World, 'clock' | 'http'>,
  { read }: Ledger,
  { names, signal }: ReadingBack,
  { upTo }: Extent,
  limits: { readonly untilMs: number; readonly firstByMs: number },
): Promise<{ readonly seen: Sightings; readonly result: PagesRead }> {
  const seen = sightings(read, names, upTo)
  const request = fillRequest(read.request, { 'ledger.prefix': names.prefix })
  return { seen, result: await readPages(world, read, request, { ...limits, signal }, seen.see) }
}

function isAllWell(ledger: Ledger, { book }: ReadingBack, seen: Sightings, { upTo, startedMs }: Extent): boolean {
  for (let entry = 0; entry < upTo; entry++) {
    if (book.ackMs(entry) === undefined) continue
    if (fateOf(entry, seen, promisesOf(ledger, book, entry, startedMs)) !== 'kept') return false
  }
  return true
}

function* fated(
  ledger: Ledger,
  { book }: ReadingBack,
  seen: Sightings,
  { upTo, startedMs }: Extent,
): Generator<FatedEntry> {
  for (let entry = 0; entry < upTo; entry++) {
    if (book.ackMs(entry) === undefined) continue
    const worse = book.fated(entry, fateOf(entry, seen, promisesOf(ledger, book, entry, startedMs)))
    if (worse !== undefined) yield worse
  }
}

function promisesOf({ duplicatesAllowed }: Ledger, book: Book, entry: number, beforeMs: number) {
  return { removal: book.removal(entry), beforeMs, duplicatesAllowed }
}

function unknownThere(book: Book, seen: Sightings, upTo: number): number {
  let there = 0
  for (let entry = 0; entry < upTo; entry++) if (book.ackMs(entry) === undefined && seen.times(entry) > 0) there++
  return there
}

// One journal line for each loss would drown it, one for all of them would be too long.
const CHUNK = 500

function* inChunks<T>(things: Iterable<T>): Generator<readonly T[]> {
  let chunk: T[] = []
  for (const thing of things) {
    chunk.push(thing)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
