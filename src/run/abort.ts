import type { AbortCause } from '../model/event.ts'

/** Why a drill stops breaking and watching. Reaching its deadline is an end the plan foresees; the others are aborts. */
export type StopCause = AbortCause | 'deadline'

/** The one way to stop a drill early. The first cause counts. */
export interface Abort {
  readonly signal: AbortSignal
  readonly reason: Aborted | undefined
  now(cause: StopCause, why: string): void
}

/** Thrown through whatever is waiting when a drill is stopped. */
export class Aborted extends Error {
  override readonly cause: StopCause

  constructor(cause: StopCause, why: string) {
    super(why)
    this.name = 'Aborted'
    this.cause = cause
  }
}

export function makeAbort(): Abort {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    get reason() {
      return controller.signal.aborted ? (controller.signal.reason as Aborted) : undefined
    },
    // A controller keeps its first reason.
    now: (cause, why) => controller.abort(new Aborted(cause, why)),
  }
}
