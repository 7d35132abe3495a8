import type { Clock } from '../model/world.ts'
import { inOrder } from './in-order.ts'
import { dueCount, dueMs } from './pace.ts'

/** Something to be asked again and again. `A` is what is answered, `T` what is told of it. */
export interface Schedule<A, T> {
  readonly everyMs: number
  /** How much later than at once the first is due; nothing unless given. */
  readonly phaseMs?: number
  readonly maxInFlight: number
  /** The drill's clock. */
  readonly nowMs: () => number
  /** Ends the asking. Answers still under way are waited for. */
  readonly signal: AbortSignal
  ask(n: number): Promise<A>
  /** `askedLateMs` is how late it was asked, which is part of how late the whole was. */
  answered(n: number, answer: A, timing: Timing, askedLateMs: number): T
  /** With so many questions open one more would only blur the others. */
  shed(n: number, timing: Timing): T
  /** Hears everything in the order it was due. */
  emit(told: T): void
}

export interface Timing {
  readonly dueMs: number
  /** From due to the answer, or to giving up. */
  readonly tookMs: number
  /** How late we were to ask, and how long we were kept from hearing the answer: our own fault, not the platform's. */
  readonly lateMs: number
}

/** Asks on a fixed schedule, never waiting for answers, until told to stop. */
export async function keepSchedule<A, T>(clock: Clock, schedule: Schedule<A, T>): Promise<void> {
  const { everyMs, phaseMs = 0, nowMs, signal } = schedule
  const startMs = nowMs() + phaseMs
  const queue = inOrder(schedule.emit)
  // Counted and not collected: a set that is filled and emptied thousands of times a second is itself what the collector stops us for.
  let underWay = 0
  let asked = 0
  let heldUpMs = 0

  /** How long ago the next question was due, if by a whole interval: then this process was kept from its work. */
  const behindMs = (): number => {
    const ms = nowMs() - dueMs(startMs, everyMs, asked)
    return ms >= everyMs && !signal.aborted ? ms : 0
  }
  const allAnswered = Promise.withResolvers<void>()
  const ask = async (n: number, atMs: number, put: (told: T) => void): Promise<void> => {
    const lateMs = Math.max(0, nowMs() - atMs)
    const heldUpBeforeMs = heldUpMs
    underWay++
    const answer = await schedule.ask(n)
    const tookMs = nowMs() - atMs
    const deafMs = heldUpMs - heldUpBeforeMs + behindMs()
    put(schedule.answered(n, answer, timing(atMs, tookMs, Math.min(tookMs, lateMs + deafMs)), lateMs))
    if (--underWay === 0 && signal.aborted) allAnswered.resolve()
  }

  const askDue = (): void => {
    for (let due = dueCount(startMs, everyMs, nowMs(), asked); due > 0; due--) {
      const n = asked++
      const atMs = dueMs(startMs, everyMs, n)
      const put = queue.place()
      if (underWay >= schedule.maxInFlight) {
        const lateMs = Math.max(0, nowMs() - atMs)
        put(schedule.shed(n, timing(atMs, lateMs, lateMs)))
        continue
      }
      ask(n, atMs, put).catch(allAnswered.reject)
    }
  }

  while (!signal.aborted) {
    heldUpMs += behindMs()
    askDue()
    await clock.sleep(dueMs(startMs, everyMs, asked) - nowMs(), signal).catch(() => {})
  }
  if (underWay > 0) await allAnswered.promise
}

function timing(atMs: number, tookMs: number, lateMs: number): Timing {
  return { dueMs: rounded(atMs), tookMs: rounded(tookMs), lateMs: rounded(lateMs) }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
