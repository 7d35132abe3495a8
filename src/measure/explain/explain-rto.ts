import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { outageSteps } from './explain-journeys.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import { outagesAfter } from './outages-after.ts'
import { targetWords } from './target-words.ts'
import { type Found, gateKey } from './witnesses.ts'

/** From t0 over the last outage and the gates to the achieved time, its precision and the target. */
export function explainRto(measures: DrillMeasures, found: Found): Explanation {
  const { rto } = measures
  return {
    name: 'rto',
    title: 'RTO achieved',
    figure: figureOf(measures),
    meaning:
      rto.until === 'verified'
        ? 'From t0, the instant before the first fault’s act, until every journey was good again and every gate had passed.'
        : 'From t0, the instant before the first fault’s act, until every journey was good again, because the scenario says "until: restored".',
    steps: [
      ...t0Steps(measures, found),
      ...restoredSteps(measures, found),
      ...verifiedSteps(measures, found),
      ...precisionSteps(measures, found),
      ...targetSteps(measures),
    ],
  }
}

function figureOf({ rto }: DrillMeasures): string {
  switch (rto.state) {
    case 'not-measured':
      return 'not measured'
    case 'never-down':
      return rto.achievedMs === null ? 'never down, but not verified' : '0 s, never down'
    case 'still-down':
      return `more than ${formatDuration(rto.restoredMs ?? 0)}: still down`
    case 'restored':
      return rto.achievedMs === null ? 'not verified' : formatMeasured(rto.achievedMs, rto.precisionMs ?? 0)
    default:
      return rto.state satisfies never
  }
}

function t0Steps({ t0, faults }: DrillMeasures, { injected }: Found): readonly Step[] {
  const first = [...injected.entries()].find(([, { startedMs }]) => startedMs === t0)
  if (t0 === null || first === undefined) return [step('No fault was acknowledged, so there is no t0.')]
  const [id, { seq, startedMs, ackMs }] = first
  const words = faults.find(fault => fault.id === id)?.words ?? id
  return [
    step(
      `t0 = ${exact(startedMs)} after the drill’s start: just before the act of fault ${id} (${words}), which was acknowledged ${exact(ackMs - startedMs)} later.`,
      seq,
    ),
  ]
}

// Enough to see the pattern; all of them are in the report.
const SHOWN = 6

function restoredSteps(measures: DrillMeasures, found: Found): readonly Step[] {
  const { t0, rto } = measures
  if (t0 === null || rto.restoredMs === null) return []
  // Never down, or away only by what a gate or its data says.
  if (rto.state !== 'still-down' && rto.restoredMs === 0) {
    return [step('No sample of any journey was bad after t0: restored = 0 s.')]
  }
  const after = outagesAfter(measures.journeys, t0)
  const skipped = Math.max(0, after.length - SHOWN)
  const shown = after.slice(skipped)
  return [
    ...(skipped === 0
      ? []
      : [
          step(
            `${skipped} earlier ${skipped === 1 ? 'outage is' : 'outages are'} not shown; only the one that ended last counts.`,
          ),
        ]),
    ...shown.flatMap(({ journey, outage }) => outageSteps(journey, outage, found)),
    rto.state === 'still-down'
      ? step(
          `Nobody waited longer than ${exact(t0 + rto.restoredMs)}: ${exact(t0 + rto.restoredMs)} − ${exact(t0)} = ${exact(rto.restoredMs)}, a lower bound.`,
          ...(found.gaveUp === undefined ? [] : [found.gaveUp.seq]),
        )
      : step(
          `The last outage ended at ${exact(t0 + rto.restoredMs)}: restored = ${exact(t0 + rto.restoredMs)} − ${exact(t0)} = ${exact(rto.restoredMs)}.`,
        ),
  ]
}

function verifiedSteps({ t0, rto, gates }: DrillMeasures, found: Found): readonly Step[] {
  if (t0 === null || rto.state === 'still-down' || rto.state === 'not-measured') return []
  if (gates.length === 0) return [step('No gates are asked for: verified = restored.')]
  if (rto.verifiedMs === null)
    return [
      step(`${rto.restoredMs === 0 ? 'After t0' : 'After the last outage'} the gates did not all pass: not verified.`),
    ]
  const verifiedAtMs = t0 + rto.verifiedMs
  const counted = gates.filter(
    ({ during, endedMs }) => (during === 'recovered' || during === 'during') && endedMs <= verifiedAtMs + ROUNDING_MS,
  )
  // Where no journey was bad, it is a gate that did not pass at first which says that the platform was away.
  const missed = rto.restoredMs === 0 ? counted.filter(gate => gate.verdict !== 'passed').slice(0, 1) : []
  const newest = [...new Map(counted.map(gate => [gate.name, gate])).values()]
  return [
    ...[...missed, ...newest].map(gate =>
      step(
        `Gate ${gate.name}, asked at ${exact(gate.startedMs)}, ${gate.verdict} at ${exact(gate.endedMs)}.`,
        found.gates.get(gateKey(gate)),
      ),
    ),
    step(
      `With that every gate had passed: verified = ${exact(verifiedAtMs)} − ${exact(t0)} = ${exact(rto.verifiedMs)}.`,
    ),
  ]
}

const ROUNDING_MS = 0.001

function precisionSteps(measures: DrillMeasures, found: Found): readonly Step[] {
  const { t0, rto, journeys } = measures
  if (t0 === null || rto.precisionMs === null) return []
  const everyMs = Math.max(0, ...journeys.map(journey => journey.everyMs))
  const first = [...found.injected.values()].find(({ startedMs }) => startedMs === t0)
  const actMs = first === undefined ? 0 : first.ackMs - first.startedMs
  const base = `${exact(rto.precisionMs)} = `
  const act = `${exact(actMs)} until the act was acknowledged`
  if (rto.state === 'never-down') {
    const lateMs = rto.precisionMs - everyMs - actMs
    return [
      step(
        `Precision: ${base}one interval of ${exact(everyMs)} + ${act} + ${exact(lateMs)} that we asked late at most.`,
      ),
    ]
  }
  if (rto.state === 'still-down') return [step(`Precision: ${base}one interval of ${exact(everyMs)} + ${act}.`)]
  const gapMs = rto.precisionMs - actMs
  if (gapMs <= everyMs + ROUNDING_MS) return [step(`Precision: ${base}one interval of ${exact(everyMs)} + ${act}.`)]
  return [
    step(
      `Precision: ${base}${exact(gapMs)} between the last moment that proves the platform away and the answer that proved it back + ${act}.`,
    ),
  ]
}

function targetSteps({ rto }: DrillMeasures): readonly Step[] {
  const words = targetWords(rto)
  return [step(words === undefined ? 'The scenario states no target.' : `Target ${words}.`)]
}
