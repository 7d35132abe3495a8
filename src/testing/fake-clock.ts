import { setImmediate as settled } from 'node:timers/promises'
import type { Clock } from '../model/world.ts'

/** A clock that moves only when told to. */
export interface FakeClock extends Clock {
  /** Lets so much time pass, with everything that is due in it. */
  advance(ms: number): Promise<void>
  /** Lets time pass until a promise is settled: hours in milliseconds. */
  drive<T>(promise: Promise<T>): Promise<T>
}

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/** Starts at zero, on a fixed date. */
export function fakeClock(wallAtZero = '2026-01-01T00:00:00.000Z'): FakeClock {
  let nowMs = 0
  let sleepers: Sleeper[] = []

  const wakeNext = async (untilMs: number): Promise<boolean> => {
    // Whatever can go on without time passing goes on first.
    await settled()
    const next = sleepers.reduce<Sleeper | undefined>(
      (a, b) => (a === undefined || b.dueMs < a.dueMs ? b : a),
      undefined,
    )
    if (next === undefined || next.dueMs > untilMs) return false
    sleepers = sleepers.filter(sleeper => sleeper !== next)
    nowMs = Math.max(nowMs, next.dueMs)
    next.wake()
    return true
  }
  return {
    nowMs: () => nowMs,
    wall: () => new Date(Date.parse(wallAtZero) + nowMs).toISOString(),
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason)
        const stop = () => {
          sleepers = sleepers.filter(known => known !== sleeper)
          reject(signal?.reason)
        }
        const sleeper = {
          dueMs: nowMs + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener('abort', stop)
            resolve()
          },
        }
        signal?.addEventListener('abort', stop, { once: true })
        sleepers.push(sleeper)
      })
    },
    async advance(ms) {
      const untilMs = nowMs + ms
      while (await wakeNext(untilMs));
      nowMs = untilMs
      await settled()
    },
    async drive(promise) {
      let done = false
      const note = () => {
        done = true
      }
      promise.then(note, note)
      while (!done) {
        if (await wakeNext(Number.POSITIVE_INFINITY)) continue
        await settled()
        if (!done && sleepers.length === 0) throw new Error('everything waits, and nobody for the clock: a deadlock')
      }
      return promise
    },
  }
}
