import { merged, type Span } from '../../../measure/spans.ts'
import { formatDuration, formatMeasured, formatPrecision } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import type { Lane, MarkView, SpanView, TimelineView } from '../timeline/timeline-view.ts'
import { rtoView } from './rto-view.ts'

/** How the times on the first screen belong together: in sentences, and on one axis that begins at t0. */
export interface RecoveryStory {
  readonly sentences: readonly string[]
  /** Undefined if there is nothing to draw. */
  readonly picture: TimelineView | undefined
}

// What goes on much longer than the recovery leaves the picture by its right edge rather than squeezing it.
const WIDEST = 2.5

/** The recovery as a story: broken, down, good again, checked, and what was second best meanwhile. */
export function recoveryStory(measures: DrillMeasures, picture: ChroniclePicture): RecoveryStory {
  return { sentences: sentences(measures, picture), picture: storyPicture(measures, picture) }
}

function sentences(measures: DrillMeasures, picture: ChroniclePicture): readonly string[] {
  const { rto, split, t0 } = measures
  if (t0 === null) return []
  const recovered = recoverySentences(rto, split)
  return [
    ...(recovered.length > 0 ? recovered : [rtoView(measures).note, ...afterwards(rto, split)]),
    ...degradedSentence(measures, modeSpans(picture, t0), t0),
  ]
}

function recoverySentences(rto: DrillMeasures['rto'], split: Split): readonly string[] {
  const { state, restoredMs, verifiedMs, precisionMs, until } = rto
  if (state !== 'restored' || restoredMs === null) return []
  // What no journey felt is a loss all the same, until it has been shown to be back.
  if (restoredMs === 0) return [unfelt(verifiedMs)]
  const down =
    split.downtimeMs < restoredMs - 50
      ? `Users had no good answer for ${formatDuration(split.downtimeMs)} of the ${formatDuration(restoredMs)} until all was good again`
      : `Users had no good answer for the first ${formatDuration(restoredMs)}`
  if (verifiedMs === null) return [`${down}; not all checks that prove it passed.`]
  const checks = likewise(between(restoredMs, verifiedMs), verifiedMs)
  if (until === 'restored')
    return [`${down}; that is the RTO${orLess(precisionMs, restoredMs)}. The checks that prove it took ${checks} more.`]
  return [
    `${down}; the checks that prove it were through ${checks} later. Together that is the RTO: ${formatDuration(verifiedMs)}${orLess(precisionMs, verifiedMs)}.`,
  ]
}

/** The error bar reaches to one side only: what was asked last before it was good again says how far. */
function orLess(precisionMs: number | null, wholeMs: number): string {
  return precisionMs === null || precisionMs < 1 ? '' : `, or up to ${formatPrecision(wholeMs, precisionMs)} less`
}

/** The difference as it is between the two times as they are written: 0.5 s between 1.1 s and 1.6 s, whatever was rounded away. */
function between(fromMs: number, toMs: number): number {
  const written = (ms: number) => (toMs >= 999.5 && toMs < 9950 ? Math.round(ms / 100) * 100 : ms)
  return Math.max(0, written(toMs) - written(fromMs))
}

function unfelt(verifiedMs: number | null): string {
  const calm = 'No user was without a good answer'
  if (verifiedMs === null) return `${calm}; not all checks that prove everything back passed.`
  return `${calm}; that everything is back was proven after ${formatDuration(verifiedMs)}. That is the RTO.`
}

/** Where down was longer than we waited, somebody will ask which of the two times counts. */
function afterwards({ achievedMs, state }: DrillMeasures['rto'], { downtimeMs }: Split): readonly string[] {
  if (state !== 'still-down' || achievedMs === null || downtimeMs <= achievedMs) return []
  return [`Then everything was put back; in all, users had no good answer for ${formatDuration(downtimeMs)}.`]
}

/** In seconds where the whole is: 0.9 s of 3.6 s, not 911 ms of 3.6 s. */
function likewise(ms: number, wholeMs: number): string {
  return ms < 999.5 && wholeMs >= 999.5 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
}

type Split = DrillMeasures['split']

function degradedSentence({ split }: DrillMeasures, spans: readonly SpanView[], t0: number): readonly string[] {
  const first = spans[0]
  const last = spans.at(-1)
  if (first === undefined || last === undefined || split.degradedMs === 0) return []
  const modes = split.modes.join(', ')
  const fromMs = first.fromMs - t0
  const until = formatDuration(last.toMs - t0)
  const when = fromMs < 1 ? `Until ${until}` : `Between ${formatDuration(fromMs)} and ${until}`
  // All that time, or only for some of it: the former needs no second figure.
  const whole = split.degradedMs > (last.toMs - t0 - Math.max(0, fromMs)) * 0.95
  const part = whole ? '' : `, for ${formatDuration(split.degradedMs)} of that time`
  return [`${when} after the fault, answers were degraded (${modes})${part}.`]
}

function storyPicture(measures: DrillMeasures, picture: ChroniclePicture): TimelineView | undefined {
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

function modeSpans(picture: ChroniclePicture, t0: number): readonly SpanView[] {
  const spans = picture.journeys.flatMap(journey =>
    journey.modes.flatMap(mode => mode.spans.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? picture.lastMs }))),
  )
  return merged(spans.filter(span => span.toMs > t0)).map(span => ({ ...span, label: 'degraded' }))
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
