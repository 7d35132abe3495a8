import { hold } from '../stream/hold.ts'
import type { Line, ToxicType } from './toxic.ts'

/** Delays everything by `latency` milliseconds, give or take `jitter`. Delays, but does not throttle: chunks wait side by side. */
export const latency: ToxicType<'latency' | 'jitter'> = {
  type: 'latency',
  attributes: { latency: {}, jitter: {} },
  windowBytes: 32 * 1024 * 1024,
  stage: line => hold(line, { dueMs: (_bytes, atMs) => atMs + delayMs(line) }),
}

function delayMs(line: Line<'latency' | 'jitter'>): number {
  const { latency, jitter } = line.attributes
  if (jitter <= 0) return latency
  return latency - jitter + Math.floor(line.random() * 2 * jitter)
}
