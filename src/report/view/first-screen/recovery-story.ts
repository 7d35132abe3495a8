import { formatDuration, formatPrecision } from '../../../model/duration.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import type { SpanView, TimelineView } from '../timeline/timeline-view.ts'
import { between, likewise } from './matching-times.ts'
import { modeSpans } from './mode-spans.ts'
import { rtoView } from './rto-view.ts'
import { storyPicture } from './story-picture.ts'

/** How the times on the first screen belong together: in sentences, and on one axis that begins at t0. */
export interface RecoveryStory {
  readonly sentences: readonly string[]
  /** Undefined if there is nothing to draw. */
  readonly picture: TimelineView | undefined
}

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
