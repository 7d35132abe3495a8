import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { LedgerMeasure } from '../../model/loss.ts'
import type { Outcome, Reason } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { failed, inconclusive, passed, type Unjudged } from './rule.ts'

/** What was lost, by each ledger's account, and whether that was too much. */
export function dataLoss({ rpo, t0, outcome }: Unjudged): readonly Reason[] {
  if (t0 === null) return []
  if (rpo.targetMs !== null && rpo.ledgers.length === 0) {
    return [
      inconclusive(
        `An RPO of ${formatDuration(rpo.targetMs)} is asked for, but no ledger ran: nobody knows what was lost.`,
        'Describe a ledger in the platform file, or take the RPO out of the targets as long as nothing measures it.',
      ),
    ]
  }
  return rpo.ledgers.flatMap(ledger => ofLedger(ledger, outcome))
}

function ofLedger(ledger: LedgerMeasure, outcome: Outcome): readonly Reason[] {
  const said = [...losses(ledger), ...wrongs(ledger), ...blindness(ledger, outcome)]
  const reasons = said.length > 0 ? said : wholeness(ledger)
  return reasons.map(reason => ({ ...reason, seq: reason.seq ?? ledger.seq }))
}

function losses(ledger: LedgerMeasure): readonly Reason[] {
  const seq = ledger.firstLost?.seq ?? null
  const [before, after] = [lossBefore(ledger), lossAfter(ledger)]
  return [...before, ...after].map(reason => ({ ...reason, seq }))
}

/** What was lost from before the fault, held against how much may be. */
function lossBefore(ledger: LedgerMeasure): readonly Reason[] {
  const { name, lost, lostAfterT0, resurrected, achievedMs, precisionMs, targetMs } = ledger
  const what = [
    ...(lost > lostAfterT0 ? [`${count(lost - lostAfterT0, 'acknowledged write', 'acknowledged writes')} lost`] : []),
    ...(resurrected > 0 ? [`${count(resurrected, 'deleted entry', 'deleted entries')} back`] : []),
  ]
  if (what.length === 0 || achievedMs === null) return []
  const text = `Ledger ${name}: ${what.join(' and ')}`
  const figure = formatMeasured(achievedMs, precisionMs ?? 0)
  if (targetMs === null) {
    const advice = `Agree on an RPO for ${name} and write it into the targets.`
    return [
      inconclusive(
        `${text}, the oldest from ${figure} before the fault; no RPO says whether that is too much.`,
        advice,
      ),
    ]
  }
  const target = formatDuration(targetMs)
  if (achievedMs > targetMs) {
    const advice = `Copy what ${name} holds more often, or keep it in a second place before it is acknowledged; or agree on another target.`
    return [failed(`${text}: RPO achieved ${figure}, over the target of ${target}.`, advice)]
  }
  if (achievedMs + (precisionMs ?? 0) <= targetMs) {
    return [passed(`${text}: RPO achieved ${figure}, within the target of ${target}.`)]
  }
  const advice = 'Write more often, or ask for a target that is not so close: this drill cannot tell the two apart.'
  return [inconclusive(`${text}: RPO achieved ${figure}; the target of ${target} lies within the error bar.`, advice)]
}

function lossAfter({ name, lostAfterT0, targetMs }: LedgerMeasure): readonly Reason[] {
  if (lostAfterT0 === 0) return []
  const say = targetMs === null ? inconclusive : failed
  return [
    say(
      `Ledger ${name}: ${count(lostAfterT0, 'write', 'writes')} lost that ${lostAfterT0 === 1 ? 'was' : 'were'} acknowledged after the fault, which no age of a backup excuses.`,
      'Acknowledge nothing while something is broken that cannot be kept.',
    ),
  ]
}

function wrongs({ name, corrupt, duplicated }: LedgerMeasure): readonly Reason[] {
  return [
    ...(corrupt === 0
      ? []
      : [
          failed(
            `Ledger ${name}: ${count(corrupt, 'acknowledged entry no longer says', 'acknowledged entries no longer say')} what was written.`,
            `Find out who wrote over ${name}, and restore what it said.`,
          ),
        ]),
    ...(duplicated === 0
      ? []
      : [
          failed(
            `Ledger ${name}: ${count(duplicated, 'entry is', 'entries are')} there more than once, though sent once.`,
            `Let ${name} recognise what it has already done by its idempotency key; or write "duplicates: allowed" where that is meant.`,
          ),
        ]),
  ]
}

function blindness(ledger: LedgerMeasure, outcome: Outcome): readonly Reason[] {
  const { name, state, detail, acked, targetMs } = ledger
  // A drill that was stopped says so itself.
  if (state !== 'measured' && outcome !== 'completed') return []
  if (state === 'unreadable') {
    return [
      inconclusive(
        `Ledger ${name} could not be read back, so nobody knows what was lost: ${withoutStop(detail ?? 'nobody asked')}.`,
        `See why ${name} cannot be read when it has come back, or let "readWithin" give it longer, and drill again.`,
      ),
    ]
  }
  if (acked === 0) {
    return [
      inconclusive(
        `No write of ledger ${name} was ever acknowledged, so nothing can be said about losses.`,
        `Look at how ${name} is written: what acknowledges a write in the platform file may not be what the platform answers.`,
      ),
    ]
  }
  if (ledger.met === null && targetMs !== null && ledger.lost + ledger.resurrected === 0) {
    return [
      inconclusive(`No write of ledger ${name} was acknowledged before the fault.`, 'Give the baseline more time.'),
    ]
  }
  return []
}

function wholeness({ name, acked, unknown, removed }: LedgerMeasure): readonly Reason[] {
  const gone = removed === 0 ? '' : `; ${removed} of them were deleted again and stayed away`
  const open = unknown === 0 ? '' : `; ${unknown} were never acknowledged and count for nothing`
  return [passed(`Ledger ${name}: all ${acked} acknowledged writes were kept${gone}${open}.`)]
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
