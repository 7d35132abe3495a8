import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { Term } from './words.ts'

/** Where the time went, counted from t0. */
export function splitTerms({ split, rto, t0 }: DrillMeasures): readonly Term[] {
  if (t0 === null) return []
  const measured = (ms: number | null) =>
    ms === null ? 'not observed' : rto.precisionMs === null ? formatDuration(ms) : formatMeasured(ms, rto.precisionMs)
  const modes = split.modes.length === 0 ? '' : ` (${split.modes.join(', ')})`
  return [
    {
      term: 'First signal',
      text: split.detectMs === null ? 'no signal seen' : firstSignalWords(split.detectMs, split),
    },
    ...seen('First recovery step', split.actMs),
    ...seen('Failed over', split.failedOverMs, split.failedOverBy),
    ...seen('Users were told', split.communicatedMs, split.communicatedBy),
    { term: 'Restored', text: restoredWords(measured(split.restoreMs), rto.state) },
    { term: 'Validation took', text: split.validateMs === null ? 'not observed' : formatDuration(split.validateMs) },
    { term: 'Total downtime', text: formatDuration(split.downtimeMs) },
    { term: 'In a degraded mode', text: `${formatDuration(split.degradedMs)}${modes}` },
    { term: 'Failback', text: split.failbackMs === null ? 'not observed' : formatDuration(split.failbackMs) },
  ]
}

/** What many platforms neither do nor say is a line only where it was seen. */
function seen(term: string, ms: number | null, by: string | null = null): readonly Term[] {
  if (ms === null) return []
  return [{ term, text: `after ${formatDuration(ms)}${by === null ? '' : ` (${by})`}` }]
}

function firstSignalWords(detectMs: number, { detectedBy, detectPrecisionMs }: DrillMeasures['split']): string {
  const after = `after ${detectPrecisionMs === null || detectPrecisionMs === 0 ? formatDuration(detectMs) : formatMeasured(detectMs, detectPrecisionMs)}`
  return detectedBy === null ? after : `${after} (${detectedBy})`
}

function restoredWords(measured: string, state: DrillMeasures['rto']['state']): string {
  if (state === 'never-down') return 'never down'
  if (state === 'still-down') return 'not restored'
  return measured === 'not observed' ? measured : `after ${measured}`
}
