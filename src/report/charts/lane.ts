import type { ScaleLinear } from 'd3-scale'
import type { Shape } from './drawing.ts'

/** What a lane needs to know to draw itself: where time lies across, and where it begins down the page. */
export interface LaneFrame {
  readonly x: ScaleLinear<number, number>
  readonly y: number
  readonly leftPx: number
  readonly rightPx: number
  readonly font: number
}

/** A lane's shapes and how much height they took. */
export interface DrawnLane {
  readonly shapes: readonly Shape[]
  readonly height: number
}
