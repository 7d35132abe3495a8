import { formatDuration, formatMeasured } from '../../../model/duration.ts'
import type { DrillMeasures, Outcome } from '../../../model/measures.ts'
import type { RecoveryState } from '../../../model/recovery.ts'

/** How long it took to come back, against how long it may take. */
export interface RtoView {
  readonly state: RecoveryState
  /** `1.8 s ± 100 ms`, `> 9 s`, `never down`, `not measured`. */
  readonly value: string
  readonly note: string
  readonly target: string
  /** `against a target of 6 s`. */
  readonly against: string
  readonly comparison: string
  readonly met: 'yes' | 'no' | 'unknown'
  /** What is drawn. Durations from t0. */
  readonly picture: RtoPicture
}

export interface RtoPicture {
  readonly achievedMs: number | undefined
  readonly precisionMs: number
  readonly restoredMs: number | undefined
  readonly targetMs: number | undefined
  /** It had not ended: the achieved time is only a lower bound. */
  readonly open: boolean
}

/** The recovery time in words, and the numbers of its picture. */
export function rtoView({ rto, outcome }: DrillMeasures): RtoView {
  return {
    state: rto.state,
    value: valueWords(rto),
    note: noteWords(rto, outcome),
    target: rto.targetMs === null ? 'no target set' : formatDuration(rto.targetMs),
    against: rto.targetMs === null ? 'no target set' : `against a target of ${formatDuration(rto.targetMs)}`,
    comparison: comparisonWords(rto),
    met: rto.met === null ? 'unknown' : rto.met ? 'yes' : 'no',
    picture: {
      achievedMs: rto.achievedMs ?? undefined,
      precisionMs: rto.precisionMs ?? 0,
      restoredMs: rto.restoredMs ?? undefined,
      targetMs: rto.targetMs ?? undefined,
      open: rto.state === 'still-down',
    },
  }
}

type Rto = DrillMeasures['rto']

function valueWords(rto: Rto): string {
  switch (rto.state) {
    case 'never-down':
      return rto.achievedMs === null || rto.achievedMs === 0 ? 'never down' : measured(rto.achievedMs, rto)
    case 'still-down':
      return rto.achievedMs === null ? 'still down' : `> ${formatDuration(rto.achievedMs)}`
    case 'restored':
      return rto.achievedMs === null ? 'not verified' : measured(rto.achievedMs, rto)
    case 'not-measured':
      return 'not measured'
    default:
      return rto.state satisfies never
  }
}

function noteWords(rto: Rto, outcome: Outcome): string {
  switch (rto.state) {
    case 'never-down':
      return neverDownWords(rto)
    case 'still-down':
      return `A lower bound: still down when ${STOPPED_WHEN[outcome]}.`
    case 'restored':
      return restoredWords(rto, outcome)
    case 'not-measured':
      return NOT_MEASURED[outcome]
    default:
      return rto.state satisfies never
  }
}

function neverDownWords({ verifiedMs, precisionMs }: Rto): string {
  const gates =
    verifiedMs === null || verifiedMs === 0 ? '' : `; the gates had passed ${formatDuration(verifiedMs)} after it`
  const unseen =
    precisionMs === null ? '' : ` An outage shorter than ${formatDuration(precisionMs)} could have gone unseen.`
  return `No journey was bad after the first fault${gates}.${unseen}`
}

function restoredWords(rto: Rto, outcome: Outcome): string {
  const restored =
    rto.restoredMs === null
      ? 'Restored'
      : rto.restoredMs === 0
        ? 'No journey was bad, but what was asked beside them did not hold at first'
        : `Journeys good again after ${measured(rto.restoredMs, rto)}`
  if (rto.verifiedMs !== null) return `${restored}, verified by the gates after ${measured(rto.verifiedMs, rto)}.`
  if (outcome === 'completed') return `${restored}; not verified, because the gates did not all pass.`
  return `${restored}; not verified, because ${STOPPED_WHEN[outcome]} before the gates had passed.`
}

function comparisonWords(rto: Rto): string {
  if (rto.targetMs === null) return 'There is no target to compare with.'
  if (rto.state === 'still-down' && (rto.achievedMs ?? 0) <= rto.targetMs)
    return 'Stopped before the target time had passed.'
  if (rto.met === true) return 'Within the target.'
  if (rto.met === false) return 'Later than the target.'
  return 'Cannot be compared with the target.'
}

function measured(ms: number, { precisionMs }: Rto): string {
  return precisionMs === null ? formatDuration(ms) : formatMeasured(ms, precisionMs)
}

const STOPPED_WHEN = {
  completed: 'the drill gave up',
  'unhealthy-baseline': 'the drill gave up',
  'aborted-by-guard': 'a guard stopped the drill',
  interrupted: 'the drill was interrupted',
  'broken-off': 'the journal breaks off',
} as const satisfies Record<Outcome, string>

const NOT_MEASURED = {
  completed: 'The drill saw no recovery that it could time.',
  'unhealthy-baseline': 'Nothing was broken, so there was nothing to recover from.',
  'aborted-by-guard': 'A guard stopped the drill before a recovery could be timed.',
  interrupted: 'The drill was interrupted before a recovery could be timed.',
  'broken-off': 'The drill broke off before a recovery could be timed.',
} as const satisfies Record<Outcome, string>
