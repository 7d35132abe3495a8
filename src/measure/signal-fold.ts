import type { DrillEvent } from '../model/event.ts'
import type { SignalMeasure } from '../model/measures.ts'

/** Follows what the platform says about itself. */
export interface SignalFold {
  see(event: DrillEvent): void
  /** When, after t0, the first signal of all came on. */
  firstOnMs(t0Ms: number | null): number | null
  measures(expected: readonly string[]): readonly SignalMeasure[]
}

export function signalFold(): SignalFold {
  const on = new Map<string, number[]>()
  const off = new Map<string, number>()
  return {
    see(event) {
      if (event.type !== 'signal.changed') return
      if (event.on) on.set(event.signal, [...(on.get(event.signal) ?? []), event.atMs])
      else off.set(event.signal, event.atMs)
    },
    firstOnMs(t0Ms) {
      const after = [...on.values()].flat().filter(atMs => t0Ms !== null && atMs >= t0Ms)
      return after.length === 0 ? null : Math.min(...after)
    },
    measures: expected =>
      [...new Set([...expected, ...on.keys()])].map(name => ({
        name,
        expected: expected.includes(name),
        firstOnMs: on.get(name)?.[0] ?? null,
        lastOffMs: off.get(name) ?? null,
      })),
  }
}
