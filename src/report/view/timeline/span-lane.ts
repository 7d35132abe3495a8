import { formatDuration } from '../../../model/duration.ts'
import type { NamedSpans } from '../../chronicle/picture.ts'
import type { Lane, Tone } from './timeline-view.ts'

/** Beyond so many stretches one sentence for all of them says more than a label on each. */
export const MOST_LABELS = 8

/** When something that has a name was on. */
export function spanLane(tone: Tone, label: string, { name, spans, times, onMs }: NamedSpans, toMs: number): Lane {
  const ended = spans.map(({ fromMs, toMs: endMs }) => ({ fromMs, toMs: endMs ?? toMs }))
  const flickers = ended.length > MOST_LABELS
  const words = (lengthMs: number, i: number) => {
    if (!flickers) return `${name}, ${formatDuration(lengthMs)}`
    return i === 0 ? `${name}, ${times} times, ${formatDuration(onMs)} in all` : ''
  }
  return {
    kind: 'spans',
    label,
    tone,
    spans: ended.map((span, i) => ({ ...span, label: words(span.toMs - span.fromMs, i) })),
  }
}
