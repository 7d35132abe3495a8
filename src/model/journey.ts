import type { Capture, Question } from './question.ts'

/** Something a user does, asked again and again during a drill. */
export type Journey = JourneyFrame & Question

/** What all journeys have in common. */
export interface JourneyFrame {
  /** `ask`, or `ask@acme` for one of several tenants. */
  readonly id: string
  readonly tenant: string | undefined
  /** The part that it shows to be there, for targets of components. */
  readonly component: string | undefined
  readonly everyMs: number
  /** An answer later than this is given up. At least `good.withinMs`. */
  readonly timeoutMs: number
  readonly maxInFlight: number
  /** So many good samples in a row are a recovery; one lucky retry is not. */
  readonly stable: number
}

/** A question with one right answer, asked once: what smoke gates are made of. */
export type Check = CheckFrame & Question

/** What all checks have in common. */
export interface CheckFrame {
  readonly id: string
  readonly tenant: string | undefined
  /** What checks that are asked after this one need of its answer, as `${captured.NAME}`. */
  readonly captures: readonly Capture[]
}
