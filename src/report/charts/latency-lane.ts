import { scaleLog } from 'd3-scale'
import { area, line as curve, symbol, symbolCircle, symbolSquare } from 'd3-shape'
import { formatDuration } from '../../model/duration.ts'
import type { BucketLatency, LatencyBucket, LatencySeries } from '../chronicle/picture.ts'
import type { LatencyLane } from '../view/timeline/timeline-view.ts'
import { boxes, line, path, rect, type Shape, sign, text } from './drawing.ts'
import { BOLD_RATIO, inRows } from './labels.ts'
import type { DrawnLane, LaneFrame } from './lane.ts'
import { barWords, drawnBars, fits, leader, PADDING } from './span-lane.ts'
import { thinned } from './thinned.ts'

const STRIP_PX = 20
const CHART_PX = 72
const PIXELS_A_POINT = 4
const ROW_PX = 15
// With fewer a line would only be a guess between them.
const FEW_BUCKETS = 12
// More bars than that on one strip are too close to each other to be told apart with a pointer.
const MOST_POINTED_AT = 40
const POWERS_MS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]

interface Point {
  readonly atMs: number
  readonly latency: BucketLatency | undefined
}

/** One journey: a strip that says when it was down, and below it how long its answers took. */
export function latencyLane(lane: LatencyLane, frame: LaneFrame): DrawnLane {
  const strip = outageStrip(lane, frame)
  if (lane.stripOnly) return strip
  const top = frame.y + strip.height + 4
  return { shapes: [...strip.shapes, ...chart(lane, { ...frame, y: top })], height: strip.height + 4 + CHART_PX }
}

function outageStrip({ outages, series }: LatencyLane, { x, y, leftPx, rightPx, font }: LaneFrame): DrawnLane {
  const asked = runs(series.buckets, series.bucketMs)
  const bars = drawnBars(outages, { x }).map(bar => ({ ...bar, words: barWords(bar) }))
  const bold = font * BOLD_RATIO
  const inside = bars.filter(bar => bar.words !== '' && fits(bar.words, bar.width, bold))
  const labels = inRows(
    bars.filter(bar => bar.words !== '' && !inside.includes(bar)).map(bar => ({ x: bar.x, words: bar.words, of: bar })),
    { leftPx, rightPx, fontPx: bold, mostRows: 2, underLines: true },
  )
  const shapes: Shape[] = [
    ...asked.map(([fromMs, toMs]) => rect(x(fromMs), y, x(toMs) - x(fromMs), STRIP_PX, 'span up', 'answers good')),
    ...boxes(
      (isCoarse(series) ? [] : series.buckets.filter(isBad)).map(bucket => badTick(bucket, series.bucketMs, { x, y })),
      'bad-tick',
    ),
    ...outageBars(bars, y),
    ...inside.map(bar => text(bar.x + PADDING, y + 14, bar.words, 'in-span outage')),
    ...labels.map(({ of: bar, row }) => leader(bar.x + 1, y + STRIP_PX, y + STRIP_PX + 4 + row * ROW_PX)),
    ...labels.map(label => text(label.x + 4, y + STRIP_PX + 13 + label.row * ROW_PX, label.words, 'strong bad halo')),
  ]
  return { shapes, height: STRIP_PX + Math.max(0, ...labels.map(label => label.row + 1)) * ROW_PX }
}

function chart(
  { series, withinMs, outages, points: samples }: LatencyLane,
  { x, y, leftPx, rightPx }: LaneFrame,
): Shape[] {
  const coarse = isCoarse(series)
  const points = coarse ? [] : readable(withGaps(series.buckets, series.bucketMs), (rightPx - leftPx) / PIXELS_A_POINT)
  const singles = coarse ? samples : []
  const tookMs = [
    ...points.flatMap(({ latency }) => (latency === undefined ? [] : [latency.minMs, latency.maxMs])),
    ...singles.map(sample => sample.tookMs),
  ]
  if (tookMs.length === 0) return [text(leftPx, y + 20, 'no whole answer', 'muted')]
  const slowest = Math.max(...tookMs, withinMs ?? 0)
  const fastest = Math.min(...tookMs)
  const height = scaleLog([Math.max(0.5, fastest * 0.7), slowest * 1.3], [y + CHART_PX, y]).clamp(true)
  const [low = 1, high = 1] = height.domain()
  const band = area<Point>(
    point => x(point.atMs),
    point => height(Math.max(0.5, point.latency?.minMs ?? 1)),
    point => height(Math.max(0.5, point.latency?.p99Ms ?? 1)),
  ).defined(point => point.latency !== undefined)
  const middle = curve<Point>(
    point => x(point.atMs),
    point => height(Math.max(0.5, point.latency?.p50Ms ?? 1)),
  ).defined(point => point.latency !== undefined)
  const powers = POWERS_MS.filter(ms => ms >= low && ms <= high)
  return [
    ...boxes(
      drawnBars(outages, { x }).map(bar => ({ x: bar.x, y, width: bar.width, height: CHART_PX })),
      'shade',
    ),
    ...powers.map(ms => line(leftPx, height(ms), rightPx, height(ms), 'grid')),
    ...drawnPath(band.digits(1)(points), 'band'),
    ...drawnPath(middle.digits(1)(points), 'median'),
    ...singles.map(({ atMs, tookMs: ms, good }) => dot(x(atMs), height(Math.max(0.5, ms)), good)),
    ...powers.map(ms => text(leftPx + 3, height(ms) - 3, formatDuration(ms), 'small muted halo')),
    ...(withinMs === undefined ? [] : bound(withinMs, height(withinMs), y, leftPx, rightPx)),
    line(leftPx, y + CHART_PX, rightPx, y + CHART_PX, 'grid'),
  ]
}

