import { DrillError } from '../../model/error.ts'
import { arrivalTimes } from '../arrivals.ts'
import { mixing } from '../mixing.ts'
import type { LoadOrder } from '../order.ts'
import { rateCap } from '../rate-cap.ts'

/** Everything that is due in a load, worked out ahead: k6 has no schedule by chance, and none that was recorded. */
export interface K6Schedule {
  /** What may leave, in order. */
  readonly dueMs: readonly number[]
  /** Which part each of them is. */
  readonly partOf: readonly number[]
  /** By second: all that is due, and how much of it the cap on the rate holds back. */
  readonly dueIn: readonly number[]
  readonly cappedIn: readonly number[]
  readonly users: number
}

// Each is a line in a script that k6 keeps in memory.
const MOST = 1_000_000

export function k6Schedule({ arrivals, seed, forMs, parts, caps }: LoadOrder): K6Schedule {
  const dueMs: number[] = []
  const partOf: number[] = []
  const dueIn: number[] = []
  const cappedIn: number[] = []
  const lets = rateCap(caps.perSecond)
  const nextPart = mixing(
    parts.map(({ weight }, index) => ({ weight, index })),
    seed,
  )
  for (const ms of arrivalTimes(arrivals, seed)) {
    if (ms >= forMs) break
    const { index } = nextPart()
    const second = Math.floor(ms / 1000)
    dueIn[second] = (dueIn[second] ?? 0) + 1
    if (lets(ms)) {
      dueMs.push(Math.round(ms * 1000) / 1000)
      partOf.push(index)
    } else cappedIn[second] = (cappedIn[second] ?? 0) + 1
    if (dueMs.length > MOST) throw tooMuch()
  }
  const users = Math.max(1, Math.min(caps.inFlight, dueMs.length))
  return { dueMs, partOf, dueIn, cappedIn, users }
}

function tooMuch(): DrillError {
  return new DrillError(
    'TOO_MUCH',
    `A load for k6 has at most ${MOST} requests: its whole schedule is in the script.`,
    {
      hint: 'let it end sooner with "for", send less, or leave "engine: k6" out. Nothing was sent',
    },
  )
}
