import { scaleLinear } from 'd3-scale'
import { symbol, symbolCircle } from 'd3-shape'
import { measuredPercent } from '../../model/percent.ts'
import type { QualityFigure, QualityPoint } from '../view/first-screen/quality-figure.ts'
import { type Drawing, line, rect, type Shape, sign, text } from './drawing.ts'

const ROW_PX = 20
const LEFT_PX = 52
const RIGHT_PX = 56
const TONES = { yes: 'good', no: 'bad', unknown: 'unknown' } as const

/** Before, during and after as points on one scale, each with its interval and the least that is good enough. */
export function qualityDrawing({ points, value }: QualityFigure, id: string, width: number): Drawing | undefined {
  if (points.length === 0) return undefined
  const all = points.flatMap(point => [point.scoreRatio, point.lowRatio, point.highRatio, point.leastRatio])
  const ratios = all.filter(ratio => ratio !== undefined)
  const least = Math.max(0, Math.floor(Math.min(...ratios) * 20 - 1) / 20)
  const most = Math.min(1, Math.ceil(Math.max(...ratios) * 20 + 1) / 20)
  const x = scaleLinear([least, most], [LEFT_PX, width - RIGHT_PX]).clamp(true)
  const bottom = points.length * ROW_PX + 4
  return {
    id,
    width,
    height: bottom + 22,
    title: `Answer quality before, during and after: ${value}`,
    shapes: [
      ...points.flatMap((point, i) => pointShapes(point, x, i * ROW_PX + ROW_PX / 2 + 2)),
      line(LEFT_PX, bottom, width - RIGHT_PX, bottom, 'axis'),
      text(LEFT_PX, bottom + 16, measuredPercent(least), 'small muted', 'middle'),
      text(width - RIGHT_PX, bottom + 16, measuredPercent(most), 'small muted', 'middle'),
    ],
  }
}

function pointShapes(point: QualityPoint, x: (ratio: number) => number, y: number): readonly Shape[] {
  const { label, scoreRatio, lowRatio, highRatio, leastRatio, met } = point
  const tone = label === 'before' ? 'plain' : TONES[met]
  const interval =
    lowRatio === undefined || highRatio === undefined
      ? []
      : [rect(x(lowRatio), y - 4, x(highRatio) - x(lowRatio), 8, `bar maybe ${tone}`, 'where the truth lies')]
  const bound = leastRatio === undefined ? [] : [line(x(leastRatio), y - 8, x(leastRatio), y + 8, 'target')]
  return [
    text(0, y + 4, label, 'small'),
    ...interval,
    ...bound,
    sign(symbol(symbolCircle, 70)() ?? '', x(scoreRatio), y, `sign ${tone}`, `${label} ${measuredPercent(scoreRatio)}`),
    text(x(1) + 8, y + 4, measuredPercent(scoreRatio), 'small strong'),
  ]
}
