import type { DrillMeasures, SignalMeasure } from '../../model/measures.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import { type Found, signalKey } from './witnesses.ts'

/** Where the time between the damage and the recovery went. */
export function explainSplit(measures: DrillMeasures, found: Found): Explanation {
  return {
    name: 'split',
    title: 'Where the time went',
    figure: `${exact(measures.split.downtimeMs)} of downtime`,
    meaning: 'Durations from t0: noticed, good again, verified; and how long answers were degraded.',
    steps: [
      ...detectSteps(measures, found),
      ...restoreSteps(measures),
      ...degradedSteps(measures, found),
      step(
        `Downtime = ${exact(measures.split.downtimeMs)}: all outages of all journeys together, overlaps counted once.`,
      ),
      ...failbackSteps(measures, found),
    ],
  }
}

function detectSteps({ t0, split, signals }: DrillMeasures, found: Found): readonly Step[] {
  if (t0 === null) return []
  if (split.detectMs === null) {
    const deaf = signals.filter(({ deafSinceMs }) => deafSinceMs !== null).map(({ name }) => name)
    const unheard = deaf.length === 0 ? '' : ` What ${deaf.join(', ')} would have been received with broke off.`
    return [step(`Detected: no signal came on after t0.${unheard}`)]
  }
  const first = signals.find(signal => signal.name === split.detectedBy)
  const atMs = first?.firstOnMs ?? t0 + split.detectMs
  return [
    step(
      `Detected = ${exact(atMs)} − ${exact(t0)} = ${exact(split.detectMs)}: signal ${first?.name ?? 'unknown'} came on, the first of all. ${howItCame(first)}`,
      found.signals.get(signalKey(first?.name ?? '', atMs)),
    ),
  ]
}

function howItCame(signal: SignalMeasure | undefined): string {
  if (signal === undefined || signal.precisionMs === null) return ''
  if (signal.came === 'received') return 'It was posted to us, so that is when it came on.'
  return `It was asked for every ${exact(signal.precisionMs)}, so it may have come on that much earlier.`
}

function restoreSteps({ split, rto }: DrillMeasures): readonly Step[] {
  return [
    ...(split.restoreMs === null ? [] : [step(`Restored = ${exact(split.restoreMs)}, as explained under RTO.`)]),
    ...(split.validateMs === null || rto.verifiedMs === null || rto.restoredMs === null
      ? []
      : [
          step(
            `Validated = verified − restored = ${exact(rto.verifiedMs)} − ${exact(rto.restoredMs)} = ${exact(split.validateMs)}.`,
          ),
        ]),
  ]
}

function degradedSteps({ split }: DrillMeasures, { firstDegraded, lastDegraded }: Found): readonly Step[] {
  if (split.modes.length === 0) return [step('No answer admitted to a degraded mode.')]
  return [
    step(
      `Degraded (${split.modes.join(', ')}) for ${exact(split.degradedMs)}: each such answer stands for one sampling interval, overlaps counted once; the first and the last of them.`,
      firstDegraded,
      lastDegraded,
    ),
  ]
}

function failbackSteps({ split, faults }: DrillMeasures, found: Found): readonly Step[] {
  if (split.failbackMs === null) return []
  const undone = faults
    .filter(fault => fault.undoneMs !== null)
    .toSorted((a, b) => (a.undoneMs ?? 0) - (b.undoneMs ?? 0))[0]
  return [
    step(
      `Failed back ${exact(split.failbackMs)} after the first fault was undone (at ${exact(undone?.undoneMs ?? 0)}): nothing bad, nothing degraded any more.`,
      undone === undefined ? undefined : found.undone.get(undone.id),
    ),
  ]
}
