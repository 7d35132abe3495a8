import { formatDuration, formatMeasured } from '../model/duration.ts'
import type { DrillMeasures, Reason } from '../model/measures.ts'
import type { Scenario } from '../model/scenario.ts'
import { type Verdict, worst } from '../model/verdict.ts'
import type { Ending } from './measuring.ts'

export type Unjudged = Omit<DrillMeasures, 'verdict' | 'reasons' | 'followUps'>

/** From numbers to the verdict: every rule says its sentence, the worst sentence wins. */
export function judge(
  measures: Unjudged,
  scenario: Scenario,
  ending: Ending,
): { verdict: Verdict; reasons: readonly Reason[] } {
  const reasons = RULES.flatMap(rule => rule(measures, scenario, ending))
  const order = [...reasons].sort((a, b) => RANK[b.verdict] - RANK[a.verdict])
  return { verdict: worst(reasons.map(reason => reason.verdict)), reasons: order }
}

const RANK = { passed: 0, inconclusive: 1, failed: 2 } as const

type Rule = (measures: Unjudged, scenario: Scenario, ending: Ending) => readonly Reason[]

const RULES: readonly Rule[] = [
  howItEnded,
  wasAnythingBroken,
  didItBite,
  wereWeLooking,
  cameBack,
  metTheTarget,
  dataLoss,
  gatesPassed,
  expectedMode,
  expectedSignals,
  putBack,
]

function howItEnded({ outcome }: Unjudged, _scenario: Scenario, { why, seq }: Ending): readonly Reason[] {
  const because = why.join('; ')
  switch (outcome) {
    case 'completed':
      return []
    case 'unhealthy-baseline':
      return [
        {
          verdict: 'inconclusive',
          text: `The platform was not healthy before the drill, so nothing was broken: ${because}.`,
          seq,
        },
      ]
    case 'aborted-by-guard':
      return [{ verdict: 'failed', text: `A guard stopped the drill: ${because}.`, seq }]
    case 'interrupted':
      return [{ verdict: 'inconclusive', text: `The drill was interrupted: ${because}.`, seq }]
    case 'broken-off':
      return [
        {
          verdict: 'inconclusive',
          text: `The drill broke off before its end${because === '' ? '' : `: ${because}`}.`,
          seq,
        },
      ]
    default:
      return outcome satisfies never
  }
}

function wasAnythingBroken({ t0, outcome, faults }: Unjudged): readonly Reason[] {
  if (t0 !== null || outcome === 'unhealthy-baseline') return []
  // Between intent and acknowledgement nobody can say whether the fault was already there.
  if (faults.length > 0)
    return [inconclusive('It is not known whether the first fault took hold, so recovery cannot be measured.')]
  return [inconclusive('Nothing was broken, so nothing can be said about recovery.')]
}

function didItBite({ faults }: Unjudged): readonly Reason[] {
  return faults
    .filter(fault => fault.effect !== 'bitten')
    .map(({ id, words, effect, seen }) =>
      inconclusive(
        `Fault ${id} (${words}) ${effect === 'not-bitten' ? 'did not bite' : 'could not be shown to bite'}: ${seen}.`,
      ),
    )
}

function wereWeLooking({ journeys, t0, rto }: Unjudged): readonly Reason[] {
  if (t0 === null) return []
  const blind = journeys.filter(journey => journey.sinceT0 === 0)
  // Our own lateness can only make a recovery look longer: a target met in spite of it is met.
  const blurred = rto.met === true ? [] : journeys.filter(journey => journey.blurred > 0)
  return [
    ...(journeys.length === 0 ? [inconclusive('No journey was sampled, so nobody knows what users saw.')] : []),
    ...blind.map(({ name }) => inconclusive(`Journey ${name} has no sample after the fault.`)),
    ...blurred.map(({ name, blurred, maxLateMs }) =>
      inconclusive(
        `Journey ${name} was asked up to ${formatDuration(maxLateMs)} late by this machine, which alone made ${blurred} of its samples slow.`,
      ),
    ),
  ]
}

function cameBack({ rto, outcome }: Unjudged): readonly Reason[] {
  switch (rto.state) {
    case 'still-down': {
      const after = `${formatDuration(rto.restoredMs ?? 0)} after the fault`
      // Who was stopped while waiting cannot know how long the wait would have been.
      if (outcome === 'interrupted' || outcome === 'broken-off') {
        return [inconclusive(`The platform was still down when the drill was stopped, ${after}.`)]
      }
      return [failed(`The platform had not come back when the drill gave up, ${after}.`)]
    }
    case 'never-down':
      return [passed('No journey was ever down.')]
    case 'restored':
      return [
        passed(
          `Every journey was good again ${formatMeasured(rto.restoredMs ?? 0, rto.precisionMs ?? 0)} after the fault.`,
        ),
      ]
    case 'not-measured':
      return outcome === 'completed' ? [inconclusive('Recovery could not be measured.')] : []
    default:
      return rto.state satisfies never
  }
}

