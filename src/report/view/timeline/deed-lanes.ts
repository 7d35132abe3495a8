import type { ChroniclePicture } from '../../chronicle/picture.ts'
import type { Lane, SpanView } from './timeline-view.ts'

/** What tenants were made to send, second by second; of a load that was never counted, when it was there. */
export function loadLanes({ rare, loads }: ChroniclePicture, toMs: number): readonly Lane[] {
  const counted = loads.filter(load => load.buckets.length > 0)
  const charts = counted.map(({ tenant, bucketMs, buckets }): Lane => {
    return { kind: 'load', label: `load of ${tenant}`, bucketMs, buckets }
  })
  const spans = rare.flatMap(event => {
    if (event.type !== 'load.started' || counted.some(load => load.fault === event.fault)) return []
    const stopped = rare.find(each => each.type === 'load.stopped' && each.fault === event.fault)
    const endMs = stopped?.type === 'load.stopped' ? stopped.stoppedMs : Math.min(event.endsMs, toMs)
    return { fromMs: event.startedMs, toMs: endMs, label: `load of tenant ${event.tenant}` }
  })
  return [{ kind: 'spans', label: 'load', tone: 'fault', spans }, ...charts]
}

/** What was done by the book, step by step. */
export function runbookLane({ rare }: ChroniclePicture, toMs: number): Lane {
  const spans = rare.flatMap((event): readonly SpanView[] => {
    if (event.type !== 'runbook.step.started') return []
    const end = rare.find(each => each.type === 'runbook.step.finished' && each.step === event.step)
    const finished = end?.type === 'runbook.step.finished' ? end : undefined
    const asPlanned = finished === undefined || finished.outcome === 'done'
    const words = asPlanned ? event.title : `${event.title}: ${finished.outcome.replaceAll('-', ' ')}`
    const tone = asPlanned ? 'step' : 'step-late'
    return [{ fromMs: event.atMs, toMs: finished?.atMs ?? toMs, label: `${event.step}. ${words}`, tone }]
  })
  return { kind: 'spans', label: 'runbook', tone: 'step', spans }
}
