import { latencyHistogram } from '../measure/latency-histogram.ts'
import type { LoadSecond } from '../model/load.ts'

/** Counts what happens in each second of a load, and hands on each second when it is over. */
export interface SecondTally {
  /** Requests were due. */
  due(count: number): void
  /** One was looked at so much later for reasons of our own. */
  late(ms: number): void
  sent(bytes: number, inFlight: number): void
  sentBytes(bytes: number): void
  capped(count: number): void
  heard(bytes: number): void
  spent(tokens: number): void
  answered(outcome: string, tookMs: number, tokens: number): void
  /** Ends the present second. */
  close(busyRatio: number): LoadSecond
}

/** The first second it closes is `first`. */
export function secondTally(first = 0): SecondTally {
  const latency = latencyHistogram()
  const late = latencyHistogram()
  let second = first
  let counts = nothing()
  let outcomes: Record<string, number> = {}
  return {
    due(count) {
      counts.due += count
    },
    late: ms => late.record(ms),
    sent(bytes, inFlight) {
      counts.sent++
      counts.sentBytes += bytes
      if (inFlight > counts.inFlight) counts.inFlight = inFlight
    },
    sentBytes(bytes) {
      counts.sentBytes += bytes
    },
    capped(count) {
      counts.capped += count
    },
    spent(tokens) {
      counts.tokens += tokens
    },
    heard(bytes) {
      counts.heardBytes += bytes
    },
    answered(outcome, tookMs, tokens) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      counts.tokens += tokens
      latency.record(tookMs)
    },
    close(busyRatio) {
      const closed = {
        second: second++,
        ...counts,
        outcomes,
        latency: latency.encode(),
        lateP99Ms: late.percentileMs(99) ?? 0,
        lateMaxMs: late.maxMs() ?? 0,
        busyRatio: Math.round(Math.min(1, Math.max(0, busyRatio)) * 1000) / 1000,
      }
      counts = nothing()
      outcomes = {}
      latency.reset()
      late.reset()
      return closed
    },
  }
}

function nothing() {
  return { due: 0, sent: 0, capped: 0, sentBytes: 0, heardBytes: 0, tokens: 0, inFlight: 0 }
}