function metTheTarget({ rto }: Unjudged): readonly Reason[] {
  if (rto.targetMs === null || rto.state === 'not-measured' || rto.state === 'still-down') return []
  if (rto.achievedMs === null) {
    return [inconclusive('The recovery was not verified: after the last outage no gate had the chance to pass.')]
  }
  const figure = formatMeasured(rto.achievedMs, rto.precisionMs ?? 0)
  const target = formatDuration(rto.targetMs)
  if (rto.met === true) return [passed(`RTO achieved: ${figure}, within the target of ${target}.`)]
  if (rto.met === false) return [failed(`RTO achieved: ${figure}, over the target of ${target}.`)]
  return [inconclusive(`RTO achieved: ${figure}; the target of ${target} lies within the error bar.`)]
}

function dataLoss({ rpo, t0 }: Unjudged): readonly Reason[] {
  if (rpo.targetMs === null || t0 === null || rpo.achievedMs !== null) return []
  return [
    inconclusive(
      `An RPO of ${formatDuration(rpo.targetMs)} is asked for, but no ledger ran: nobody knows what was lost.`,
    ),
  ]
}

function gatesPassed({ gates, t0, rto, outcome }: Unjudged, scenario: Scenario): readonly Reason[] {
  if (t0 === null) return []
  return (['recovered', 'healed'] as const).flatMap(during =>
    scenario.gates.smoke.flatMap(name => {
      const when = during === 'recovered' ? 'after the recovery' : 'after everything was put back'
      const last = gates.findLast(gate => gate.name === name && gate.during === during)
      // A platform that never came back, or a drill that was stopped, says so itself.
      if (last === undefined) {
        const excused = outcome !== 'completed' || (during === 'recovered' && rto.state === 'still-down')
        return excused ? [] : [inconclusive(`Gate ${name} was not asked ${when}.`)]
      }
      if (last.verdict === 'passed') return [passed(`Gate ${name} passed ${when}.`)]
      return [
        { verdict: last.verdict, text: `Gate ${name} ${GATE_WORDS[last.verdict]} ${when}: ${last.detail}.`, seq: null },
      ]
    }),
  )
}

const GATE_WORDS = { failed: 'failed', inconclusive: 'could not be decided' } as const

function expectedMode({ split, outcome, t0 }: Unjudged, { expect }: Scenario): readonly Reason[] {
  if (expect.degraded === undefined || t0 === null || outcome !== 'completed') return []
  if (split.modes.includes(expect.degraded)) {
    return [passed(`Answers were marked ${expect.degraded} for ${formatDuration(split.degradedMs)}.`)]
  }
  return [failed(`The degraded mode ${expect.degraded} was expected, but no answer was marked with it.`)]
}

function expectedSignals({ signals, t0, outcome }: Unjudged): readonly Reason[] {
  if (t0 === null || outcome !== 'completed') return []
  return signals
    .filter(signal => signal.expected)
    .map(({ name, firstOnMs }) =>
      firstOnMs === null
        ? failed(`The signal ${name} was expected, but never came on.`)
        : passed(`The signal ${name} came on ${formatDuration(Math.max(0, firstOnMs - t0))} after the fault.`),
    )
}

function putBack({ rollback, outcome }: Unjudged): readonly Reason[] {
  if (rollback.complete && rollback.scanned)
    return [passed(`Nothing was left behind (looked at ${rollback.looked.join(', ')}).`)]
  if (rollback.leftBehind.length > 0) {
    const left = rollback.leftBehind.map(({ where, what }) => `${what} on ${where}`).join('; ')
    return [inconclusive(`Something was left behind: ${left}.`)]
  }
  if (outcome === 'unhealthy-baseline' && rollback.complete) return []
  return [inconclusive('Nobody has looked whether something was left behind; "blackstart recover" does.')]
}

function passed(text: string): Reason {
  return { verdict: 'passed', text, seq: null }
}
function inconclusive(text: string): Reason {
  return { verdict: 'inconclusive', text, seq: null }
}
function failed(text: string): Reason {
  return { verdict: 'failed', text, seq: null }
}
