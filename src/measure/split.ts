import type { SplitMeasure } from '../model/recovery.ts'
import type { FaultFold } from './folds/fault-fold.ts'
import type { MeasuredOutage } from './folds/journey-fold.ts'
import type { ModeFold } from './folds/mode-fold.ts'
import type { SignalFold } from './folds/signal-fold.ts'
import type { Recovery } from './recovery.ts'
import { totalMs } from './spans.ts'

/** What was seen, for where the time went. */
export interface Seen {
  readonly faults: FaultFold
  readonly signals: SignalFold
  readonly modes: ModeFold
  readonly outages: readonly MeasuredOutage[]
  /** When the first step of a runbook was taken. */
  readonly actedMs: number | null
  readonly back: Recovery
  readonly lastSampleMs: number
}

/** Where the time went, from t0 on. */
export function splitOf({ faults, signals, modes, outages, actedMs, back, lastSampleMs }: Seen): SplitMeasure {
  const t0Ms = faults.t0Ms()
  const detected = signals.first(t0Ms, ['detected', 'degraded', 'failed-over'])
  const failedOver = signals.first(t0Ms, ['failed-over'])
  const communicated = signals.first(t0Ms, ['communicated'])
  return {
    detectMs: minus(detected?.atMs ?? null, t0Ms),
    detectedBy: detected?.name ?? null,
    detectPrecisionMs: detected?.precisionMs ?? null,
    failedOverMs: minus(failedOver?.atMs ?? null, t0Ms),
    failedOverBy: failedOver?.name ?? null,
    communicatedMs: minus(communicated?.atMs ?? null, t0Ms),
    communicatedBy: communicated?.name ?? null,
    actMs: minus(actedMs, t0Ms),
    restoreMs: back.restoredMs,
    validateMs: minus(back.verifiedMs, back.restoredMs),
    degradedMs: modes.degradedMs(),
    modes: modes.seen(),
    downtimeMs: totalMs(outages.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? lastSampleMs }))),
    failbackMs: minus(itselfMs(modes, outages, t0Ms), faults.firstUndoneMs()),
  }
}

/** When the platform was itself again: nothing bad, nothing degraded. Null if that was not seen, or it was never anything else. */
function itselfMs(modes: ModeFold, outages: readonly MeasuredOutage[], t0Ms: number | null): number | null {
  if (t0Ms === null || modes.isOn() || outages.some(outage => outage.toMs === null)) return null
  const ends = [modes.lastMs(), ...outages.map(outage => outage.toMs)].filter(ms => ms !== null && ms > t0Ms)
  return ends.length === 0 ? null : Math.max(...ends.filter(ms => ms !== null))
}

function minus(later: number | null, earlier: number | null): number | null {
  return later === null || earlier === null ? null : Math.max(0, later - earlier)
}
