import { merged, type Span } from '../../../measure/spans.ts'
import { formatDuration, formatMeasured } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import type { Lane, MarkView, SpanView, TimelineView } from '../timeline/timeline-view.ts'
import { between, likewise } from './matching-times.ts'
import { modeSpans } from './mode-spans.ts'

// What goes on much longer than the recovery leaves the picture by its right edge rather than squeezing it.
const WIDEST = 2.5

/** The recovery on one axis that begins at t0: what was broken, what users had, how answers were. Undefined if there is nothing to draw. */
export function storyPicture(measures: DrillMeasures, picture: ChroniclePicture): TimelineView | undefined {
  const { t0, rto } = measures
  if (t0 === null) return undefined
  const reachedMs = Math.max(rto.achievedMs ?? 0, rto.restoredMs ?? 0, rto.targetMs ?? 0)
  if (reachedMs === 0) return undefined
  const fault = faultSpans(measures)
  const modes = modeSpans(picture, t0)
  const ends = [...fault, ...modes].map(span => span.toMs - t0).filter(ms => ms <= reachedMs * WIDEST)
  const toMs = t0 + Math.max(reachedMs * 1.1, ...ends.map(ms => ms * 1.04))
  const clipped = (spans: readonly SpanView[]) => spans.flatMap(span => clip(span, t0, toMs))
  const lane = (label: string, tone: 'outage' | 'degraded' | 'fault', spans: readonly SpanView[]): Lane => ({
    kind: 'spans',
    label,
    tone,
    spans: clipped(spans),
  })
  const lanes = [
    lane('fault', 'fault', fault),
    lane('users', 'outage', userSpans(measures, t0, toMs)),
    lane('answers', 'degraded', modes),
  ].filter(each => each.kind === 'spans' && each.spans.length > 0)
  return {
    fromMs: t0,
    toMs,
    zeroMs: t0,
    zeroWords: 't0, the instant before the first fault',
    zeroShort: 't0',
    summary: summary(measures),
    milestones: edges(measures, t0),
    bands: precisionBand(rto, t0),
    lanes,
    legend: [],
    moments: [],
    momentsOmitted: undefined,
  }
}

function faultSpans({ faults, endedMs, t0, rto }: DrillMeasures): readonly SpanView[] {
  const spans = faults.flatMap(({ injectedMs, undoneMs }) =>
    injectedMs === null ? [] : [{ fromMs: injectedMs, toMs: undoneMs ?? endedMs }],
  )
  return merged(spans).map(span => ({
    ...span,
    label: `${rto.state === 'still-down' ? 'put back after' : 'in place'} ${formatDuration(span.toMs - Math.max(span.fromMs, t0 ?? 0))}`,
  }))
}

/** Down, then checked, then good: what the people at the other end had. */
function userSpans({ journeys, rto, endedMs }: DrillMeasures, t0: number, edgeMs: number): readonly SpanView[] {
  // Nobody knows what users had after we stopped asking.
  const toMs = Math.min(edgeMs, endedMs)
  const down = merged(
    journeys.flatMap(({ outages }) => outages.map(({ fromMs, toMs: end }) => ({ fromMs, toMs: end ?? endedMs }))),
  ).filter(span => span.toMs > t0 && span.fromMs < toMs)
  const outages = down.map((span): SpanView => ({ ...span, label: downWords(span, rto, t0) }))
  if (rto.state === 'never-down') return [{ fromMs: t0, toMs, label: 'never down', tone: 'up' }]
  if (rto.state !== 'restored' || rto.restoredMs === null) return outages
  const goodFromMs = t0 + rto.restoredMs
  const checkedMs = rto.verifiedMs === null ? toMs : t0 + rto.verifiedMs
  const checks = rto.verifiedMs === null ? 'good, but the checks did not pass' : 'checks'
  const tail: readonly SpanView[] = [
    { fromMs: goodFromMs, toMs: checkedMs, label: `${checks} ${checkWords(rto)}`.trim(), tone: 'check' },
    { fromMs: checkedMs, toMs, label: 'good', tone: 'up' },
  ]
  // An outage after the recovery keeps its place on top of the good stretch.
  const later = outages.some(span => span.fromMs > goodFromMs)
  if (later) return outages
  return [...meanwhile(down), ...outages, ...tail].filter(span => span.toMs > span.fromMs)
}

/** Between two outages it was good for a while. */
function meanwhile(down: readonly Span[]): readonly SpanView[] {
  return down
    .slice(1)
    .map(({ fromMs }, i) => ({ fromMs: down[i]?.toMs ?? fromMs, toMs: fromMs, label: '', tone: 'up' }))
}

function downWords({ fromMs, toMs }: Span, { state }: DrillMeasures['rto'], t0: number): string {
  if (state === 'still-down') return 'down until everything was put back'
  // A sample that was due just before the fault and met it belongs to the outage; the picture begins at t0.
  return `down ${formatDuration(toMs - Math.max(fromMs, t0))}`
}

function checkWords({ restoredMs, verifiedMs }: DrillMeasures['rto']): string {
  return restoredMs === null || verifiedMs === null ? '' : likewise(between(restoredMs, verifiedMs), verifiedMs)
}

function edges({ rto }: DrillMeasures, t0: number): readonly MarkView[] {
  const { achievedMs, precisionMs, targetMs, state, met } = rto
  const tone = met === null ? 'unknown' : met ? 'good' : 'bad'
  const value = (ms: number) => (precisionMs === null ? formatDuration(ms) : formatMeasured(ms, precisionMs))
  const reached: readonly MarkView[] =
    achievedMs === null || state === 'never-down'
      ? []
      : [{ atMs: t0 + achievedMs, label: state === 'still-down' ? 'gave up' : `RTO ${value(achievedMs)}`, tone }]
  const target: readonly MarkView[] =
    targetMs === null ? [] : [{ atMs: t0 + targetMs, label: `target ${formatDuration(targetMs)}`, tone: 'plain' }]
  return [...reached, ...target].sort((a, b) => a.atMs - b.atMs)
}

function precisionBand({ achievedMs, precisionMs, state }: DrillMeasures['rto'], t0: number): readonly SpanView[] {
  if (state !== 'restored' || achievedMs === null || precisionMs === null) return []
  const fromMs = t0 + Math.max(0, achievedMs - precisionMs)
  return [{ fromMs, toMs: t0 + achievedMs, label: `precision: the truth lies in here` }]
}

function summary({ rto }: DrillMeasures): string {
  const achieved = rto.achievedMs === null ? 'not measured' : formatDuration(rto.achievedMs)
  const target = rto.targetMs === null ? 'none set' : formatDuration(rto.targetMs)
  return `The recovery on a time axis from t0: RTO ${achieved}, target ${target}. The sentences beside it say the same.`
}

function clip(span: SpanView, fromMs: number, toMs: number): readonly SpanView[] {
  if (span.toMs <= fromMs || span.fromMs >= toMs) return []
  return [{ ...span, fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }]
}
