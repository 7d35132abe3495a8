import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'
import { standingOf } from '../../model/standing.ts'
import { happeningLine, lineOf } from './happening-line.ts'

// Long enough that a log is not made of it, short enough that nobody thinks the drill has died.
const REMIND_MS = 30_000

/**
 * A drill as plain lines for a log. What is asked again and again until it is well, many times a second, is told when it says something
 * else; and now and then, for as long as it is not well, how long that has been. The journal has all of it.
 */
export function plainLines(): (event: DrillEvent) => string | undefined {
  const told = new Map<string, Told>()
  return event => {
    // Whoever watches once more wants to hear all of it once more.
    if (event.type === 'baseline.repeated') told.clear()
    const standing = standingOf(event)
    if (standing === undefined) return happeningLine(event)
    const words = wordsOf(event)
    const before = told.get(standing.of)
    if (before?.state !== standing.state) {
      told.set(standing.of, { state: standing.state, words: new Set([words]), sinceMs: event.atMs, lastMs: event.atMs })
      return happeningLine(event)
    }
    const isNew = !before.words.has(words) && before.words.size < MOST_WORDS
    if (!isNew && event.atMs - before.lastMs < REMIND_MS) return undefined
    before.words.add(words)
    told.set(standing.of, { ...before, lastMs: event.atMs })
    if (isNew) return happeningLine(event)
    const again = reminder(event, formatDuration(event.atMs - before.sinceMs))
    return again === undefined ? undefined : lineOf(event.atMs, again)
  }
}

// Whoever says something else each time is not listened to for ever.
const MOST_WORDS = 20

interface Told {
  readonly state: string
  /** Everything that was told of it since it is in that state: what fails in two ways by turns is told twice. */
  readonly words: Set<string>
  readonly sinceMs: number
  readonly lastMs: number
}

/** What a gate says, as long as nothing is new: how long an answer took, when it was given and which request it was are no news. */
function wordsOf(event: DrillEvent): string {
  return event.type === 'gate.finished' ? event.detail.replaceAll(/\d+/g, '0') : ''
}

/** What is said now and then of a gate that does not pass. */
function reminder(event: DrillEvent, lasting: string): string | undefined {
  if (event.type !== 'gate.finished' || event.verdict === 'passed') return undefined
  return `gate ${event.gate} still ${event.verdict} after ${lasting} (${event.during}): ${event.detail}`
}
