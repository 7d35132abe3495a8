import { latencyHistogram } from '../measure/latency-histogram.ts'
import type { LoadSecond } from '../model/load.ts'

/** The same second of several senders as one. */
export function mergeSeconds(parts: readonly LoadSecond[]): LoadSecond | undefined {
  const [first] = parts
  if (first === undefined || parts.length === 1) return first
  const latency = latencyHistogram()
  const outcomes: Record<string, number> = {}
  for (const part of parts) {
    latency.add(part.latency)
    for (const [outcome, times] of Object.entries(part.outcomes)) outcomes[outcome] = (outcomes[outcome] ?? 0) + times
  }
  const sum = (of: (part: LoadSecond) => number) => parts.reduce((total, part) => total + of(part), 0)
  const most = (of: (part: LoadSecond) => number) => Math.max(...parts.map(of))
  return {
    second: first.second,
    due: sum(part => part.due),
    sent: sum(part => part.sent),
    capped: sum(part => part.capped),
    outcomes,
    sentBytes: sum(part => part.sentBytes),
    heardBytes: sum(part => part.heardBytes),
    tokens: sum(part => part.tokens),
    latency: latency.encode(),
    // Of one sender's percentiles and another's no percentile of both can be made; the worse one is no less than it.
    lateP99Ms: most(part => part.lateP99Ms),
    lateMaxMs: most(part => part.lateMaxMs),
    busyRatio: most(part => part.busyRatio),
    inFlight: sum(part => part.inFlight),
  }
}
