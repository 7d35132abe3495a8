import { gateRuns } from '../../../measure/gate-runs.ts'
import { formatDuration } from '../../../model/duration.ts'
import type { DrillEvent } from '../../../model/event.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import { type Verdict, worst } from '../../../model/verdict.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
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
    ...gateRuns(gates).map(({ first: gate }) => ({
      atMs: gate.endedMs,
      label: `${gate.name} ${gate.verdict}`,
      tone: TONES[gate.verdict],
    })),
    ...rare.flatMap(momentous),
  ]
  return { kind: 'marks', label: 'gates, events', marks: marks.sort((a, b) => a.atMs - b.atMs) }
}

/** What people noted while it ran. */
export function noteLane({ notes }: DrillMeasures): Lane {
  const marks = notes.map(({ atMs, by, text }) => ({ atMs, label: `${by}: ${text}`, tone: 'plain' as const }))
  return { kind: 'marks', label: 'notes', marks }
}

function momentous(event: DrillEvent): readonly MarkView[] {
  const { atMs } = event
  if (event.type === 'fault.effect') {
    const tone = event.effect.state === 'bitten' ? 'plain' : 'unknown'
    return [{ atMs, label: `effect ${event.effect.state === 'bitten' ? 'proven' : event.effect.state}`, tone }]
  }
  if (event.type === 'canary.seen') return [{ atMs, label: `text of ${event.owner} leaked`, tone: 'bad' }]
  if (event.type === 'runbook.decided') return [{ atMs, label: `decided: ${event.answer}`, tone: 'plain' }]
  if (event.type === 'runbook.finished') {
    return [
      { atMs, label: `runbook ${event.outcome.replaceAll('-', ' ')}`, tone: event.outcome === 'done' ? 'good' : 'bad' },
    ]
  }
  if (event.type === 'restore.timed' && event.into === 'place') {
    return [{ atMs, label: `${event.component} restored`, tone: 'plain' }]
  }
  if (event.type === 'integrity.checked') {
    const verdict = worst(event.checks.map(check => check.verdict))
    return [{ atMs, label: `integrity of ${event.component} ${verdict}`, tone: TONES[verdict] }]
  }
  if (event.type === 'ledger.read') {
    const lost = event.counts.lost
    return [
      { atMs, label: `${event.ledger} read back${lost > 0 ? `, ${lost} lost` : ''}`, tone: lost > 0 ? 'bad' : 'good' },
    ]
  }
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
