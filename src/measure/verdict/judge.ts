import type { Unready } from '../../model/baseline.ts'
import { formatDuration } from '../../model/duration.ts'
import { gateNamesOf } from '../../model/gate-names.ts'
import type { Reason } from '../../model/measures.ts'
import type { Scenario } from '../../model/scenario.ts'
import { withoutStop } from '../../model/sentence.ts'
import { type Verdict, worst } from '../../model/verdict.ts'
import type { Ending } from '../folds/ending-fold.ts'
import type { Evidence } from '../folds/evidence-fold.ts'
import { neighboursInPeace } from '../isolation/isolation-rules.ts'
import { qualityHeld } from '../quality/quality-rules.ts'
import { servedAsBefore } from './after-rules.ts'
import { didItBite, didItHold } from './fault-rules.ts'
import { dataLoss } from './loss-rules.ts'
import { partsInTime } from './part-rules.ts'
import { cameBack, metTheTarget } from './recovery-rules.ts'
import { failed, inconclusive, passed, type Rule, restingOn, type Said, type Unjudged } from './rule.ts'
import { runbookHeld } from './runbook-rule.ts'
import { expectedSignals } from './signal-rules.ts'

/** From numbers to the verdict: every rule says its sentence, the worst sentence wins. */
export function judge(
  measures: Unjudged,
  scenario: Scenario,
  ending: Ending,
  evidence: Evidence = new Map(),
): { verdict: Verdict; reasons: readonly Reason[] } {
  // What a drill is about comes first.
  const rules = scenario.isolation === undefined ? RULES : [...RULES].sort((a, b) => aboutTenants(b) - aboutTenants(a))
  const reasons = rules.flatMap(rule => rule(measures, scenario, ending)).map(said => withLine(said, evidence))
  const order = [...reasons].sort((a, b) => RANK[b.verdict] - RANK[a.verdict])
  return { verdict: worst(reasons.map(reason => reason.verdict)), reasons: order }
}

function aboutTenants(rule: Rule): number {
  return rule === neighboursInPeace ? 1 : 0
}

/** A sentence that no single line proves, such as that something never happened, rests on the last line: until then it had not. */
function withLine({ rests = [], ...reason }: Said, evidence: Evidence): Reason {
  const lines = rests.map(what => evidence.get(what)).filter(line => line !== undefined)
  return { ...reason, seq: reason.seq ?? lines.toSorted((a, b) => b - a)[0] ?? evidence.get('end') ?? null }
}

const RANK = { passed: 0, inconclusive: 1, failed: 2 } as const

const RULES: readonly Rule[] = [
  howItEnded,
  wasAnythingBroken,
  didItBite,
  didItHold,
  wereWeLooking,
  cameBack,
  metTheTarget,
  partsInTime,
  servedAsBefore,
  dataLoss,
  gatesPassed,
  neighboursInPeace,
  qualityHeld,
  expectedMode,
  expectedSignals,
  runbookHeld,
  putBack,
]

function howItEnded({ outcome }: Unjudged, _scenario: Scenario, { why, unready = [], seq }: Ending): readonly Said[] {
  const because = why.join('; ')
  switch (outcome) {
    case 'completed':
      return []
    case 'unhealthy-baseline': {
      const text = `The platform was not healthy before the drill, so nothing was broken: ${because}.`
      return [{ ...inconclusive(text, adviceBefore(unready)), seq }]
    }
    case 'aborted-by-guard': {
      const advice = 'Find out why users suffered more than the guard allows; how it would have ended is not known.'
      return [{ ...failed(`A guard stopped the drill: ${because}.`, advice), seq }]
    }
    case 'interrupted':
      return [{ ...inconclusive(`The drill was interrupted: ${because}.`, 'Drill again, to the end.'), seq }]
    case 'broken-off': {
      const text =
        because === '' ? 'The drill broke off: its journal has no last line.' : `The drill broke off: ${because}.`
      return [
        { ...inconclusive(text, 'Mend what broke it off; the logs lie beside this report. Then drill again.'), seq },
      ]
    }
    default:
      return outcome satisfies never
  }
}

/** A platform that is well, but whose broken part nobody asks, needs no healing. */
function adviceBefore(unready: readonly Unready[]): string {
  return unready.length > 0 && unready.every(kind => kind === 'unused-route')
    ? 'Let a journey ask what crosses that route, or break another component, then drill again.'
    : 'Bring the platform back to health (or give this busy machine, or the journey, more time), then drill again.'
}

