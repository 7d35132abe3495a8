import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { area, line as curve, curveStepAfter } from 'd3-shape'
import type { LoadBucket } from '../chronicle/picture.ts'
import type { LoadLane } from '../view/timeline/timeline-view.ts'
import { line, path, type Shape, text } from './drawing.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'

const CHART_PX = 64

/** What a tenant's load asked for each second, as a line, over what became of it: served, told to wait, failed. */
export function loadLane({ bucketMs, buckets }: LoadLane, { x, y, leftPx, rightPx }: LaneFrame): DrawnLane {
  const perSecond = (count: number) => (count * 1000) / bucketMs
  const most = max(buckets, each => perSecond(Math.max(each.sent, answered(each)))) ?? 0
  const scale = scaleLinear([0, Math.max(1, most)], [y + CHART_PX, y + 4]).nice(3)
  const closed = withEnds(buckets, bucketMs)
  const stack = (
    fromOf: (bucket: LoadBucket) => number,
    toOf: (bucket: LoadBucket) => number,
    css: string,
  ): Shape[] => {
    if (!buckets.some(bucket => toOf(bucket) > fromOf(bucket))) return []
    const shape = area<LoadBucket>(
      bucket => x(bucket.fromMs),
      bucket => scale(perSecond(fromOf(bucket))),
      bucket => scale(perSecond(toOf(bucket))),
    ).curve(curveStepAfter)
    return [path(shape.digits(1)(closed) ?? '', css)]
  }
  const asked = curve<LoadBucket>(
    bucket => x(bucket.fromMs),
    bucket => scale(perSecond(bucket.sent)),
  ).curve(curveStepAfter)
  const ticks = scale.ticks(2).filter(tick => tick > 0)
  const shapes = [
    ...ticks.map(tick => line(leftPx, scale(tick), rightPx, scale(tick), 'grid')),
    ...stack(
      () => 0,
      bucket => bucket.served,
      'load served',
    ),
    ...stack(
      bucket => bucket.served,
      bucket => bucket.served + bucket.turnedAway,
      'load turned-away',
    ),
    ...stack(
      bucket => bucket.served + bucket.turnedAway,
      bucket => answered(bucket),
      'load failed',
    ),
    ...(closed.length === 0 ? [] : [path(asked.digits(1)(closed) ?? '', 'load asked')]),
    line(leftPx, y + CHART_PX, rightPx, y + CHART_PX, 'grid'),
    ...ticks.map(tick => text(leftPx + 3, scale(tick) + 12, `${tick}/s`, 'small muted halo')),
  ]
  return { shapes, height: CHART_PX }
}

function answered({ served, turnedAway, failed }: LoadBucket): number {
  return served + turnedAway + failed
}

/** Down to nothing after the last one, and wherever nothing was counted in between. */
function withEnds(buckets: readonly LoadBucket[], bucketMs: number): LoadBucket[] {
  return buckets.flatMap((bucket, i) => {
    const endMs = bucket.fromMs + bucketMs
    const next = buckets[i + 1]
    if (next !== undefined && next.fromMs <= endMs + bucketMs / 2) return [bucket]
    return [bucket, { fromMs: endMs, sent: 0, served: 0, turnedAway: 0, failed: 0 }]
  })
}
