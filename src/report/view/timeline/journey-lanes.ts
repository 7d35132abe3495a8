import { greatest } from 'd3-array'
import { merged, totalMs } from '../../../measure/spans.ts'
import { formatDuration } from '../../../model/duration.ts'
import type { Outage } from '../../../model/journey-measure.ts'
import type { DrillMeasures } from '../../../model/measures.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import { MOST_LABELS, spanLane } from './span-lane.ts'
import type { Lane, SpanView } from './timeline-view.ts'

// With more of them a chart for each would make the picture taller than anybody scrolls.
const FEW_JOURNEYS = 4

/** Few journeys have charts of their answer times all; of many, those that were down longest. */
export function chartedJourneys({ journeys, endedMs }: DrillMeasures): ReadonlySet<string> {
  const downMs = ({ outages }: DrillMeasures['journeys'][number]) =>
    outages.reduce((total, { fromMs, toMs }) => total + (toMs ?? endedMs) - fromMs, 0)
  const worst = journeys.length <= FEW_JOURNEYS ? journeys : journeys.toSorted((a, b) => downMs(b) - downMs(a))
  return new Set(worst.slice(0, FEW_JOURNEYS).map(journey => journey.name))
}

/** When one journey was down and how fast it answered. */
export function journeyLane(
  journey: DrillMeasures['journeys'][number],
  picture: ChroniclePicture,
  toMs: number,
  charted: boolean,
): Lane {
  const seen = picture.journeys.find(each => each.journey === journey.name)
  const planned = picture.started?.platform.journeys.find(each => each.id === journey.name)
  return {
    kind: 'latency',
    label: `journey ${journey.name}`,
    withinMs: planned?.good.withinMs,
    outages: outageSpans(journey.outages, toMs),
    series: seen?.series ?? { bucketMs: 1, buckets: [] },
    points: (seen?.transitions ?? []).flatMap(({ samples }) =>
      samples.map(({ dueMs, tookMs, bad }) => ({ atMs: dueMs, tookMs, good: bad === undefined })),
    ),
    stripOnly: !charted,
  }
}

/** Each journey's own, as long as they are few; of many, when any of them was degraded. */
export function modeLanes({ journeys }: ChroniclePicture, toMs: number): readonly Lane[] {
  const all = journeys.flatMap(journey => journey.modes)
  if (journeys.length <= FEW_JOURNEYS) return all.map(mode => spanLane('degraded', 'degraded mode', mode, toMs))
  return [...new Set(all.map(mode => mode.name))].map(name => {
    const spans = all
      .filter(mode => mode.name === name)
      .flatMap(mode => mode.spans.map(span => ({ fromMs: span.fromMs, toMs: span.toMs ?? toMs })))
    const together = merged(spans)
    const onMs = totalMs(spans)
    return spanLane('degraded', 'degraded mode', { name, spans: together, times: together.length, onMs }, toMs)
  })
}

/** Each says how long it was; of very many only the longest does, and how many there were. */
function outageSpans(outages: readonly Outage[], toMs: number): readonly SpanView[] {
  const spans = outages.map(outage => outageSpan(outage, toMs))
  if (spans.length <= MOST_LABELS) return spans
  const longest = greatest(spans, span => span.toMs - span.fromMs)
  const label = `${spans.length} outages, the longest ${formatDuration((longest?.toMs ?? 0) - (longest?.fromMs ?? 0))}`
  return spans.map(span => ({ ...span, label: span === longest ? label : '' }))
}

function outageSpan({ fromMs, toMs: endMs }: Outage, toMs: number): SpanView {
  const label = endMs === null ? 'down, not over when the drill ended' : `down ${formatDuration(endMs - fromMs)}`
  return { fromMs, toMs: endMs ?? toMs, label }
}
