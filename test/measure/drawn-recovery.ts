import { journeyFold } from '../../src/measure/folds/journey-fold.ts'
import { type Recovery, recovery } from '../../src/measure/recovery.ts'
import type { GateMeasure } from '../../src/model/measures.ts'
import { columnOf, type Drawn, samples } from './timeline.ts'

/**
 * One case: timelines one above the other, 100 ms a column. Samples as in timeline.ts; `^` is t0, `!` is where the drill gave
 * up; in a gate's lane `p` passed, `f` failed, `?` undecided, each asked at its column and answered 50 ms later.
 * A recovery needs three good samples in a row unless the case says otherwise.
 */
export interface Case extends Drawn {
  readonly ask?: string
  readonly pay?: string
  readonly t0?: string | number
  readonly actMs?: number
  readonly stable?: number
  readonly gaveUp?: string | number
  readonly gates?: Readonly<Record<string, string>>
  readonly during?: GateMeasure['during']
}

/** What is measured of a case. */
export function recovered(given: Case): Recovery {
  const { everyMs = 100, stable = 3, gates = {} } = given
  const t0Ms = timeOf(given.t0, '^')
  const lanes = Object.entries({ ask: given.ask, pay: given.pay }).filter(([, lane]) => lane !== undefined)
  const folds = lanes.map(([id, lane = '']) => {
    const fold = journeyFold({ id, everyMs, stable, good: { withinMs: 250 } })
    for (const sample of samples(lane, { ...given, journey: id })) {
      if (t0Ms !== null && sample.dueMs >= t0Ms) fold.endBaseline(t0Ms)
      fold.see(sample)
    }
    return fold
  })
  const dues = lanes.flatMap(([, lane = '']) => samples(lane, given).map(sample => sample.dueMs))
  return recovery({
    t0Ms,
    actMs: given.actMs ?? 0,
    gaveUpMs: timeOf(given.gaveUp, '!'),
    endMs: Math.max(0, ...dues),
    everyMs,
    maxLateMs: Math.max(...folds.map(fold => fold.measure().maxLateMs)),
    outages: folds.flatMap(fold => fold.outages()),
    samplesAfterT0: Math.min(...folds.map(fold => fold.measure().sinceT0)),
    gateNames: Object.keys(gates),
    gates: Object.entries(gates)
      .flatMap(([name, lane]) => answers(name, lane, given.during))
      .toSorted(byTime),
  })
}

function timeOf(mark: string | number | undefined, sign: string): number | null {
  if (mark === undefined) return null
  return typeof mark === 'number' ? mark : columnOf(mark, sign)
}

const VERDICTS = { p: 'passed', f: 'failed', '?': 'inconclusive' } as const

function answers(name: string, lane: string, during: GateMeasure['during'] = 'recovered'): readonly GateMeasure[] {
  return [...lane].flatMap((letter, column) => {
    if (letter === ' ') return []
    const verdict = VERDICTS[letter as keyof typeof VERDICTS]
    return { name, during, verdict, detail: '', startedMs: column * 100, endedMs: column * 100 + 50, files: [] }
  })
}

function byTime(a: GateMeasure, b: GateMeasure): number {
  return a.endedMs - b.endedMs
}

/** A recovery in one line. */
export function inWords({ state, restoredMs, verifiedMs, precisionMs }: Recovery): string {
  if (state === 'not-measured')
    return [state, restoredMs, verifiedMs, precisionMs].filter(part => part !== null).join(' ')
  return `${state} ${restoredMs}, ${verifiedMs === null ? 'not verified' : `verified ${verifiedMs}`}, ±${precisionMs}`
}
