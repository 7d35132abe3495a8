import { range } from 'd3-array'
import { formatDuration } from '../../model/duration.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map(hours => hours * HOUR),
]

/** One labelled instant of a time axis. */
export interface Tick {
  readonly atMs: number
  readonly label: string
}

/** Round instants on both sides of zero, about as many as asked for. */
export function timeTicks(fromMs: number, toMs: number, zeroMs: number, about: number): readonly Tick[] {
  const lengthMs = toMs - fromMs
  const stepMs = STEPS_MS.find(step => lengthMs / step <= about) ?? lengthMs / about
  const first = Math.ceil((fromMs - zeroMs) / stepMs)
  const last = Math.floor((toMs - zeroMs) / stepMs)
  return range(first, last + 1).map(n => ({ atMs: zeroMs + n * stepMs, label: tickLabel(n * stepMs) }))
}

function tickLabel(ms: number): string {
  if (ms === 0) return '0'
  return ms < 0 ? `−${formatDuration(-ms)}` : `+${formatDuration(ms)}`
}
