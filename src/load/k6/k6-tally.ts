import type { LoadSecond } from '../../model/load.ts'
import { type SecondTally, secondTally } from '../second-tally.ts'
import type { Reading } from './readings.ts'
import type { K6Schedule } from './schedule.ts'

/** Makes of what k6 tells the seconds that our own sender tells. */
export interface K6Tally {
  hear(reading: Exclude<Reading, { told: 'start' | 'seen' | 'cap' }>): void
  /** Ends the present second; of the last one only what was due until then counts. */
  close(untilMs: number): LoadSecond
  readonly spent: { readonly bytes: number; readonly tokens: number }
}

/** `startMs` is when the first request was due: milliseconds since 1970. */
export function k6Tally({ dueMs, dueIn, cappedIn, users }: K6Schedule, startMs: number): K6Tally {
  const open = new Map<number, SecondTally>()
  const spent = { bytes: 0, tokens: 0 }
  let inFlight = 0
  let second = 0
  /** The tally of the second of a moment; of the present one, where that is closed already. */
  const tallyAt = (ms: number): SecondTally => {
    const which = Math.max(second, Math.floor(ms / 1000))
    const known = open.get(which) ?? secondTally(which)
    open.set(which, known)
    return known
  }
  return {
    spent,
    hear(reading) {
      const atMs = reading.epochMs - startMs
      switch (reading.told) {
        case 'left': {
          const dueAtMs = dueMs[reading.n] ?? 0
          const tally = tallyAt(dueAtMs)
          // Who comes late while others have nothing to do was kept by this machine; else it is the platform that keeps everybody.
          if (reading.waited || inFlight < users - 1) tally.late(Math.max(0, atMs - dueAtMs))
          tally.sent(0, ++inFlight)
          break
        }
        case 'answered':
          inFlight--
          tallyAt(atMs).answered(reading.outcome, Math.max(0, atMs - (dueMs[reading.n] ?? 0)), 0)
          break
        case 'sent':
          tallyAt(atMs).sentBytes(reading.bytes)
          spent.bytes += reading.bytes
          break
        case 'heard':
          tallyAt(atMs).heard(reading.bytes)
          spent.bytes += reading.bytes
          break
        case 'tokens':
          tallyAt(atMs).spent(reading.tokens)
          spent.tokens += reading.tokens
          break
        default:
          reading satisfies never
      }
    },
    close(untilMs) {
      const tally = tallyAt(second * 1000)
      open.delete(second)
      const isWhole = untilMs >= (second + 1) * 1000
      // In a second that was cut short only so much of it was due.
      const shareRatio = isWhole ? 1 : Math.max(0, untilMs / 1000 - second)
      tally.due(Math.round((dueIn[second] ?? 0) * shareRatio))
      tally.capped(Math.round((cappedIn[second] ?? 0) * shareRatio))
      second++
      return tally.close(0)
    },
  }
}
