import { formatDuration, formatMeasured } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import { counted } from '../words.ts'

/** How much was lost, against how much may be. */
export interface RpoView {
  readonly measured: boolean
  /** `nothing lost`, `the last 3.2 s`, `not measured`. */
  readonly value: string
  readonly target: string
  readonly hasTarget: boolean
  readonly against: string
  readonly comparison: string
  readonly note: string
  readonly met: 'yes' | 'no' | 'unknown'
  /** Durations before t0. Undefined if there is nothing to draw. */
  readonly picture: { readonly achievedMs: number; readonly targetMs: number | undefined } | undefined
}

/** The lost data in words, and the numbers of its picture. */
export function rpoView({ rpo, t0 }: DrillMeasures): RpoView {
  const { achievedMs, targetMs, met } = rpo
  const target = targetMs === null ? 'no target set' : targetMs === 0 ? '0 s' : formatDuration(targetMs)
  const against = targetMs === null ? 'no target set' : `against a target of ${target}`
  if (achievedMs === null) {
    const note =
      t0 === null
        ? 'Nothing was broken, so nothing can have been lost to this drill.'
        : rpo.state === 'unreadable'
          ? 'What had been written could not be read back, so nobody knows what was lost.'
          : 'No ledger ran, so this drill says nothing about lost data.'
    return {
      measured: false,
      value: 'not measured',
      target,
      hasTarget: targetMs !== null,
      against: targetMs === null ? '' : against,
      comparison: '',
      note,
      met: 'unknown',
      picture: undefined,
    }
  }
  return {
    measured: true,
    value: valueWords(rpo, achievedMs),
    target,
    hasTarget: targetMs !== null,
    against,
    comparison: comparisonWords(rpo),
    note: fateWords(rpo),
    met: met === null ? 'unknown' : met ? 'yes' : 'no',
    picture: achievedMs === 0 && (targetMs ?? 0) === 0 ? undefined : { achievedMs, targetMs: targetMs ?? undefined },
  }
}

type Rpo = DrillMeasures['rpo']

function valueWords({ lost, lostAfterT0, precisionMs }: Rpo, achievedMs: number): string {
  if (lost === 0) return 'nothing lost'
  if (achievedMs === 0) return `${counted(lostAfterT0, 'write')} lost after the fault`
  return `${precisionMs === null ? formatDuration(achievedMs) : formatMeasured(achievedMs, precisionMs)} of writes`
}

function comparisonWords({ met, targetMs }: Rpo): string {
  if (targetMs === null) return 'There is no target to compare with.'
  if (met === null) return 'Cannot be compared with the target.'
  return met ? 'Within the target.' : 'More than the target allows.'
}

function fateWords(rpo: Rpo): string {
  const { acked, kept, removed, lost, lostAfterT0, corrupt, duplicated, resurrected, unread, unknown } = rpo
  const fates = [
    [kept, 'kept'],
    [removed, 'deleted again and gone'],
    [lost, 'lost'],
    [lostAfterT0, 'of them acknowledged after the fault'],
    [corrupt, 'corrupt'],
    [duplicated, 'there twice'],
    [resurrected, 'deleted and back'],
    [unread, 'not accounted for'],
  ] as const
  const told = fates
    .filter(([count], i) => count > 0 || i === 0)
    .map(([count, word]) => `${count.toLocaleString('en-US')} ${word}`)
  const never = unknown === 0 ? '' : ` ${counted(unknown, 'more write')} never acknowledged: they do not count.`
  return `Of ${counted(acked, 'acknowledged write')}: ${told.join(', ')}.${never}`
}
