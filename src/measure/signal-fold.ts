import type { DrillEvent } from '../model/event.ts'
import type { SignalMeasure } from '../model/measures.ts'
import type { SignalRole } from '../model/platform.ts'

/** Follows what the platform says about itself. */
export interface SignalFold {
  see(event: DrillEvent): void
  /** When, after t0, the first signal with one of these roles came on. */
  firstOnMs(t0Ms: number | null, roles: readonly SignalRole[]): number | null
  /** A signal that was on before t0 and never came on again has not noticed the fault. Without a t0 its first time of all counts. */
  measures(expected: readonly string[], t0Ms: number | null): readonly SignalMeasure[]
}

export function signalFold(): SignalFold {
  const on = new Map<string, number[]>()
  const off = new Map<string, number>()
  const roleOf = new Map<string, SignalRole>()
  return {
    see(event) {
      if (event.type === 'drill.started') for (const { id, role } of event.platform.signals) roleOf.set(id, role)
      if (event.type !== 'signal.changed') return
      if (!event.on) {
        off.set(event.signal, event.atMs)
        return
      }
      const times = on.get(event.signal) ?? []
      times.push(event.atMs)
      on.set(event.signal, times)
    },
    firstOnMs(t0Ms, roles) {
      // Journals from before there were roles tell of something noticed.
      const meant = [...on].filter(([signal]) => roles.includes(roleOf.get(signal) ?? 'detected'))
      const after = meant.flatMap(([, times]) => times).filter(atMs => t0Ms !== null && atMs >= t0Ms)
      return after.length === 0 ? null : Math.min(...after)
    },
    measures: (expected, t0Ms) =>
      [...new Set([...expected, ...on.keys()])].map(name => ({
        name,
        expected: expected.includes(name),
        firstOnMs: on.get(name)?.find(atMs => t0Ms === null || atMs >= t0Ms) ?? null,
        lastOffMs: off.get(name) ?? null,
      })),
  }
}