function drawnPath(d: string | null, css: string): Shape[] {
  return d === null || d === '' ? [] : [path(d, css)]
}

/** A single sample: round if good, square if bad. */
function dot(x: number, y: number, good: boolean): Shape {
  const outline = symbol(good ? symbolCircle : symbolSquare, 22)() ?? ''
  return sign(outline, x, y, good ? 'dot' : 'dot bad', good ? 'a good sample' : 'a bad sample')
}

function bound(withinMs: number, y: number, topPx: number, leftPx: number, rightPx: number): Shape[] {
  return [
    line(leftPx, y, rightPx, y, 'bound'),
    // Above its line, unless that would run into the strip.
    text(
      rightPx,
      y - topPx < 16 ? y + 14 : y - 4,
      `good within ${formatDuration(withinMs)}`,
      'small muted halo',
      'end',
    ),
  ]
}

function isCoarse({ buckets }: LatencySeries): boolean {
  return buckets.length < FEW_BUCKETS
}

function isBad(bucket: LatencyBucket): boolean {
  return Object.keys(bucket.bad).length > 0
}

function badTick(bucket: LatencyBucket, bucketMs: number, { x, y }: Pick<LaneFrame, 'x' | 'y'>) {
  const width = x(bucket.fromMs + bucketMs) - x(bucket.fromMs)
  return { x: x(bucket.fromMs), y: y + STRIP_PX - 6, width, height: 6 }
}

/** Each with its words to point at; so many that nobody could point at one are one shape. */
function outageBars(
  bars: readonly { readonly x: number; readonly width: number; readonly words: string }[],
  y: number,
) {
  if (bars.length <= MOST_POINTED_AT)
    return bars.map(bar => rect(bar.x, y, bar.width, STRIP_PX, 'span outage', bar.words))
  return boxes(
    bars.map(({ x, width }) => ({ x, y, width, height: STRIP_PX })),
    'span outage',
  )
}

/** Stretches in which something was asked. */
function runs(buckets: readonly LatencyBucket[], bucketMs: number): readonly [number, number][] {
  return buckets.reduce<[number, number][]>((spans, { fromMs }) => {
    const last = spans.at(-1)
    if (last !== undefined && fromMs <= last[1] + bucketMs) last[1] = fromMs + bucketMs
    else spans.push([fromMs, fromMs + bucketMs])
    return spans
  }, [])
}

/** What the eye can tell apart: the shape of the median, that of the slowest answers, and every gap. */
function readable(points: readonly Point[], most: number): Point[] {
  const whole = points.filter(point => point.latency !== undefined)
  const kept = new Set([
    ...points.filter(point => point.latency === undefined),
    ...thinned(whole, most, timeOf, ({ latency }) => Math.log(latency?.p50Ms ?? 1)),
    ...thinned(whole, most, timeOf, ({ latency }) => Math.log(latency?.p99Ms ?? 1)),
  ])
  return points.filter(point => kept.has(point))
}

function timeOf({ atMs }: Point): number {
  return atMs
}

/** Where nothing was asked for several buckets the line breaks instead of bridging what nobody saw. */
function withGaps(buckets: readonly LatencyBucket[], bucketMs: number): Point[] {
  return buckets.flatMap((bucket, i) => {
    const middle = { atMs: bucket.fromMs + bucketMs / 2, latency: bucket.latency }
    const next = buckets[i + 1]
    const gap = next !== undefined && next.fromMs - bucket.fromMs > 3 * bucketMs
    return gap ? [middle, { atMs: bucket.fromMs + bucketMs, latency: undefined }] : [middle]
  })
}
