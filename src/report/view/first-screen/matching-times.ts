import { formatDuration } from '../../../model/duration.ts'

/** The difference as it is between the two times as they are written: 0.5 s between 1.1 s and 1.6 s, whatever was rounded away. */
export function between(fromMs: number, toMs: number): number {
  const written = (ms: number) => (toMs >= 999.5 && toMs < 9950 ? Math.round(ms / 100) * 100 : ms)
  return Math.max(0, written(toMs) - written(fromMs))
}

/** In seconds where the whole is: 0.9 s of 3.6 s, not 911 ms of 3.6 s. */
export function likewise(ms: number, wholeMs: number): string {
  return ms < 999.5 && wholeMs >= 999.5 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
}
