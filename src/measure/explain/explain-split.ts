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
      ...toldSteps(measures, found),
      ...actSteps(measures, found),
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
  return [
    cameOnStep('Detected', 'the first of all', { by: split.detectedBy, afterMs: split.detectMs, t0, signals }, found),
  ]
}

/** What others were told, by those signals whose role it is to tell of it. */
function toldSteps({ t0, split, signals }: DrillMeasures, found: Found): readonly Step[] {
  if (t0 === null) return []
  const { failedOverMs, failedOverBy, communicatedMs, communicatedBy } = split
  return [
    ...(failedOverMs === null
      ? []
      : [cameOnStep('Failed over', 'which says so', { by: failedOverBy, afterMs: failedOverMs, t0, signals }, found)]),
    ...(communicatedMs === null
      ? []
      : [
          cameOnStep(
            'Users told',
            'which says so',
            { by: communicatedBy, afterMs: communicatedMs, t0, signals },
            found,
          ),
        ]),
  ]
}

interface CameOn {
  readonly by: string | null
  readonly afterMs: number
  readonly t0: number
  readonly signals: DrillMeasures['signals']
}

function cameOnStep(what: string, which: string, { by, afterMs, t0, signals }: CameOn, found: Found): Step {
  const signal = signals.find(({ name }) => name === by)
  const atMs = signal?.firstOnMs ?? t0 + afterMs
  return step(
    `${what} = ${exact(atMs)} − ${exact(t0)} = ${exact(afterMs)}: signal ${by ?? 'unknown'} came on, ${which}. ${howItCame(signal)}`,
    found.signals.get(signalKey(by ?? '', atMs)),
  )
}

function actSteps({ t0, split }: DrillMeasures, { firstStep }: Found): readonly Step[] {
  if (t0 === null || split.actMs === null) return []
  const sentence = `Acted = ${exact(t0 + split.actMs)} − ${exact(t0)} = ${exact(split.actMs)}: the first step of the runbook began.`
  return [step(sentence, firstStep)]
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
