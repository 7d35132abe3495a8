import { formatDuration } from '../model/duration.ts'
import type { Reason } from '../model/measures.ts'
import type { Scenario } from '../model/scenario.ts'
import { type Verdict, worst } from '../model/verdict.ts'
import type { Ending } from './measuring.ts'
import { cameBack, metTheTarget } from './recovery-rules.ts'
import { failed, inconclusive, passed, type Rule, type Unjudged } from './rule.ts'

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
        `Journey ${name} was asked up to ${formatDuration(maxLateMs)} late by this machine, which alone made ${blurred} of its samples bad.`,
      ),
    ),
  ]
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

function putBack({ rollback, outcome, faults }: Unjudged): readonly Reason[] {
  if (rollback.complete && rollback.scanned) {
    const looked = rollback.looked.length === 0 ? 'nothing had been touched' : `looked at ${rollback.looked.join(', ')}`
    return [passed(`Nothing was left behind (${looked}).`)]
  }
  if (rollback.leftBehind.length > 0) {
    const left = rollback.leftBehind.map(({ where, what }) => `${what} on ${where}`).join('; ')
    return [inconclusive(`Something was left behind: ${left}.`)]
  }
  if (rollback.scanned) {
    const standing = faults.filter(fault => fault.undoneMs === null).map(fault => `${fault.id} (${fault.undo})`)
    const what = standing.length === 0 ? 'a route' : `fault ${standing.join(', ')}`
    return [inconclusive(`The journal does not say that everything was put back: ${what}.`)]
  }
  if (outcome === 'unhealthy-baseline' && rollback.complete) return []
  return [inconclusive('Nobody has looked whether something was left behind; "blackstart recover" does.')]
}
