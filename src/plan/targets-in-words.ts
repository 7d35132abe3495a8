import { formatDuration } from '../model/duration.ts'
import { formatPercent } from '../model/percent.ts'
import type { IsolationTargets, PartTarget, Scenario } from '../model/scenario.ts'

/** What a scenario claims of the platform, a sentence each: what the verdict will be about. */
export function targetsInWords({ targets, rtoUntil, partTargets, isolation }: Scenario): readonly string[] {
  const until = rtoUntil === 'verified' ? 'the gates have passed' : 'the journeys are good again'
  const { rtoMs, rpoMs } = targets
  return [
    ...(rtoMs === undefined ? [] : [`RTO target ${formatDuration(rtoMs)}, measured from t0 until ${until}.`]),
    ...(rpoMs === undefined ? [] : [`RPO target ${formatDuration(rpoMs)}.`]),
    ...partTargets.map(partWords),
    ...(isolation === undefined ? [] : isolationWords(isolation)),
  ]
}

function partWords({ of, name, rtoMs, rpoMs }: PartTarget): string {
  const claims = [
    ...(rtoMs === undefined ? [] : [`RTO target ${formatDuration(rtoMs)}`]),
    ...(rpoMs === undefined ? [] : [`RPO target ${formatDuration(rpoMs)}`]),
  ]
  return `For the ${of} ${name}: ${claims.join(', ')}.`
}

function isolationWords({ p99Ratio, errorsRatio, leaks, refusalMs }: IsolationTargets): readonly string[] {
  return [
    ...(p99Ratio === undefined ? [] : [`The neighbours' p99 is at most ${p99Ratio} times what it was.`]),
    ...(errorsRatio === undefined
      ? []
      : [`At most ${formatPercent(errorsRatio)} more of the neighbours' answers are bad than before.`]),
    leaks === 0
      ? "Nobody is told what is another tenant's."
      : `At most ${leaks} times somebody is told what is another tenant's.`,
    ...(refusalMs === undefined
      ? []
      : [`A leaked key is refused within ${formatDuration(refusalMs)} of its declaration.`]),
  ]
}
