import { formatDuration } from '../../model/duration.ts'
import type { Reason } from '../../model/measures.ts'
import type { Scenario } from '../../model/scenario.ts'
import { withoutStop } from '../../model/sentence.ts'
import { failed, inconclusive, passed, type Unjudged } from './rule.ts'

/** What the runbook was worth: done, late, wrong, or waiting for somebody who was not there. */
export function runbookHeld({ runbook, t0 }: Unjudged, { recovery }: Scenario): readonly Reason[] {
  if (recovery.kind !== 'runbook' || t0 === null) return []
  if (runbook === null) {
    return [inconclusive(`The runbook ${recovery.file} was not followed.`, 'Drill again.')]
  }
  const { file, outcome, detail, durationMs, steps } = runbook
  const late = steps.filter(step => step.outcome === 'late')
  const lateness = late.map(({ title, durationMs: tookMs, boxMs }) =>
    failed(
      `Step "${title}" of ${file} took ${formatDuration(tookMs ?? 0)}; its time box is ${formatDuration(boxMs ?? 0)}.`,
      `Make "${title}" quicker, or give it the time it needs.`,
    ),
  )
  switch (outcome) {
    case 'done':
      return [passed(`The runbook ${file} was followed to its end in ${formatDuration(durationMs ?? 0)}.`), ...lateness]
    case 'needs-person':
      return [
        inconclusive(
          `The runbook ${file} needs a person: ${withoutStop(detail)}.`,
          'Drill with somebody at the terminal, or say in the scenario what is decided.',
        ),
        ...lateness,
      ]
    case 'failed':
      return [
        failed(
          `The runbook ${file} went wrong: ${withoutStop(detail)}.`,
          `Mend ${file}: at three in the morning nobody will.`,
        ),
        ...lateness,
      ]
    case null:
      return [inconclusive(`The runbook ${file} was not followed to its end.`, 'Drill again, to the end.'), ...lateness]
    default:
      return outcome satisfies never
  }
}
