import { formatDuration, formatMeasured } from '../../model/duration.ts'
import type { LedgerMeasure, LostEntry } from '../../model/loss.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import { withoutStop } from '../../model/sentence.ts'
import { type Explanation, exact, type Step, step } from './explanation.ts'
import type { Found } from './witnesses.ts'

/** What each ledger wrote, what of it was there afterwards, and how old the oldest lost promise was at t0. */
export function explainRpo(measures: DrillMeasures, found: Found): Explanation {
  const { rpo } = measures
  return {
    name: 'rpo',
    title: 'RPO achieved',
    figure: figureOf(measures),
    meaning:
      'From the acknowledgement of the oldest lost write to t0, of all ledgers the worst; 0 if nothing was lost. A write that was never acknowledged counts for nothing.',
    steps:
      rpo.ledgers.length === 0
        ? [step('No ledger ran, so nobody knows what was lost.')]
        : rpo.ledgers.flatMap(ledger => stepsOf(ledger, measures.t0, found)),
  }
}

function figureOf({ rpo }: DrillMeasures): string {
  if (rpo.ledgers.length === 0) return 'not measured'
  if (rpo.state === 'unreadable') return 'not known: not everything could be read back'
  return rpo.achievedMs === null ? 'not measured' : formatMeasured(rpo.achievedMs, rpo.precisionMs ?? 0)
}

function stepsOf(ledger: LedgerMeasure, t0: number | null, found: Found): readonly Step[] {
  return [
    writtenStep(ledger, found),
    readStep(ledger),
    ...lostSteps(ledger, t0),
    ...(ledger.lostAfterT0 === 0
      ? []
      : [
          step(
            `${ledger.name}: ${ledger.lostAfterT0} of the lost were acknowledged after t0; no age of a backup excuses them.`,
          ),
        ]),
    ...targetSteps(ledger),
  ]
}

function writtenStep({ name, everyMs, acked, unknown, unsent }: LedgerMeasure, { ledgers }: Found): Step {
  const written = ledgers.get(name)
  const shed =
    unsent === 0 ? '' : ` (${unsent} of them never sent, because too many acknowledgements were awaited already)`
  return step(
    `${name}: one write every ${exact(everyMs)}, ${acked} acknowledged, ${unknown} not${shed}; the first and the last of them.`,
    written?.firstWrite,
    written?.lastWrite,
  )
}

function readStep(ledger: LedgerMeasure): Step {
  const { name, acked, kept, lost, corrupt, duplicated, resurrected, removed, unread, seq, detail, state } = ledger
  if (state !== 'measured')
    return step(`${name}: not read back; ${withoutStop(detail ?? 'nobody asked')}.`, ...(seq === null ? [] : [seq]))
  const fates = [
    [kept, 'kept'],
    [lost, 'lost'],
    [corrupt, 'corrupt'],
    [duplicated, 'there twice'],
    [resurrected, 'deleted but back'],
    [removed, 'deleted and gone'],
    [unread, 'not accounted for'],
  ] as const
  const sum = fates.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return step(`${name}: read back: ${sum.join(' + ') || '0'} = ${acked} acknowledged.`, seq)
}

function lostSteps({ name, firstLost, lastLost, achievedMs }: LedgerMeasure, t0: number | null): readonly Step[] {
  if (firstLost === null || t0 === null) return []
  const age = (lost: LostEntry) =>
    lost.ackMs < t0 ? `${exact(t0)} − ${exact(lost.ackMs)} = ${exact(t0 - lost.ackMs)} before t0` : 'after t0'
  return [
    step(
      `${name}: the oldest lost is entry ${firstLost.entry}, acknowledged at ${exact(firstLost.ackMs)}, ${age(firstLost)}.`,
      firstLost.seq,
    ),
    ...(lastLost === null || lastLost.entry === firstLost.entry
      ? []
      : [
          step(
            `${name}: the newest lost is entry ${lastLost.entry}, acknowledged at ${exact(lastLost.ackMs)}, ${age(lastLost)}.`,
            lastLost.seq,
          ),
        ]),
    ...(achievedMs === null ? [] : [step(`${name}: RPO achieved = ${exact(achievedMs)}.`)]),
  ]
}

function targetSteps({ name, targetMs, met, achievedMs, precisionMs }: LedgerMeasure): readonly Step[] {
  if (targetMs === null) return [step(`${name}: nobody states a target.`)]
  const word = met === null ? 'cannot be judged' : met ? 'met' : 'missed'
  const figure =
    achievedMs === null
      ? ''
      : `; ${exact(achievedMs)}, and up to one interval of writing more: + ${exact(precisionMs ?? 0)}`
  return [step(`${name}: target ${formatDuration(targetMs)}: ${word}${figure}.`)]
}
