import { realClock } from '../stream/clock.ts'
import { deadline } from '../stream/deadline.ts'

/** Something that runs once, `ttlMs` from now, unless it is ended before: call the result for that. */
export function lease(ttlMs: number, expired: () => void): () => void {
  const end = deadline(realClock, expired)
  end.set(realClock.nowMs() + ttlMs)
  return () => end.set(undefined)
}
