import type { Component } from '../../model/component.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { ExtrapolatedRestore, IntegrityMeasure, Rate, RestoreMeasure } from '../../model/restore.ts'
import { parseSize } from '../../model/size.ts'

/** Follows how fast data came back each time, and what the integrity checks said of it. */
export function restoreFold(): {
  see(event: DrillEvent): void
  restores(components: readonly Component[]): readonly RestoreMeasure[]
  integrity(): readonly IntegrityMeasure[]
} {
  const restores = new Map<string, Restores>()
  let integrity: readonly IntegrityMeasure[] = []
  return {
    see(event) {
      if (event.type === 'restore.timed') {
        const { component, into, rows, bytes, tookMs } = event
        // A trial beside the store and the real way back are different work.
        const key = `${component} ${into}`
        const known = restores.get(key)?.seen ?? []
        restores.set(key, { component, into, seen: [...known, { rows, bytes, tookMs: Math.max(1, tookMs) }] })
      }
      if (event.type === 'integrity.checked') {
        const { component, during, checks } = event
        // Asked again and again until it passes, or time is up: the last answer is what holds.
        const others = integrity.filter(known => known.component !== component || known.during !== during)
        integrity = [...others, { component, during, checks }]
      }
    },
    restores: components =>
      [...restores.values()].map(({ component, into, seen }) => {
        const largest = components.find(({ id }) => id === component)?.largest
        return measureOf({ component, into, seen }, largest === undefined ? undefined : parseSize(largest))
      }),
    integrity: () => integrity,
  }
}

interface Restores extends Pick<RestoreMeasure, 'component' | 'into'> {
  readonly seen: readonly Restore[]
}

interface Restore {
  readonly rows: number
  readonly bytes: number
  readonly tookMs: number
}

function measureOf({ component, into, seen }: Restores, largestBytes: number | undefined): RestoreMeasure {
  const last = seen.at(-1)
  const byteRate = rateOf(seen.map(({ bytes, tookMs }) => (bytes / tookMs) * 1000))
  return {
    component,
    into,
    restores: seen.length,
    rows: last?.rows ?? 0,
    bytes: last?.bytes ?? 0,
    rowRate: rateOf(seen.map(({ rows, tookMs }) => (rows / tookMs) * 1000)),
    byteRate,
    largest: largestBytes === undefined || byteRate.perSecond === 0 ? null : extrapolated(largestBytes, byteRate),
  }
}

/** Student's t for 95 %, two-sided, from one degree of freedom on; from ten on it is nearly 2. */
const T95 = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23]

/** The mean of several rates and the interval in which it lies. */
function rateOf(rates: readonly number[]): Rate {
  const count = rates.length
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, count)
  if (count < 2) return { perSecond: mean, lowPerSecond: null, highPerSecond: null }
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (count - 1)
  const half = (T95[count - 2] ?? 2) * Math.sqrt(variance / count)
  return { perSecond: mean, lowPerSecond: Math.max(0, mean - half), highPerSecond: mean + half }
}

function extrapolated(bytes: number, { perSecond, lowPerSecond, highPerSecond }: Rate): ExtrapolatedRestore {
  const ms = (rate: number | null) => (rate === null || rate <= 0 ? null : (bytes / rate) * 1000)
  return { bytes, durationMs: (bytes / perSecond) * 1000, lowMs: ms(highPerSecond), highMs: ms(lowPerSecond) }
}
