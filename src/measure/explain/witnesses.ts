import type { DrillEvent } from '../../model/event.ts'
import type { Outage } from '../../model/journey-measure.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { BadReason } from '../../model/sample.ts'
import { changedMs } from '../../model/signal.ts'

/** Reads a journal a second time, with its numbers known, and finds the lines they rest on. */
export interface Witnesses {
  see(event: DrillEvent): void
  readonly found: Found
}

export interface Found {
  readonly injected: Map<string, { readonly seq: number; readonly startedMs: number; readonly ackMs: number }>
  readonly intended: Map<string, number>
  readonly effects: Map<string, number>
  readonly undone: Map<string, number>
  readonly gates: Map<string, number>
  readonly signals: Map<string, number>
  readonly outages: Map<Outage, OutageWitness>
  readonly ledgers: Map<string, { readonly firstWrite: number; readonly lastWrite: number }>
  gaveUp: { readonly seq: number; readonly atMs: number } | undefined
  firstDegraded: number | undefined
  lastDegraded: number | undefined
  /** The line on which the first step of a runbook begins. */
  firstStep: number | undefined
}

/** The samples an outage begins with, is last seen in, and ends with. */
export interface OutageWitness {
  readonly firstBad?: Seen
  readonly lastBad?: Seen
  readonly answered?: Seen
  /** The last of the good ones in a row that a recovery takes. */
  readonly settled?: Seen
}

export interface Seen {
  readonly seq: number
  readonly dueMs: number
  readonly tookMs: number
  readonly bad: BadReason | undefined
}

export function witnesses(measures: DrillMeasures): Witnesses {
  const journeys = new Map<string, SampleWitness>()
  const found: Found = {
    ...{ injected: new Map(), intended: new Map(), effects: new Map(), undone: new Map() },
    ...{ gates: new Map(), signals: new Map(), outages: new Map(), ledgers: new Map() },
    ...{ gaveUp: undefined, firstDegraded: undefined, lastDegraded: undefined, firstStep: undefined },
  }
  const see = (event: DrillEvent): void => {
    const { seq, atMs } = event
    switch (event.type) {
      case 'drill.started':
        for (const { name, outages } of measures.journeys) {
          const stable = event.platform.journeys.find(journey => journey.id === name)?.stable ?? 1
          journeys.set(name, sampleWitness(outages, stable, found.outages))
        }
        break
      case 'sample':
        journeys.get(event.journey)?.(event)
        if (event.mode !== undefined) {
          found.firstDegraded ??= seq
          found.lastDegraded = seq
        }
        break
      case 'ledger.wrote': {
        const firstWrite = found.ledgers.get(event.ledger)?.firstWrite ?? seq
        found.ledgers.set(event.ledger, { firstWrite, lastWrite: seq })
        break
      }
      case 'fault.intended':
        found.intended.set(event.fault.id, seq)
        break
      case 'fault.injected':
        found.injected.set(event.fault, { seq, startedMs: event.startedMs, ackMs: event.ackMs })
        break
      case 'fault.effect':
        found.effects.set(event.fault, seq)
        break
      case 'fault.refused':
        found.effects.set(event.fault, seq)
        break
      case 'fault.undone':
        found.undone.set(event.fault, seq)
        break
      case 'gate.finished':
        found.gates.set(gateKey({ name: event.gate, during: event.during, startedMs: event.startedMs }), seq)
        break
      case 'signal.changed':
        found.signals.set(signalKey(event.signal, changedMs(event)), seq)
        break
      case 'runbook.step.started':
        found.firstStep ??= seq
        break
      case 'deadline.passed':
      case 'drill.aborted':
        found.gaveUp ??= { seq, atMs }
        break
    }
  }
  return { see, found }
}

/** By what one asking of a gate is found again. */
export function gateKey({ name, during, startedMs }: { name: string; during: string; startedMs: number }): string {
  return `${name} ${during} ${startedMs}`
}

/** By what one change of a signal is found again. */
export function signalKey(signal: string, atMs: number): string {
  return `${signal} ${atMs}`
}

type SampleWitness = (event: Extract<DrillEvent, { type: 'sample' }>) => void

/** Walks along one journey's outages and keeps, of each, the samples that bound it. */
function sampleWitness(outages: readonly Outage[], stable: number, found: Map<Outage, OutageWitness>): SampleWitness {
  let next = 0
  let goodInARow = 0
  return event => {
    const outage = outages[next]
    if (outage === undefined || event.dueMs < outage.fromMs) return
    const seen: Seen = { seq: event.seq, dueMs: event.dueMs, tookMs: event.tookMs, bad: event.bad }
    const known = found.get(outage) ?? {}
    if (seen.bad !== undefined) {
      goodInARow = 0
      const { answered: _, ...rest } = known
      found.set(outage, { ...rest, firstBad: known.firstBad ?? seen, lastBad: seen })
      return
    }
    goodInARow++
    found.set(outage, { ...known, answered: known.answered ?? seen })
    if (goodInARow < stable || outage.toMs === null) return
    found.set(outage, { ...found.get(outage), settled: seen })
    next++
    goodInARow = 0
  }
}