function wasAnythingBroken({ t0, outcome, faults }: Unjudged): readonly Said[] {
  if (t0 !== null || outcome === 'unhealthy-baseline') return []
  const advice = 'Drill again.'
  // Between intent and acknowledgement nobody can say whether the fault was already there.
  if (faults.length > 0) {
    return [inconclusive('It is not known whether the first fault took hold, so recovery cannot be measured.', advice)]
  }
  return [inconclusive('Nothing was broken, so nothing can be said about recovery.', advice)]
}

function wereWeLooking({ journeys, t0, rto }: Unjudged): readonly Said[] {
  if (t0 === null) return []
  const blind = journeys.filter(journey => journey.sinceT0 === 0)
  // Our own lateness can only make a recovery look longer: a target met in spite of it is met.
  const blurred = rto.met === true ? [] : journeys.filter(journey => journey.blurred > 0)
  return [
    ...(journeys.length === 0
      ? [
          inconclusive(
            'No journey was sampled, so nobody knows what users saw.',
            'Describe a journey in the platform file.',
          ),
        ]
      : []),
    ...blind.map(({ name }) => inconclusive(`Journey ${name} has no sample after the fault.`, 'Drill again.')),
    ...blurred.map(({ name, blurred, maxLateMs }) =>
      restingOn(
        inconclusive(
          `Journey ${name} was asked or heard up to ${formatDuration(maxLateMs)} late by this machine, which may be all that made ${blurred} of its samples bad.`,
          'Drill again from a machine with time to spare.',
        ),
        `late ${name}`,
      ),
    ),
  ]
}

function gatesPassed({ gates, t0, rto, outcome }: Unjudged, scenario: Scenario): readonly Said[] {
  if (t0 === null) return []
  return (['recovered', 'healed'] as const).flatMap(during =>
    gateNamesOf(scenario.gates).flatMap(name => {
      const when = during === 'recovered' ? 'after the recovery' : 'after everything was put back'
      const last = gates.findLast(gate => gate.name === name && gate.during === during)
      // A platform that never came back, or a drill that was stopped, says so itself.
      if (last === undefined) {
        const excused = outcome !== 'completed' || (during === 'recovered' && rto.state === 'still-down')
        return excused ? [] : [inconclusive(`Gate ${name} was not asked ${when}.`, 'Drill again.')]
      }
      const line = `gate ${name} ${during}`
      if (last.verdict === 'passed') return [restingOn(passed(`Gate ${name} passed ${when}.`), line)]
      const text = `Gate ${name} ${GATE_WORDS[last.verdict]} ${when}: ${withoutStop(last.detail)}.`
      const advice = `Find out what ${name} needs that did not come back.`
      return [restingOn({ verdict: last.verdict, text, seq: null, advice }, line)]
    }),
  )
}

const GATE_WORDS = { failed: 'failed', inconclusive: 'could not be decided' } as const

function expectedMode({ split, outcome, t0 }: Unjudged, { expect }: Scenario): readonly Said[] {
  if (expect.degraded === undefined || t0 === null || outcome !== 'completed') return []
  if (split.modes.includes(expect.degraded)) {
    const sentence = passed(`Answers were marked ${expect.degraded} for ${formatDuration(split.degradedMs)}.`)
    return [restingOn(sentence, `mode ${expect.degraded}`)]
  }
  return [
    failed(
      `The degraded mode ${expect.degraded} was expected, but no answer was marked with it.`,
      'Mark degraded answers, or correct what the scenario expects: unmarked, they cannot be told from good ones later.',
    ),
  ]
}

function putBack({ rollback, outcome, faults, drill }: Unjudged): readonly Said[] {
  if (rollback.complete && rollback.scanned) {
    const looked = rollback.looked.length === 0 ? 'nothing had been touched' : `looked at ${rollback.looked.join(', ')}`
    return [restingOn(passed(`Nothing was left behind (${looked}).`), 'scan')]
  }
  if (rollback.leftBehind.length > 0) {
    const left = rollback.leftBehind.map(({ where, what }) => `${what} on ${where}`).join('; ')
    const sentence = inconclusive(
      `Something was left behind: ${left}.`,
      `Remove it: ${rollback.leftBehind[0]?.command}.`,
    )
    return [restingOn(sentence, 'scan')]
  }
  if (rollback.scanned) {
    const standing = faults.filter(fault => fault.undoneMs === null).map(fault => `${fault.id} (${fault.undo})`)
    const what = standing.length === 0 ? 'a route' : `fault ${standing.join(', ')}`
    return [
      inconclusive(
        `The journal does not say that everything was put back: ${what}.`,
        `Run "blackstart recover ${drill}".`,
      ),
    ]
  }
  if (outcome === 'unhealthy-baseline' && rollback.complete) return []
  return [inconclusive('Nobody has looked whether something was left behind.', `Run "blackstart recover ${drill}".`)]
}
