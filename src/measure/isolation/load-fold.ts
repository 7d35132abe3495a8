import type { DrillEvent } from '../../model/event.ts'
import type { Fault } from '../../model/fault.ts'
import type { LoadMeasure, LoadStep } from '../../model/isolation.ts'
import type { LoadEnd } from '../../model/load.ts'
import type { Quota } from '../../model/sharing.ts'
import { latencyHistogram } from '../latency-histogram.ts'
import { overQuota } from './quota.ts'
import { series } from './series.ts'

type LoadEvent = Extract<DrillEvent, { type: 'load.started' | 'load.second' | 'load.stopped' }>

/** Follows one tenant's load, second by second. */
export interface LoadFold {
  see(event: LoadEvent): void
  served(): number
  answers(): number
  measure(servedToOthers: number): LoadMeasure
}

export function loadFold(fault: Extract<Fault, { kind: 'load.tenant' }>, quota: Quota | undefined): LoadFold {
  const latency = latencyHistogram()
  const overTime = series(together)
  const servedBySecond: number[] = []
  const outcomes: Record<string, number> = {}
  const sums = { due: 0, sent: 0, capped: 0, sentBytes: 0, heardBytes: 0, tokens: 0 }
  let startedMs = 0
  let stopped: { readonly atMs: number; readonly end: LoadEnd } | undefined
  let late = { p99Ms: 0, busyRatio: 0, seconds: 0, lateSeconds: 0 }

  const served = () => counted(outcomes, isServed)
  return {
    see(event) {
      if (event.type === 'load.started') startedMs = event.startedMs
      else if (event.type === 'load.stopped') stopped = { atMs: event.stoppedMs, end: event.end }
      else {
        for (const key of ['due', 'sent', 'capped', 'sentBytes', 'heardBytes', 'tokens'] as const)
          sums[key] += event[key]
        for (const [outcome, times] of Object.entries(event.outcomes))
          outcomes[outcome] = (outcomes[outcome] ?? 0) + times
        servedBySecond.push(counted(event.outcomes, isServed))
        latency.add(event.latency)
        overTime.see(event.fromMs, stepOf(event))
        late = {
          p99Ms: Math.max(late.p99Ms, event.lateP99Ms),
          busyRatio: Math.max(late.busyRatio, event.busyRatio),
          seconds: late.seconds + 1,
          lateSeconds: late.lateSeconds + (event.due > 0 && isLate(event.lateP99Ms, event.busyRatio) ? 1 : 0),
        }
      }
    },
    served,
    answers: () => counted(outcomes, outcome => /^\d/.test(outcome)),
    measure: servedToOthers => ({
      fault: fault.id,
      tenant: fault.tenant,
      engine: fault.engine,
      startedMs,
      stoppedMs: stopped?.atMs ?? null,
      end: stopped?.end ?? null,
      ...sums,
      served: served(),
      turnedAway: counted(outcomes, isTurnedAway),
      outcomes: { ...outcomes },
      money: moneyOf(sums.tokens, fault.caps.pricePerMillionTokens),
      p50Ms: latency.percentileMs(50),
      p99Ms: latency.percentileMs(99),
      maxMs: latency.maxMs(),
      shareRatio: served() + servedToOthers === 0 ? null : served() / (served() + servedToOthers),
      overQuota: quota === undefined ? null : overQuota(servedBySecond, quota, latency.percentileMs(99) ?? 0),
      lateP99Ms: late.seconds === 0 ? null : late.p99Ms,
      busyRatio: late.busyRatio,
      bottleneck: bottleneckOf(late),
      series: overTime.measure(),
    }),
  }
}

function stepOf({ due, sent, capped, outcomes, lateP99Ms }: Extract<LoadEvent, { type: 'load.second' }>): LoadStep {
  const [served, turnedAway] = [counted(outcomes, isServed), counted(outcomes, isTurnedAway)]
  const failed = counted(outcomes, () => true) - served - turnedAway
  return { due, sent, capped, served, turnedAway, failed, lateP99Ms }
}

function counted(outcomes: Readonly<Record<string, number>>, is: (outcome: string) => boolean): number {
  return Object.entries(outcomes).reduce((sum, [outcome, times]) => sum + (is(outcome) ? times : 0), 0)
}

function isServed(outcome: string): boolean {
  return outcome.startsWith('2')
}

function isTurnedAway(outcome: string): boolean {
  return outcome === '429' || outcome === '503'
}

function together(one: LoadStep, other: LoadStep): LoadStep {
  return {
    due: one.due + other.due,
    sent: one.sent + other.sent,
    capped: one.capped + other.capped,
    served: one.served + other.served,
    turnedAway: one.turnedAway + other.turnedAway,
    failed: one.failed + other.failed,
    lateP99Ms: Math.max(one.lateP99Ms, other.lateP99Ms),
  }
}

// Later than this, a request measures our own machine as much as the platform.
const LATE_MS = 50
const BUSY_RATIO = 0.95

function isLate(lateP99Ms: number, busyRatio: number): boolean {
  return lateP99Ms > LATE_MS || busyRatio > BUSY_RATIO
}

/** One bad second may be a hiccup; one in five is the sender that could not keep up. */
function bottleneckOf(late: { p99Ms: number; busyRatio: number; seconds: number; lateSeconds: number }): string | null {
  if (late.seconds === 0 || late.lateSeconds / late.seconds <= 0.2) return null
  const busy = Math.round(late.busyRatio * 100)
  return `requests left up to ${Math.round(late.p99Ms)} ms late in ${late.lateSeconds} of ${late.seconds} seconds, and the sender was up to ${busy} % busy`
}

function moneyOf(tokens: number, pricePerMillion: number | undefined): number | null {
  return pricePerMillion === undefined ? null : (tokens * pricePerMillion) / 1_000_000
}
