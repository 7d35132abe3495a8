import { formatDuration } from '../model/duration.ts'
import { listed } from '../model/listed.ts'
import { formatPercent } from '../model/percent.ts'
import type { AfterTargets, IsolationTargets, PartTarget, Scenario } from '../model/scenario.ts'

/** What a scenario claims of the platform, a sentence each: what the verdict will be about. */
export function targetsInWords({ targets, rtoUntil, partTargets, isolation, after }: Scenario): readonly string[] {
  const until = rtoUntil === 'verified' ? 'the gates have passed' : 'the journeys are good again'
  const { rtoMs, rpoMs } = targets
  return [
    ...(rtoMs === undefined ? [] : [`RTO target ${formatDuration(rtoMs)}, measured from t0 until ${until}.`]),
    ...(rpoMs === undefined ? [] : [`RPO target ${formatDuration(rpoMs)}.`]),
    ...partTargets.map(partWords),
    ...(after === undefined ? [] : afterWords(after)),
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

function afterWords({ capacityRatio, p50Ratio, p95Ratio, p99Ratio }: AfterTargets): readonly string[] {
  const latencies = [
    ...(p50Ratio === undefined ? [] : [`p50 at most ${p50Ratio} times`]),
    ...(p95Ratio === undefined ? [] : [`p95 at most ${p95Ratio} times`]),
    ...(p99Ratio === undefined ? [] : [`p99 at most ${p99Ratio} times`]),
  ]
  return [
    ...(capacityRatio === undefined
      ? []
      : [
          `After its last outage every journey gives at least ${formatPercent(capacityRatio)} of the good answers a second that it gave before.`,
        ]),
    ...(latencies.length === 0
      ? []
      : [`After its last outage every journey's answers take ${listed(latencies)} as long as before.`]),
  ]
}

function isolationWords({ p99Ratio, errorsRatio, leaks, refusalMs }: IsolationTargets): readonly string[] {
  return [
    ...(p99Ratio === undefined ? [] : [`The neighbours' p99 is at most ${p99Ratio} times what it was.`]),
    ...(errorsRatio === undefined
      ? []
      : [`The share of the neighbours' bad answers grows by ${formatPercent(errorsRatio)} of all answers at most.`]),
    leaks === 0
      ? "Nobody is told what is another tenant's."
      : `At most ${leaks} times somebody is told what is another tenant's.`,
    ...(refusalMs === undefined
      ? []
      : [`A leaked key is refused within ${formatDuration(refusalMs)} of its declaration.`]),
  ]
}
