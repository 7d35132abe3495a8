import { scaleLinear } from 'd3-scale'
import { formatDuration } from '../../model/duration.ts'
import type { RpoView } from '../view/first-screen/rpo-view.ts'
import { type Drawing, line, rect, type Shape, text } from './drawing.ts'
import { textWidth } from './labels.ts'

const FONT = 13
const BAR = { y: 8, height: 18 }
const HEIGHT = 50

/** How far back writes are lost, against how far they may be. The fault is on the right: what is lost lies before it. */
export function rpoDrawing({ picture, value, met, against }: RpoView, id: string, width: number): Drawing | undefined {
  if (picture === undefined) return undefined
  const { achievedMs, targetMs } = picture
  const x = scaleLinear([0, Math.max(achievedMs, targetMs ?? 0) * 1.1], [width - 1, 1])
  const tone = met === 'yes' ? 'good' : met === 'no' ? 'bad' : 'unknown'
  const lost = rect(x(achievedMs), BAR.y, x(0) - x(achievedMs), BAR.height, `bar ${tone}`, value)
  return {
    id,
    width,
    height: HEIGHT,
    title: `Data lost: ${value}, ${against}`,
    shapes: [
      line(0, BAR.y + BAR.height + 0.5, width, BAR.y + BAR.height + 0.5, 'axis'),
      ...(achievedMs === 0 ? [] : [lost]),
      line(x(0), BAR.y - 4, x(0), BAR.y + BAR.height + 4, 'axis'),
      text(x(0), HEIGHT - 8, 'fault', 'small muted', 'end'),
      ...(targetMs === undefined ? [] : targetTick(targetMs, x(targetMs), width)),
    ],
  }
}

function targetTick(targetMs: number, at: number, width: number): Shape[] {
  const words = `target ${formatDuration(targetMs)}`
  const half = textWidth(words, FONT) / 2
  return [
    line(at, BAR.y - 5, at, BAR.y + BAR.height + 8, 'target'),
    text(Math.min(Math.max(at, half), width - half - 40), HEIGHT - 8, words, 'muted', 'middle'),
  ]
}
