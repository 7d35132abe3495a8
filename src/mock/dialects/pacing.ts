import type { Completion } from '../answer/completion.ts'
import type { Pace } from '../wire.ts'

/** The time between two tokens. */
export function tokenGapMs(pace: Pace): number {
  return 1000 / pace.tokensPerSecond
}

/** How long a whole answer takes when nothing is sent before it is done. */
export function wholeMs({ usage }: Completion, pace: Pace): number {
  return pace.firstTokenMs + Math.max(0, usage.completionTokens - 1) * tokenGapMs(pace)
}
