import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'
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
    const again = repeatable(event)
    if (again === undefined) return happeningLine(event)
    const { subject, state, words, reminder } = again
    const before = told.get(subject)
    if (before?.state !== state) {
      told.set(subject, { state, words: new Set([words]), sinceMs: event.atMs, lastMs: event.atMs })
      return happeningLine(event)
    }
    if (!before.words.has(words) && before.words.size < MOST_WORDS) {
      before.words.add(words)
      told.set(subject, { ...before, lastMs: event.atMs })
      return happeningLine(event)
    }
    if (reminder === undefined || event.atMs - before.lastMs < REMIND_MS) return undefined
    told.set(subject, { ...before, lastMs: event.atMs })
    return lineOf(event.atMs, reminder(formatDuration(event.atMs - before.sinceMs)))
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

/** What may come again and again: of what it tells, and in words that stay the same as long as nothing is new. */
interface Repeatable {
  readonly subject: string
  readonly state: string
  readonly words: string
  /** What is said of it now and then, for as long as it is not well. */
  readonly reminder: ((lasting: string) => string) | undefined
}

function repeatable(event: DrillEvent): Repeatable | undefined {
  switch (event.type) {
    case 'phase.started':
      return { subject: 'phase', state: event.phase, words: '', reminder: undefined }
    case 'journeys.stable':
      return { subject: 'journeys', state: String(event.sinceMs), words: '', reminder: undefined }
    case 'gate.finished': {
      const { gate, during, verdict, detail } = event
      return {
        subject: `gate ${gate} ${during}`,
        state: verdict,
        // How long an answer took, when it was given, which request it was: other figures are no other answer.
        words: detail.replaceAll(/\d+/g, '0'),
        reminder:
          verdict === 'passed'
            ? undefined
            : lasting => `gate ${gate} still ${verdict} after ${lasting} (${during}): ${detail}`,
      }
    }
    default:
      return undefined
  }
}
