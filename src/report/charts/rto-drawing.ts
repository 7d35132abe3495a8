import { scaleLinear } from 'd3-scale'
import { formatDuration } from '../../model/duration.ts'
import type { RtoPicture, RtoView } from '../view/rto-view.ts'
import { type Drawing, line, path, rect, type Shape, text } from './drawing.ts'
import { textWidth } from './labels.ts'

const FONT = 13
const BAR = { y: 26, height: 22 }
const HEIGHT = 76

/** The recovery time as a bar against its target, with its precision. Undefined if there is nothing to draw. */
export function rtoDrawing({ picture, value, target, met }: RtoView, id: string, width: number): Drawing | undefined {
  const { targetMs, open } = picture
  // Restored but not verified is still worth drawing; the words beside it say that it does not count.
  const achievedMs = picture.achievedMs ?? picture.restoredMs
  const words = picture.achievedMs === undefined ? 'restored, not verified' : value
  if (achievedMs === undefined) return undefined
  const longestMs = Math.max(achievedMs, targetMs ?? 0)
  if (longestMs === 0) return undefined
  // Room on the right for the end of an open bar, and for the target's tick when it is the longest.
  const x = scaleLinear([0, longestMs * (open ? 1.18 : 1.1)], [1, width - 1])
  const tone = met === 'yes' ? 'good' : met === 'no' ? 'bad' : 'unknown'
  return {
    id,
    width,
    height: HEIGHT,
    title: `RTO achieved ${value}; target ${target}`,
    shapes: [
      line(x(0), BAR.y + BAR.height + 0.5, width, BAR.y + BAR.height + 0.5, 'axis'),
      // Never down is a target without a bar.
      ...(achievedMs === 0 ? [] : bar({ ...picture, achievedMs }, x, tone)),
      ...valueLabel(words, x(achievedMs), width),
      ...(targetMs === undefined ? [] : targetTick(targetMs, x(targetMs), width)),
      line(x(0), BAR.y - 4, x(0), BAR.y + BAR.height + 4, 'axis'),
      text(x(0), HEIGHT - 8, '0', 'small muted'),
    ],
  }
}

function bar({ achievedMs = 0, precisionMs, open }: RtoPicture, x: (ms: number) => number, tone: string): Shape[] {
  const { y, height } = BAR
  const middle = y + height / 2
  if (open) {
    const end = x(achievedMs)
    return [
      rect(x(0), y, end - x(0), height, `bar ${tone}`),
      path(`M${end} ${y}L${end + 14} ${middle}L${end} ${y + height}Z`, `bar ${tone}`),
    ]
  }
  const surest = x(Math.max(0, achievedMs - precisionMs))
  return [
    rect(x(0), y, surest - x(0), height, `bar ${tone}`),
    // The truth lies somewhere in here.
    rect(surest, y, x(achievedMs) - surest, height, `bar maybe ${tone}`, `precision ${formatDuration(precisionMs)}`),
    line(x(achievedMs), y - 3, x(achievedMs), y + height + 3, `edge ${tone}`),
  ]
}

function valueLabel(value: string, at: number, width: number): Shape[] {
  const half = textWidth(value, FONT) / 2
  // At the left edge it begins where the axis does: what is guessed of its width must not cut it.
  if (at < half) return [text(0, BAR.y - 10, value, 'strong', 'start')]
  return [text(Math.min(at, width - half), BAR.y - 10, value, 'strong', 'middle')]
}

function targetTick(targetMs: number, at: number, width: number): Shape[] {
  const words = `target ${formatDuration(targetMs)}`
  const half = textWidth(words, FONT) / 2
  return [
    line(at, BAR.y - 5, at, BAR.y + BAR.height + 10, 'target'),
    text(Math.min(Math.max(at, half + 14), width - half), HEIGHT - 8, words, 'muted', 'middle'),
  ]
}
