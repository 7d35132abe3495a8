import { formatDuration } from '../../model/duration.ts'
import type { DrillEvent } from '../../model/event.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import type { Lane, MarkView } from './timeline-view.ts'

/** The instants everything else is read against. */
export function milestones({ t0, rto }: DrillMeasures): readonly MarkView[] {
  if (t0 === null) return []
  const { restoredMs, verifiedMs, targetMs, state } = rto
  const came = state === 'restored'
  return [
    { atMs: t0, label: 't0', tone: 'plain' as const },
    ...(came && restoredMs !== null ? [{ atMs: t0 + restoredMs, label: 'restored', tone: 'good' as const }] : []),
    ...(came && verifiedMs !== null ? [{ atMs: t0 + verifiedMs, label: 'verified', tone: 'good' as const }] : []),
    ...(targetMs === null ? [] : [{ atMs: t0 + targetMs, label: 'RTO target', tone: 'plain' as const }]),
  ].sort((a, b) => a.atMs - b.atMs)
}

/** Gates, guards and whatever else happens at one instant. */
export function markLane({ gates }: DrillMeasures, { rare }: ChroniclePicture): Lane {
  const marks = [
    ...gates.map(gate => ({ atMs: gate.endedMs, label: `${gate.name} ${gate.verdict}`, tone: TONES[gate.verdict] })),
    ...rare.flatMap(momentous),
  ]
  return { kind: 'marks', label: 'gates, guards', marks: marks.sort((a, b) => a.atMs - b.atMs) }
}

function momentous(event: DrillEvent): readonly MarkView[] {
  const { atMs } = event
  if (event.type === 'guard.tripped') return [{ atMs, label: `guard ${event.guard} tripped`, tone: 'bad' }]
  if (event.type === 'drill.aborted') return [{ atMs, label: `stopped by ${ABORTED_BY[event.cause]}`, tone: 'bad' }]
  if (event.type === 'fault.refused') return [{ atMs, label: `fault ${event.fault} not injected`, tone: 'unknown' }]
  if (event.type === 'deadline.passed') {
    return [{ atMs, label: `gave up after ${formatDuration(event.deadlineMs)}`, tone: 'bad' }]
  }
  if (event.type === 'baseline.judged' && !event.healthy)
    return [{ atMs, label: 'baseline unhealthy', tone: 'unknown' }]
  return []
}

const TONES = { passed: 'good', inconclusive: 'unknown', failed: 'bad' } as const satisfies Record<
  Verdict,
  MarkView['tone']
>
const ABORTED_BY = { guard: 'a guard', interrupt: 'a person', error: 'an error' } as const
