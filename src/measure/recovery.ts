import type { GateMeasure, RecoveryState } from '../model/measures.ts'
import type { MeasuredOutage } from './journey-fold.ts'

/** How long the platform was away after t0, and how sharply that is known. All durations. */
export interface Recovery {
  readonly state: RecoveryState
  readonly restoredMs: number | null
  readonly verifiedMs: number | null
  /** The truth lies between the figure minus this and the figure. */
  readonly precisionMs: number | null
}

export interface RecoveryInput {
  readonly t0Ms: number | null
  /** How long the first fault's act took until it was acknowledged. */
  readonly actMs: number
  /** When the drill stopped waiting: what came back later came back because we healed it. */
  readonly gaveUpMs: number | null
  /** When the last sample was due. */
  readonly endMs: number
  readonly everyMs: number
  /** Of all journeys. */
  readonly outages: readonly MeasuredOutage[]
  readonly samplesAfterT0: number
  /** The gates the scenario asks for; none: restored is verified. */
  readonly gateNames: readonly string[]
  readonly gates: readonly GateMeasure[]
}

/** From outages and gates to the recovery: t0 to the end of the last outage, and t0 to the passing of all gates. */
export function recovery(input: RecoveryInput): Recovery {
  const { t0Ms, gaveUpMs } = input
  if (t0Ms === null || input.samplesAfterT0 === 0) return unknown
  const gaveUp = gaveUpMs ?? Number.POSITIVE_INFINITY
  const after = input.outages.filter(outage => endOf(outage) > t0Ms && outage.fromMs < gaveUp)
  const floorMs = input.everyMs + input.actMs
  if (after.length === 0) {
    return { state: 'never-down', restoredMs: 0, verifiedMs: verified(input, t0Ms, t0Ms), precisionMs: floorMs }
  }
  if (after.some(outage => outage.toMs === null || outage.toMs > gaveUp)) {
    // A lower bound: it was still away when we stopped waiting.
    return { state: 'still-down', restoredMs: (gaveUpMs ?? input.endMs) - t0Ms, verifiedMs: null, precisionMs: floorMs }
  }
  const last = after.reduce((sofar, outage) => (endOf(outage) > endOf(sofar) ? outage : sofar))
  return {
    state: 'restored',
    restoredMs: endOf(last) - t0Ms,
    verifiedMs: verified(input, t0Ms, endOf(last)),
    precisionMs: Math.max(input.everyMs, endOf(last) - last.lastBadMs) + input.actMs,
  }
}

const unknown: Recovery = { state: 'not-measured', restoredMs: null, verifiedMs: null, precisionMs: null }

function endOf(outage: MeasuredOutage): number {
  return outage.toMs ?? Number.POSITIVE_INFINITY
}

/** When, after `restoredAtMs`, every gate the scenario asks for had passed. */
function verified(input: RecoveryInput, t0Ms: number, restoredAtMs: number): number | null {
  const firstPasses = input.gateNames.map(name =>
    input.gates
      .filter(gate => gate.name === name && gate.during === 'recovered')
      .filter(gate => gate.verdict === 'passed' && gate.startedMs >= restoredAtMs)
      .reduce<number | undefined>((first, gate) => Math.min(first ?? gate.endedMs, gate.endedMs), undefined),
  )
  if (firstPasses.includes(undefined)) return null
  return Math.max(restoredAtMs, ...firstPasses.filter(passedMs => passedMs !== undefined)) - t0Ms
}
