import { merged } from '../../../measure/spans.ts'
import type { ChroniclePicture } from '../../chronicle/picture.ts'
import type { SpanView } from '../timeline/timeline-view.ts'

/** When answers were degraded after t0. */
export function modeSpans(picture: ChroniclePicture, t0: number): readonly SpanView[] {
  const spans = picture.journeys.flatMap(journey =>
    journey.modes.flatMap(mode => mode.spans.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? picture.lastMs }))),
  )
  return merged(spans.filter(span => span.toMs > t0)).map(span => ({ ...span, label: 'degraded' }))
}
