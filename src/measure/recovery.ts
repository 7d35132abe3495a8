import type { GateMeasure } from '../model/measures.ts'
import type { RecoveryState } from '../model/recovery.ts'
import type { MeasuredOutage } from './folds/journey-fold.ts'

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
  /** How late we were to ask, at most: for so long nobody looked, whatever the schedule says. */
  readonly maxLateMs: number
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
    const verifiedMs = verified(input, t0Ms, t0Ms)
    // Whatever its journeys say: a platform whose gate did not pass at first was away until it did.
    const state = verifiedMs !== null && wasGateMissed(input, t0Ms, t0Ms + verifiedMs) ? 'restored' : 'never-down'
    return { state, restoredMs: 0, verifiedMs, precisionMs: floorMs + input.maxLateMs }
  }
  if (after.some(outage => outage.toMs === null || outage.toMs > gaveUp)) {
    return { state: 'still-down', restoredMs: lastSeenMs(input) - t0Ms, verifiedMs: null, precisionMs: floorMs }
  }
  const last = after.reduce((sofar, outage) => (endOf(outage) > endOf(sofar) ? outage : sofar))
  return {
    state: 'restored',
    restoredMs: endOf(last) - t0Ms,
    verifiedMs: verified(input, t0Ms, endOf(last)),
    // What came back came back after the fault.
    precisionMs: Math.max(input.everyMs, endOf(last) - Math.max(t0Ms, last.lastBadMs)) + input.actMs,
  }
}

const unknown: Recovery = { state: 'not-measured', restoredMs: null, verifiedMs: null, precisionMs: null }

function endOf(outage: MeasuredOutage): number {
  return outage.toMs ?? Number.POSITIVE_INFINITY
}

/** A lower bound: up to when somebody was waiting and looking. A drill that died was waiting no longer than its last sample. */
function lastSeenMs({ gaveUpMs, endMs, everyMs }: RecoveryInput): number {
  return gaveUpMs === null ? endMs : Math.min(gaveUpMs, endMs + everyMs)
}

/** When, after `restoredAtMs`, the newest answer of every gate the scenario asks for was a pass. */
function verified(input: RecoveryInput, t0Ms: number, restoredAtMs: number): number | null {
  if (input.gateNames.length === 0) return restoredAtMs - t0Ms
  const newest = new Map<string, GateMeasure['verdict']>()
  for (const gate of input.gates) {
    if (!tellsOfRecovery(gate) || gate.startedMs < restoredAtMs) continue
    newest.set(gate.name, gate.verdict)
    if (input.gateNames.every(name => newest.get(name) === 'passed')) return gate.endedMs - t0Ms
  }
  return null
}

/** Whether a gate that must pass was asked from t0 on and did not, before all of them had. */
function wasGateMissed({ gates, gateNames }: RecoveryInput, t0Ms: number, verifiedAtMs: number): boolean {
  return gates.some(
    gate =>
      tellsOfRecovery(gate) &&
      gateNames.includes(gate.name) &&
      gate.verdict !== 'passed' &&
      gate.startedMs >= t0Ms &&
      gate.endedMs <= verifiedAtMs,
  )
}

function tellsOfRecovery({ during }: GateMeasure): boolean {
  return during === 'recovered' || during === 'during'
}
