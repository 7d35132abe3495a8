import type { DrillEvent } from '../../model/event.ts'
import type { Fault } from '../../model/fault.ts'
import type { LoadMeasure, LoadStep } from '../../model/isolation.ts'
import type { LoadEnd } from '../../model/load.ts'
import type { Quota } from '../../model/sharing.ts'
import { latencyHistogram } from '../latency-histogram.ts'
import { lateness } from './lateness.ts'
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
  const late = lateness()

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
        late.see(event)
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
      ...late.measure(),
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

function moneyOf(tokens: number, pricePerMillion: number | undefined): number | null {
  return pricePerMillion === undefined ? null : (tokens * pricePerMillion) / 1_000_000
}
